package main

import (
	"errors"
	"io"
	"time"
)

// call sends each line of stdin as a datagram to addr and prints each reply on
// a line of its own. Where none comes in time it says so on standard error and
// goes on.
func call(addr string, wait time.Duration, stdin io.Reader, stdout io.Writer) error {
	// TODO step 4: dial addr, then for each line of stdin, blank ones too: send
	// it, read the reply, print the reply.
	// TODO step 5: wait no longer than wait for a reply, say "no reply" on
	// standard error, and go on; let no late reply stand for another question.
	return errors.New("not written yet: step 4")
}
