package main

import (
	"errors"
	"io"
	"net"
)

// This file is given and needs no change: it is lesson02's talk, from both
// sides.

// talk answers every message of a caller in capitals until they hang up.
func talk(conn net.Conn) error {
	buf := make([]byte, 1024)
	for {
		n, err := conn.Read(buf)
		if errors.Is(err, io.EOF) {
			return nil // the caller hung up
		}
		if err != nil {
			return err
		}
		if _, err := conn.Write(upper(buf[:n])); err != nil {
			return err
		}
	}
}

// exchange says message and returns the reply, which is as long.
func exchange(conn net.Conn, message []byte) ([]byte, error) {
	if _, err := conn.Write(message); err != nil {
		return nil, err
	}
	reply := make([]byte, len(message))
	_, err := io.ReadFull(conn, reply)
	return reply, err
}

// upper turns the letters a to z of b into A to Z and leaves every other
// byte as it is. It works in place and returns b.
func upper(b []byte) []byte {
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return b
}
