package main

import (
	"errors"
	"net"
	"time"
)

// serve takes one caller after another, for ever.
func serve(ln net.Listener, key []byte, limit time.Duration) error {
	// TODO step 2: accept a caller and send challengeSize random bytes, others
	// for each caller.
	// TODO step 3: read the answer. If it is the right one, talk(conn) does the
	// rest; if not, hang up and log it. Then take the next caller.
	// TODO step 4: a caller has as long as limit for the answer, and then as
	// long as they want for the talk.
	return errors.New("not written yet: step 2")
}
