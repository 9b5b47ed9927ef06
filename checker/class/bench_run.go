package class

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"socketworkshop/checker/program"
)

const runLimit = 2 * time.Minute // for a program to do one thing

// A run is a program under way that is measured.
type run struct {
	*program.Process
	bell chan struct{} // rings when it has printed something, or ended
	told int           // lines it has printed so far
}

// startRun starts a program in a folder of its own below scratch.
func startRun(b program.Binary, scratch string, args ...string) (*run, error) {
	dir, err := os.MkdirTemp(scratch, "run")
	if err != nil {
		return nil, err
	}
	r := &run{bell: make(chan struct{}, 1)}
	r.Process, err = b.Start(program.Options{Args: args, Dir: dir, Stdin: true, Notify: r.ring})
	return r, err
}

func (r *run) ring() {
	select {
	case r.bell <- struct{}{}:
	default: // it rings already
	}
}

// await waits until ok holds.
func (r *run) await(ctx context.Context, ok func() bool) error {
	late := time.NewTimer(runLimit)
	defer late.Stop()
	for !ok() {
		if status, over := r.Status(); over && !ok() {
			return fmt.Errorf("%s ended with %v: %s", r.Args[0], status, lastLine(r.Stderr.Bytes()))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return fmt.Errorf("%s is not done after %v", r.Args[0], runLimit)
		case <-r.bell:
		}
	}
	return nil
}

// listening waits for the address where the program listens.
func (r *run) listening(ctx context.Context) (addr string, err error) {
	err = r.await(ctx, func() bool {
		var ok bool
		addr, ok = r.Listening()
		return ok
	})
	return addr, err
}

// does types a line, waits for the line that confirms it, and returns how long
// that took.
func (r *run) does(ctx context.Context, line string) (time.Duration, error) {
	begun := time.Now()
	if err := r.Type(line + "\n"); err != nil {
		return 0, err
	}
	r.told++
	err := r.await(ctx, func() bool { return strings.Count(string(r.Stdout.Bytes()), "\n") >= r.told })
	return time.Since(begun), err
}

// memory returns the most bytes the program has touched so far, or 0 where the
// system does not tell.
func (r *run) memory() int64 {
	_, touched, err := r.Memory()
	if err != nil {
		return 0
	}
	return touched
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}
