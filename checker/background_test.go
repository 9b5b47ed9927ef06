package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"socketworkshop/checker/program"
)

const startLimit = 20 * time.Second // for a program to listen, or to end

// startListening starts a program, and waits until it says where it listens.
func startListening(b program.Binary, o program.Options) (*program.Process, string, error) {
	changed := make(chan struct{}, 1)
	o.Notify = func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	p, err := b.Start(o)
	if err != nil {
		return nil, "", err
	}
	for limit := time.After(startLimit); ; {
		if addr, ok := p.Listening(); ok {
			return p, addr, nil
		}
		select {
		case <-changed:
		case <-p.Exited():
			p.Stop()
			return nil, "", fmt.Errorf("it has ended: %s", p.Stderr.Bytes())
		case <-limit:
			p.Stop()
			return nil, "", fmt.Errorf("it does not listen: %s", p.Stderr.Bytes())
		}
	}
}

// background is where a script keeps the programs that it starts.
type background map[string]*program.Process

type backgroundKey struct{}

// starts NAME COMMAND... starts a program and waits until it listens. $NAME is
// where.
func starts(ts *testscript.TestScript, _ bool, args []string) {
	p, addr, err := startListening(program.Binary{Command: args[1:2]}, program.Options{Args: args[2:], Dir: ts.MkAbs(".")})
	ts.Check(err)
	ts.Defer(p.Stop)
	ts.Value(backgroundKey{}).(background)[args[0]] = p
	ts.Setenv(args[0], addr)
}

// comesToEnd is the word ends NAME STATUS. It waits for a program to end with this status. What it has
// printed goes to the files NAME.out and NAME.err.
func comesToEnd(ts *testscript.TestScript, _ bool, args []string) {
	p := ts.Value(backgroundKey{}).(background)[args[0]]
	select {
	case <-p.Exited():
	case <-time.After(startLimit):
		ts.Fatalf("%s does not end; it has printed\n%s", args[0], p.Stdout.Bytes())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".out"), p.Stdout.Bytes(), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".err"), p.Stderr.Bytes(), 0o666))
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	if s, _ := p.Status(); s.Code != want || s.Signal != "" {
		ts.Fatalf("%s: %v, want exit status %d:\n%s", args[0], s, want, p.Stderr.Bytes())
	}
}

// interrupts NAME sends SIGINT to a program, as Ctrl-C does, and wants it to end
// with status 0.
func interrupts(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Value(backgroundKey{}).(background)[args[0]].Signal(syscall.SIGINT))
	comesToEnd(ts, false, []string{args[0], "0"})
}

// appears FILE waits until a file is there.
func appears(ts *testscript.TestScript, _ bool, args []string) {
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for limit := time.After(startLimit); ; {
		select {
		case <-look.C:
			if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
				return
			}
		case <-limit:
			ts.Fatalf("%s does not come", args[0])
		}
	}
}
