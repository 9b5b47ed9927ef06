package main

import (
	"bufio"
	"errors"
	"io"
	"log"
	"net"
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

// handle answers every command of one caller, each with a header and a body.
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
		if err := writeReply(conn, answer(conn, r, string(buf[:n]), l)); err != nil {
			return err
		}
	}
}
