package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// This file is given and needs no change.

// patience is how long a command may go on whose caller says no more: a caller
// who has only closed their half still gets what is ready by then.
const patience = 500 * time.Millisecond

// answer runs a command and returns its reply. When the caller is gone, so is
// the command. All reading from conn must go through r.
func answer(conn net.Conn, r *bufio.Reader, command string, l limits) []byte {
	ctx, hangUp := context.WithCancel(context.Background())
	defer hangUp()
	defer watch(conn, r, hangUp)()
	return reply(run(ctx, command, l), l)
}

// watch calls hangUp when the caller breaks off, or has been silent for good
// for as long as patience. The function that it returns ends the watch; what
// the caller has said meanwhile is still to be read from r.
func watch(conn net.Conn, r *bufio.Reader, hangUp func()) (stop func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err := r.Peek(1) // waits for a byte, and leaves it there
		switch {
		case err == nil, errors.Is(err, os.ErrDeadlineExceeded):
		case errors.Is(err, io.EOF):
			time.AfterFunc(patience, hangUp)
		default:
			hangUp()
		}
	}()
	return func() {
		_ = conn.SetReadDeadline(time.Unix(1, 0)) // long ago: it wakes Peek
		<-done
		_ = conn.SetReadDeadline(time.Time{}) // what is wrong with conn, the next Read says
	}
}
