package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"
)

// call sends each line of stdin as a command and prints its whole reply, until
// the line "quit" or the end of stdin.
func call(addr string, count bool, stdin io.Reader, stdout io.Writer) error {
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
		begun := time.Now()
		trips, err := ask(conn, command, stdout)
		if err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
		if count {
			fmt.Fprintf(os.Stderr, "%d round trips, %v\n", trips, time.Since(begun).Round(time.Microsecond))
		}
	}
	return lines.Err()
}

// ask sends a command and copies its reply to stdout. It returns how often it
// has spoken and then waited for the other side.
func ask(conn net.Conn, command []byte, stdout io.Writer) (trips int, err error) {
	if _, err := conn.Write(command); err != nil {
		return trips, err
	}
	number := make([]byte, len("9223372036854775807"))
	n, err := conn.Read(number) // the number has no end mark: is this all of it?
	if err != nil {
		return trips, err
	}
	trips++
	size, err := strconv.ParseInt(string(number[:n]), 10, 64)
	if err != nil || size < 0 {
		return trips, fmt.Errorf("want the length of the reply, got %q", number[:n])
	}

	if _, err := io.WriteString(conn, ready); err != nil {
		return trips, err
	}
	got, err := io.CopyN(stdout, conn, size)
	if errors.Is(err, io.EOF) {
		return trips, fmt.Errorf("want a reply of %d bytes, got %d and the end of the call", size, got)
	}
	return trips + 1, err
}
