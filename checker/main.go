// Checker runs a learner's network program over real sockets, decides whether
// it keeps a lesson's promises, and explains what it found.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"socketworkshop/checker/program"
	"socketworkshop/checker/report"
)

// The exit status of the command.
const (
	statusPass    = 0 // everything passed
	statusFail    = 1 // some check failed
	statusUsage   = 2 // the command line makes no sense
	statusUnknown = 3 // the checker or the machine could not judge
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer program.Sweep()

	app := &app{out: os.Stdout, err: os.Stderr}
	err := app.command().ExecuteContext(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		app.complain(errors.New("interrupted"))
	case err != nil && !errors.Is(err, errJudged):
		app.complain(err)
	}
	return app.exitStatus(err)
}

// complain tells what went wrong.
func (a *app) complain(err error) {
	fmt.Fprintln(a.err, "checker:", report.Printable(a.words.In(err.Error())))
}

// errJudged ends a command whose output has said everything already.
var errJudged = errors.New("judged")

// A usageError is a command line that makes no sense.
type usageError struct{ error }

// exitStatus returns the status for err, which is nil when all went well.
func (a *app) exitStatus(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return statusPass
	case errors.Is(err, errJudged):
		return a.status
	case errors.As(err, &usage):
		return statusUsage
	}
	return statusUnknown
}
