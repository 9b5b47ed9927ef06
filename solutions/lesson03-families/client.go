package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"time"
)

// call is lesson02's, over any stream. Neither the connection nor a reply is
// waited for longer than timeout.
func call(network, addr string, timeout time.Duration, stdin io.Reader, stdout io.Writer) error {
	conn, err := net.DialTimeout(network, addr, timeout)
	if err != nil {
		return explain(fmt.Errorf("calling %s: %w", addr, err))
	}
	defer conn.Close() // everything was said with Write and heard with Read
	log.Println("connected", conn.LocalAddr(), "->", conn.RemoteAddr())

	lines := bufio.NewScanner(stdin) // one line is at most 64 KiB
	for lines.Scan() && lines.Text() != "quit" {
		if lines.Text() == "" {
			continue // a stream carries nothing for an empty message
		}
		if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
			return err
		}
		reply, err := exchange(conn, lines.Bytes())
		if err != nil {
			return explain(fmt.Errorf("talking to %s: %w", addr, err))
		}
		if _, err := fmt.Fprintf(stdout, "%s\n", reply); err != nil {
			return err
		}
	}
	return lines.Err()
}
