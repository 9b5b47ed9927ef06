package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// options connects to addr and prints what the socket is set to.
func options(addr string, timeout time.Duration, w io.Writer) error {
	conn, err := net.DialTimeout("tcp", addr, timeout)
	if err != nil {
		return explain(fmt.Errorf("calling %s: %w", addr, err))
	}
	defer conn.Close() // nothing is said
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "local %v\nremote %v\n", conn.LocalAddr(), conn.RemoteAddr())
	var failed error
	err = raw.Control(func(fd uintptr) { failed = show(w, fd) }) // fd is valid only in here
	return errors.Join(err, failed)
}
