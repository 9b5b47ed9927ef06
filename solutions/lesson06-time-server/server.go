package main

import (
	"errors"
	"log"
	"net"
	"time"
)

// serve answers every datagram, a format, with the time that now tells.
func serve(pc net.PacketConn, now func() time.Time) error {
	defer pc.Close() // every answer left with WriteTo, which reports its own error

	buf := make([]byte, maxDatagram)
	for {
		n, from, err := pc.ReadFrom(buf)
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			log.Println("a datagram is lost:", err) // the next one may be whole
			continue
		}
		format := buf[:n]
		if n == 0 {
			format = []byte(defaultFormat)
		}
		if _, err := pc.WriteTo(strftime(format, now()), from); err != nil {
			log.Println("no answer for", from, err)
		}
	}
}
