package main

import (
	"errors"
	"net"
)

// serve runs the commands of one caller after another, for ever.
func serve(ln net.Listener, l limits) error {
	// TODO step 1: two loops, as in lesson07. Read through one bufio.Reader for
	// each call; answer(conn, r, command, l) makes the reply. Say its length,
	// wait for ready, say the reply.
	return errors.New("not written yet: step 1")
}
