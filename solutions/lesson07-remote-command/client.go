package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
)

// call sends each line of stdin as a command and prints what one Read brings,
// until the line "quit" or the end of stdin.
func call(addr string, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read
	buf := make([]byte, 1024)
	lines := bufio.NewScanner(stdin) // one line is at most 64 KiB
	for lines.Scan() {
		command := lines.Bytes()
		if len(command) == 0 {
			continue // TCP sends nothing for an empty message
		}
		if string(command) == "quit" {
			return nil
		}
		if _, err := conn.Write(command); err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
		n, err := conn.Read(buf) // is this all of the reply? Who knows
		if err != nil {
			return fmt.Errorf("the server at %s is gone: %w", addr, err)
		}
		if _, err := stdout.Write(buf[:n]); err != nil {
			return err
		}
	}
	return lines.Err()
}
