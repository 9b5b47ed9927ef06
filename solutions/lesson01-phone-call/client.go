package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// call says message to the server at addr and prints its reply.
func call(addr, message string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read

	if _, err := io.WriteString(conn, message); err != nil {
		return fmt.Errorf("speaking to %s: %w", addr, err)
	}
	buf := make([]byte, 1024)
	n, err := conn.Read(buf)
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s hung up without a reply", addr)
	}
	if err != nil {
		return fmt.Errorf("listening to %s: %w", addr, err)
	}
	_, err = fmt.Fprintf(screen(os.Stdout), "%s\n", buf[:n])
	return err
}
