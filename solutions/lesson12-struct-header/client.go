package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
)

// call sends each line of stdin as a command and prints its whole reply, until
// the line "quit" or the end of stdin. It takes no reply of more than max bytes.
func call(addr string, max int, stdin io.Reader, stdout io.Writer) error {
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
		reply, err := ask(conn, command, max)
		if err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
		if _, err := stdout.Write(reply); err != nil {
			return err
		}
	}
	return lines.Err()
}

// ask sends a command and returns its reply.
func ask(conn net.Conn, command []byte, max int) ([]byte, error) {
	if _, err := conn.Write(command); err != nil {
		return nil, err
	}
	reply, err := readFrame(conn, max)
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the server hung up without a reply")
	}
	return reply, err
}
