package main

import (
	"fmt"
	"io"
	"net"
	"time"
)

// call says each message with one Write, and waits for gap between two. Without
// nodelay the kernel may keep a small message back until the one before is
// acknowledged (Nagle's algorithm, RFC 1122 section 4.2.3.4).
func call(addr string, gap time.Duration, nodelay bool, messages []string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return fmt.Errorf("calling %s: %w", addr, err)
	}
	defer conn.Close() // everything was said with Write, which reports its own error
	if err := conn.(*net.TCPConn).SetNoDelay(nodelay); err != nil {
		return fmt.Errorf("setting TCP_NODELAY: %w", err)
	}
	for i, message := range messages {
		if i > 0 {
			time.Sleep(gap)
		}
		if _, err := io.WriteString(conn, message); err != nil {
			return fmt.Errorf("talking to %s: %w", addr, err)
		}
	}
	return nil
}
