package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// call sends each line of stdin as a command and prints each reply as it is,
// until the line "quit" or the end of stdin. Where none comes in time it says
// so on standard error and goes on.
func call(addr string, wait time.Duration, buffer int, stdin io.Reader, stdout io.Writer) error {
	lines := bufio.NewScanner(stdin) // one line is less than 64 KiB
	for lines.Scan() {
		if lines.Text() == "quit" {
			return nil
		}
		reply, err := ask(addr, lines.Bytes(), wait, buffer)
		if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.ECONNREFUSED) {
			fmt.Fprintln(os.Stderr, "no reply")
			continue
		}
		if err != nil {
			return fmt.Errorf("asking %s: %w", addr, err)
		}
		if _, err := stdout.Write(reply); err != nil {
			return err
		}
	}
	return lines.Err()
}

// ask sends a command and returns its reply, or as much of it as there is room
// for. Each command has a socket of its own: a reply that comes too late finds
// nobody, and is not taken for the reply to the next one.
func ask(addr string, command []byte, wait time.Duration, buffer int) ([]byte, error) {
	conn, err := net.Dial("udp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close() // everything was said with Write and heard with Read

	if _, err := conn.Write(command); err != nil {
		return nil, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(wait)); err != nil {
		return nil, err
	}
	buf := make([]byte, buffer)
	n, err := conn.Read(buf) // what does not fit is lost
	if err != nil {
		return nil, err
	}
	return buf[:n], nil
}
