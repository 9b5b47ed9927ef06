package main

import (
	"errors"
	"net"
)

// listen opens the line: a TCP socket at addr that takes calls.
func listen(addr string) (net.Listener, error) {
	return net.Listen("tcp", addr)
}

// serve talks with one caller after another, for ever.
func serve(ln net.Listener) error {
	// TODO step 1: accept a caller and answer every message of theirs in
	// capitals. Give that loop a function of its own: handle(conn).
	// TODO step 2: when a caller hangs up, leave their loop and hang up too.
	// TODO step 3: then go back for the next caller, also when the last one
	// broke off.
	return errors.New("not written yet: step 1")
}
