package main

import (
	"errors"
	"log"
	"net"
)

// listen opens a socket for datagrams at addr.
func listen(addr string) (net.PacketConn, error) {
	return net.ListenPacket("udp", addr)
}

// serve answers every datagram to its sender, in capitals, for ever. There is
// no call: one socket hears everybody, and each datagram stands for itself.
func serve(pc net.PacketConn) error {
	defer pc.Close() // every reply left with WriteTo, which reports its own error

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
		if _, err := pc.WriteTo(upper(buf[:n]), from); err != nil {
			log.Println("no answer for", from, err) // their trouble, not the next one's
		}
	}
}
