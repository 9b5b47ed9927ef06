package main

import (
	"errors"
	"io"
)

// call sends each line of stdin as a command and prints what one Read brings,
// until the line "quit" or the end of stdin.
func call(addr string, stdin io.Reader, stdout io.Writer) error {
	// TODO step 5: dial addr, then for each line that is not blank: write it,
	// read once into 1024 bytes, write what came to stdout. Stop at "quit".
	return errors.New("not written yet: step 5")
}
