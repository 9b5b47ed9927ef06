package main

import (
	"errors"
	"io"
)

// call sends each line of stdin as a command and prints its whole reply, until
// the line "quit" or the end of stdin.
func call(addr string, count bool, stdin io.Reader, stdout io.Writer) error {
	// TODO step 2: for each line that is not blank: write it, read the length,
	// write ready, copy so many bytes to stdout.
	// TODO step 3: with count, tell round trips and time on standard error.
	return errors.New("not written yet: step 2")
}
