package main

import (
	"errors"
	"io"
	"time"
)

// call asks the server at addr each line of stdin and prints each reply on a
// line of its own. Where none comes in time it says so on standard error and
// goes on.
func call(addr string, wait time.Duration, stdin io.Reader, stdout io.Writer) error {
	// TODO step 4: for each line of stdin, blank ones too: send it, read the
	// reply, print the reply; "no reply" on standard error where none comes in
	// time. Ask each question from a socket of its own.
	return errors.New("not written yet: step 4")
}
