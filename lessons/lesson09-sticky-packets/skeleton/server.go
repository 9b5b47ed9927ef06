package main

import (
	"errors"
	"io"
	"net"
)

// serve takes one call. For each size it does one Read with a buffer of that
// size, and prints what that Read brought.
func serve(ln net.Listener, reads []int, stdout io.Writer) error {
	// TODO step 1: take a call with oneCall. For each size make a buffer, Read once, and
	// print `read 9 bytes: "hellofeng"` (%q), or `end` at EOF.
	return errors.New("not written yet: step 1")
}
