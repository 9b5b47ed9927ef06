package main

import (
	"errors"
	"io"
)

// call says each line of stdin to the server at addr and prints each reply
// on a line of its own, until the line "quit" or the end of stdin.
func call(addr string, stdin io.Reader, stdout io.Writer) error {
	// TODO step 4: dial addr, then for each line of stdin: write it, read the
	// reply, print the reply. Stop at "quit" and at the end of stdin.
	// TODO step 5: skip blank lines, and return an error that says so when
	// the server is gone in mid-talk.
	return errors.New("not written yet: step 4")
}
