package main

import (
	"context"
	"errors"
	"net"
	"time"
)

// clear removes the socket file of a dead server, and nothing else.
func clear(path string) error {
	// TODO step 4: look what stands at path. Nothing: fine. No socket: an error. A
	// socket: remove it.
	// TODO step 5: before you remove it, call it. If a server answers: an error.
	return nil
}

// serve talks with one caller after another, until ctx ends.
func serve(ctx context.Context, ln net.Listener, idle time.Duration) error {
	// TODO step 1: lesson02's two loops, over any listener. Log both addresses.
	// TODO step 2: hang up on a caller who has said nothing for idle.
	// TODO step 3: when ctx ends, close the listener and the call, and return.
	return errors.New("not written yet: step 1")
}
