package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"time"
)

// serve runs the commands of one caller after another, for ever.
func serve(ln net.Listener, l limits) error {
	defer ln.Close() // nothing was written to a listener: no error worth a word

	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		if err := handle(conn, l); err != nil {
			log.Println("call lost:", err) // this caller's trouble, not the next one's
		}
	}
}

// handle answers every command of one caller.
func handle(conn net.Conn, l limits) error {
	defer conn.Close() // every reply left with Write, which reports its own error
	log.Println("call from", conn.RemoteAddr())

	r := bufio.NewReader(conn)
	buf := make([]byte, 1024)
	for {
		n, err := r.Read(buf) // one Read, one command, as in lesson07
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := send(conn, r, answer(conn, r, string(buf[:n]), l)); err != nil {
			return err
		}
	}
}

// readyLimit is how long a caller may take to say that it is ready.
const readyLimit = 10 * time.Second

// send says how long the reply is, waits until the caller is ready, and says
// the reply.
func send(conn net.Conn, r io.Reader, reply []byte) error {
	if _, err := fmt.Fprint(conn, len(reply)); err != nil {
		return err
	}
	if err := conn.SetReadDeadline(time.Now().Add(readyLimit)); err != nil {
		return err
	}
	word := make([]byte, len(ready))
	if _, err := io.ReadFull(r, word); err != nil {
		return fmt.Errorf("waiting for %s: %w", ready, err)
	}
	if string(word) != ready {
		return fmt.Errorf("want %s, got %q", ready, word)
	}
	if err := conn.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	_, err := conn.Write(reply)
	return err
}
