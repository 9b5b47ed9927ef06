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

// call asks the server at addr each line of stdin and prints each reply on a
// line of its own. Where none comes in time it says so on standard error and
// goes on.
func call(addr string, wait time.Duration, stdin io.Reader, stdout io.Writer) error {
	lines := bufio.NewScanner(stdin) // one line is less than 64 KiB
	for lines.Scan() {
		reply, err := ask(addr, lines.Bytes(), wait)
		if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.ECONNREFUSED) {
			fmt.Fprintln(os.Stderr, "no reply")
			continue
		}
		if err != nil {
			return fmt.Errorf("asking %s: %w", addr, err)
		}
		if _, err := fmt.Fprintf(stdout, "%s\n", reply); err != nil {
			return err
		}
	}
	return lines.Err()
}

// ask sends a question and returns its reply. Each question has a socket of
// its own: a reply that comes too late finds nobody, and is not taken for the
// reply to the next one.
func ask(addr string, question []byte, wait time.Duration) ([]byte, error) {
	conn, err := net.Dial("udp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close() // everything was said with Write and heard with Read

	if _, err := conn.Write(question); err != nil {
		return nil, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(wait)); err != nil {
		return nil, err
	}
	buf := make([]byte, maxDatagram)
	n, err := conn.Read(buf)
	if err != nil {
		return nil, err
	}
	return buf[:n], nil
}
