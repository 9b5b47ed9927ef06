package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
)

// call sends each line of stdin as a command and prints its whole reply, until
// the line "quit" or the end of stdin.
func call(addr string, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read

	lines := bufio.NewScanner(stdin) // one line is at most 64 KiB
	for lines.Scan() {
		command := lines.Bytes()
		if len(command) == 0 {
			continue // TCP sends nothing for an empty message
		}
		if string(command) == "quit" {
			return nil
		}
		if err := ask(conn, command, stdout); err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
	}
	return lines.Err()
}

// ask sends a command and copies its reply to stdout as it comes: a body may
// be larger than the memory.
func ask(conn net.Conn, command []byte, stdout io.Writer) error {
	if _, err := conn.Write(command); err != nil {
		return err
	}
	size, err := readHeader(conn)
	if errors.Is(err, io.EOF) {
		return errors.New("the server hung up without a reply")
	} else if err != nil {
		return err
	}
	if got, err := io.CopyN(stdout, conn, size); err != nil {
		return fmt.Errorf("want a body of %d bytes, got %d: %w", size, got, err)
	}
	return nil
}
