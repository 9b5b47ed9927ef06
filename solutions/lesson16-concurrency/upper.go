package main

import (
	"bytes"
	"context"
	"net"
)

// This file is given and needs no change: two small handlers, to try a server
// with. Who says "panic" has one.

// talk answers every message of a caller in capitals until they hang up.
func talk(ctx context.Context, conn net.Conn) {
	stop := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(longAgo) })
	defer stop()
	buf := make([]byte, 1024)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return // the caller hung up, or broke off, or the server ends
		}
		if string(buf[:n]) == "panic" {
			panic("a caller said so")
		}
		if _, err := conn.Write(upper(buf[:n])); err != nil {
			return
		}
	}
}

// words answers a datagram in capitals.
type words struct{}

func (words) HandlePacket(_ context.Context, pc net.PacketConn, packet []byte, from net.Addr) {
	if bytes.Equal(packet, []byte("panic")) {
		panic("a caller said so")
	}
	_, _ = pc.WriteTo(upper(packet), from) // a reply may be lost as well
}

// upper turns the letters a to z of b into A to Z and leaves every other
// byte as it is. It works in place and returns b.
func upper(b []byte) []byte {
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return b
}
