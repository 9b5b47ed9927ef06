package main

import (
	"context"
	"log"
	"net"
	"time"
)

// This file is given and needs no change: what servers and handlers say to one
// another.

// A Handler serves one caller. When ctx is over it finishes what was asked for
// and returns; when the server can wait no longer, conn is closed. After Handle
// the server closes conn.
type Handler interface {
	Handle(ctx context.Context, conn net.Conn)
}

// A HandlerFunc is a function that is a Handler.
type HandlerFunc func(ctx context.Context, conn net.Conn)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, conn net.Conn) { f(ctx, conn) }

// A PacketHandler serves one datagram, and answers it at pc. When ctx is over,
// the server can wait no longer.
type PacketHandler interface {
	HandlePacket(ctx context.Context, pc net.PacketConn, packet []byte, from net.Addr)
}

// A pause is the time to wait before something is tried again. It grows.
type pause time.Duration

// wait waits, or until ctx is over, and says why.
func (p *pause) wait(ctx context.Context, why error) {
	*p = min(max(2**p, pause(5*time.Millisecond)), pause(time.Second))
	log.Println("trying again:", why)
	select {
	case <-time.After(time.Duration(*p)):
	case <-ctx.Done():
	}
}

// longAgo as a deadline ends a Read that waits.
var longAgo = time.Unix(1, 0)
