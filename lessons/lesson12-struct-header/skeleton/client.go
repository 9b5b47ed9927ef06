package main

import (
	"errors"
	"io"
)

// call sends each line of stdin as a command and prints its whole reply, until
// the line "quit" or the end of stdin. It takes no reply of more than max bytes.
func call(addr string, max int, stdin io.Reader, stdout io.Writer) error {
	// TODO step 2: for each line that is not blank: write it, read one frame,
	// print its body. A server that hangs up without a reply is an error.
	return errors.New("not written yet: step 2")
}
