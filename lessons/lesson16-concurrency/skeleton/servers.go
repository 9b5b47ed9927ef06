package main

import (
	"context"
	"net"
	"sync"
)

// This file is given and needs no change: the servers. What they do is in
// crew.go.

// A Server serves callers at the same time, at most MaxConns of them. The others
// wait until one leaves. It is not copied.
type Server struct {
	Handler  Handler
	MaxConns int
	crew
}

// Serve serves whoever calls at ln until Shutdown.
func (s *Server) Serve(ln net.Listener) error {
	return s.run(s.MaxConns, func() { _ = ln.Close() }, func(ctx context.Context) (*job, error) {
		conn, err := ln.Accept()
		if err != nil {
			return nil, err
		}
		return &job{conn.RemoteAddr(), func() { s.Handler.Handle(ctx, conn) }, func() { _ = conn.Close() }}, nil
	})
}

// A PacketServer serves datagrams at the same time, at most MaxPackets of them.
// The others wait in the socket's queue. It is not copied.
type PacketServer struct {
	Handler    PacketHandler
	MaxPackets int
	crew
}

// A crew is what both servers are made of: a goroutine for each job, at most so
// many at once, and none that is forgotten.
type crew struct {
	mu   sync.Mutex     // held while the next three are looked at or changed
	over bool           // no job begins any more
	jobs map[*job]bool  // those that have begun and are not done
	shut func()         // ends run; nil before it
	work sync.WaitGroup // the goroutines of the jobs
}

// A job is to serve one caller, or one datagram.
type job struct {
	who net.Addr
	do  func() // serves them
	cut func() // ends do before it is done; afterwards it tidies up
}

// open notes how to end run. The context that it returns is over when no job
// may begin any more.
func (c *crew) open(shut func()) context.Context {
	ctx, stop := context.WithCancel(context.Background())
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jobs, c.shut = map[*job]bool{}, func() { stop(); shut() }
	if c.over {
		c.shut()
	}
	return ctx
}

// close lets no job begin any more, and ends run.
func (c *crew) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over = true; c.shut != nil {
		c.shut()
	}
}
