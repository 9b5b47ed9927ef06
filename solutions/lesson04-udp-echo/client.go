package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// call sends each line of stdin as a datagram to addr and prints each reply on
// a line of its own. Where none comes in time it says so on standard error and
// goes on.
func call(addr string, wait time.Duration, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.Dial("udp", addr) // sends nothing, but lets in addr's datagrams alone
	if err != nil {
		return fmt.Errorf("asking %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write and heard with Read

	lines := bufio.NewScanner(stdin) // one line is less than 64 KiB
	for lines.Scan() {
		reply, err := ask(conn, lines.Bytes(), wait)
		if errors.Is(err, os.ErrDeadlineExceeded) {
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

// ask sends a question and waits for its reply. The error is
// os.ErrDeadlineExceeded when none has come in time.
func ask(conn net.Conn, question []byte, wait time.Duration) ([]byte, error) {
	if err := send(conn, question); err != nil {
		return nil, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(wait)); err != nil {
		return nil, err
	}
	want := upper(bytes.Clone(question))
	buf := make([]byte, maxDatagram)
	for {
		n, err := conn.Read(buf)
		if errors.Is(err, syscall.ECONNREFUSED) {
			continue // nobody took a datagram, perhaps an earlier one
		}
		if err != nil {
			return nil, err
		}
		if bytes.Equal(buf[:n], want) {
			return buf[:n], nil
		}
		// A reply to an earlier question, late or for the second time.
	}
}

// send sends a datagram. An error that an earlier one brought back is reported
// by the next Write, which then sends nothing: so it is tried once more.
func send(conn net.Conn, p []byte) error {
	_, err := conn.Write(p)
	if errors.Is(err, syscall.ECONNREFUSED) {
		_, err = conn.Write(p)
	}
	return err
}
