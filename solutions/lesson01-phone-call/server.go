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

// serve takes one call, answers it in capitals and hangs up.
//
// One Read is enough here because the message is short and sent in one
// piece. That is this lesson's simplification, not a rule of TCP: lesson 9
// takes it apart. Nor does a silent caller ever lose patience with us, or we
// with them: deadlines come in lesson 3.
func serve(ln net.Listener) error {
	defer ln.Close() // nothing was written to a listener: no error worth a word

	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close() // the reply left with Write, which reports its own error
	log.Println("call from", conn.RemoteAddr())

	buf := make([]byte, 1024)
	n, err := conn.Read(buf)
	if errors.Is(err, io.EOF) {
		return nil // the caller hung up without a word
	}
	if err != nil {
		return err
	}
	_, err = conn.Write(upper(buf[:n]))
	return err
}
