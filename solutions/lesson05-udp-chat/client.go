package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

const wait = 5 * time.Second // for an answer

// call lets a person choose one of the contacts by name and talk to them, line
// by line, until "quit"; then another, until the end of stdin.
func call(contacts map[string]string, stdin io.Reader, stdout io.Writer) error {
	lines := readLines(stdin)
	for name := range lines {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		addr, ok := contacts[name]
		if !ok {
			names := slices.Sorted(maps.Keys(contacts))
			fmt.Fprintf(os.Stderr, "there is no contact %q; there are: %s\n", name, strings.Join(names, ", "))
			continue
		}
		if err := talk(addr, lines, stdout); err != nil {
			return fmt.Errorf("talking to %s: %w", name, err)
		}
	}
	return nil
}

// talk sends each line to addr and prints the answer, until "quit" or the end
// of the lines.
func talk(addr string, lines <-chan string, stdout io.Writer) error {
	conn, err := net.Dial("udp", addr)
	if err != nil {
		return err
	}
	defer conn.Close() // everything was said with Write and heard with Read

	buf := make([]byte, maxDatagram)
	for line := range lines {
		if line == "" {
			continue
		}
		if line == "quit" {
			return nil
		}
		if _, err := conn.Write([]byte(line)); err != nil {
			return err
		}
		if err := conn.SetReadDeadline(time.Now().Add(wait)); err != nil {
			return err
		}
		n, err := conn.Read(buf)
		if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.ECONNREFUSED) {
			fmt.Fprintln(os.Stderr, "no answer")
			continue
		}
		if err != nil {
			return err
		}
		if err := show(stdout, conn.RemoteAddr(), buf[:n]); err != nil {
			return err
		}
	}
	return nil
}
