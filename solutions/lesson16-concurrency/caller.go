package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

// This file is given and needs no change: it is lesson14's caller.

// call does what each line of stdin says, until the line "quit" or the end of
// stdin. What is confirmed it prints, and with anything else it fails.
func call(addr string, root *os.Root, sums bool, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read

	var failed error
	lines := bufio.NewScanner(stdin) // one line is at most 64 KiB
	for lines.Scan() && lines.Text() != "quit" {
		if lines.Text() == "" {
			continue
		}
		confirmed, err := ask(conn, root, lines.Text(), sums)
		if _, ok := errors.AsType[refusal](err); ok {
			fmt.Fprintln(os.Stderr, err)
			failed = errors.New("not everything was confirmed")
		} else if err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		} else if _, err := fmt.Fprintln(stdout, confirmed); err != nil {
			return err
		}
	}
	return errors.Join(failed, lines.Err())
}

// ask does what one line says and returns what to print of it.
func ask(conn net.Conn, root *os.Root, line string, sums bool) (confirmed string, err error) {
	do := map[string]func(net.Conn, *os.Root, string, bool) (int64, string, error){"put": upload, "get": download}
	cmd, name, _ := strings.Cut(line, " ") // the name may hold blanks
	if do[cmd] == nil {
		return "", refusal{fmt.Errorf("want put FILE, get FILE or quit, got %q", line)}
	}
	size, sum, err := do[cmd](conn, root, name, sums)
	confirmed = fmt.Sprintf("%s %s %d bytes", cmd, name, size)
	if sum != "" {
		confirmed += " sha256 " + sum
	}
	return confirmed, err
}

// hear waits for the reply to a request. One that is not ok is a refusal.
func hear(conn net.Conn) (reply, error) {
	var r reply
	err := readMessage(conn, &r)
	switch {
	case errors.Is(err, io.EOF):
		err = errors.New("the server hung up without a reply")
	case err == nil && r.Status != "ok":
		err = refusal{fmt.Errorf("the server says %q, %q", r.Status, r.Message)} // quoted: a terminal would obey it
	}
	return r, err
}
