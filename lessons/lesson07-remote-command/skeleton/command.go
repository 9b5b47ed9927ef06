package main

import (
	"context"
	"errors"
)

// run runs a command in a shell, without input, until it ends, ctx is over, or
// its time is. Then no process of it is left.
func run(ctx context.Context, command string, l limits) result {
	// TODO step 1: run shell(command), with newOutput for standard output and
	// standard error, and return both, standard error first.
	// TODO step 2: kill it, with all its children, when ctx or its time is over.
	// TODO step 3: cut both together at l.max, and say how many bytes there were.
	return failed(errors.New("not written yet: step 1"))
}
