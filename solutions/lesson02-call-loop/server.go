package main

import (
	"errors"
	"io"
	"log"
	"net"
)

// listen opens the line: a TCP socket at addr that takes calls.
func listen(addr string) (net.Listener, error) {
	return net.Listen("tcp", addr)
}

// serve talks with one caller after another, for ever. Whoever calls in the
// meantime waits in the listener's backlog.
func serve(ln net.Listener) error {
	defer ln.Close() // nothing was written to a listener: no error worth a word

	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if err := handle(conn); err != nil {
			log.Println("call lost:", err) // this caller's trouble, not the next one's
		}
	}
}

// handle answers every message of one caller in capitals until they hang up.
//
// What Read returns is answered at once, so it does not matter here how TCP
// cuts the messages: the replies, put together, are the capitals of what was
// said. Lesson 9 is about the programs for which it does matter.
func handle(conn net.Conn) error {
	defer conn.Close() // every reply left with Write, which reports its own error
	log.Println("call from", conn.RemoteAddr())

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
