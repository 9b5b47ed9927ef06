package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// next reads a request, whose first byte has come. The rest of its header has to
// come within limit.
func next(conn net.Conn, first []byte, limit time.Duration) (q request, err error) {
	// TODO step 4: give the header limit. A file may take longer.
	err = readMessage(io.MultiReader(bytes.NewReader(first), conn), &q)
	return q, err
}

// untilTold serves until a signal comes. Then it shuts down, and waits for those
// who are being served for the time grace, or until a second signal.
func untilTold(signals <-chan os.Signal, grace time.Duration, serve func() error, shutdown func(context.Context) error) error {
	failed := make(chan error, 1)
	go func() { failed <- serve() }()
	select {
	case err := <-failed:
		return err
	case <-signals:
		// TODO step 5: shut down, with a context for grace that a second signal ends.
		return errors.New("not written yet: step 5")
	}
}

// Serve serves whatever comes to pc until Shutdown.
func (s *PacketServer) Serve(pc net.PacketConn) error {
	// TODO step 6: run jobs as Server does, each with a copy of its datagram. What
	// ends ReadFrom must not close pc: answers still leave through it.
	return errors.New("not written yet: step 6")
}
