package main

import (
	"errors"
	"fmt"
	"io"
	"net"
)

// serve takes one call. For each size it does one Read with a buffer of that
// size, and prints what that Read brought.
func serve(ln net.Listener, reads []int, stdout io.Writer) error {
	conn, err := oneCall(ln)
	if err != nil {
		return err
	}
	defer conn.Close() // only read

	for _, size := range reads {
		buf := make([]byte, size)
		n, err := conn.Read(buf)
		if errors.Is(err, io.EOF) {
			_, err := fmt.Fprintln(stdout, "end")
			return err
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(stdout, "read %d bytes: %q\n", n, buf[:n]); err != nil {
			return err
		}
	}
	return nil
}
