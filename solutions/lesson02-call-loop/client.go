package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
)

// call says each line of stdin to the server at addr and prints each reply
// on a line of its own, until the line "quit" or the end of stdin.
func call(addr string, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read

	lines := bufio.NewScanner(stdin) // one line is at most 64 KiB
	for lines.Scan() {
		message := lines.Bytes()
		if len(message) == 0 {
			continue // TCP sends nothing for an empty message, so no reply could come
		}
		if string(message) == "quit" {
			return nil
		}
		reply, err := exchange(conn, message)
		if err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
		if _, err := fmt.Fprintf(stdout, "%s\n", reply); err != nil {
			return err
		}
	}
	return lines.Err()
}

// exchange says message and returns the reply. Capitals are as many bytes as
// the message was, so that many are read, in however many pieces they come.
func exchange(conn net.Conn, message []byte) ([]byte, error) {
	if _, err := conn.Write(message); err != nil {
		return nil, err
	}
	reply := make([]byte, len(message))
	if n, err := io.ReadFull(conn, reply); err != nil {
		return nil, fmt.Errorf("the server is gone after %d of %d bytes: %w", n, len(reply), err)
	}
	return reply, nil
}
