package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
)

// call answers the server's challenge, then says each line of stdin and prints
// each reply on a line of its own, until the line "quit" or the end of stdin.
func call(addr string, key []byte, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read

	if err := prove(conn, key); err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	known := false                   // the server has taken our answer
	lines := bufio.NewScanner(stdin) // one line is at most 64 KiB
	for lines.Scan() {
		message := lines.Bytes()
		if len(message) == 0 {
			continue // TCP sends nothing for an empty message
		}
		if string(message) == "quit" {
			return nil
		}
		reply, err := exchange(conn, message)
		if err != nil && !known {
			return fmt.Errorf("rejected by %s, or it is gone: %w", addr, err)
		}
		if err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
		known = true
		if _, err := fmt.Fprintf(stdout, "%s\n", reply); err != nil {
			return err
		}
	}
	return lines.Err()
}

// prove shows the server that we have the key, and does not show the key.
func prove(conn net.Conn, key []byte) error {
	challenge := make([]byte, challengeSize)
	if n, err := io.ReadFull(conn, challenge); err != nil {
		return fmt.Errorf("%d of %d bytes of the challenge came: %w", n, len(challenge), err)
	}
	_, err := conn.Write(answer(key, challenge))
	return err
}
