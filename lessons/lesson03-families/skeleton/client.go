package main

import (
	"errors"
	"io"
	"time"
)

// call is lesson02's, over any stream. Neither the connection nor a reply is
// waited for longer than timeout.
func call(network, addr string, timeout time.Duration, stdin io.Reader, stdout io.Writer) error {
	// TODO step 6: dial with a timeout, log "connected LOCAL -> REMOTE", then for
	// each line: set the deadline, exchange it, print the reply.
	return errors.New("not written yet: step 6")
}
