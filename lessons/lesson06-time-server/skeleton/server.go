package main

import (
	"errors"
	"net"
	"time"
)

// serve answers every datagram, a format, with the time that now tells.
func serve(pc net.PacketConn, now func() time.Time) error {
	// TODO step 1: read a format, answer with strftime(format, now()), for ever.
	// TODO step 3: an empty format means "%Y-%m-%d %X"; an answer that cannot
	// be sent must not end the server.
	return errors.New("not written yet: step 1")
}
