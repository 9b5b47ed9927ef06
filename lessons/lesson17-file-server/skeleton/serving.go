package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"
)

// This file is given and needs no change: lesson16's server for callers. What
// it does is in crew.go.

// A Handler serves one caller. When ctx is over it finishes what was asked for
// and returns; when the server can wait no longer, conn is closed. After Handle
// the server closes conn.
type Handler interface {
	Handle(ctx context.Context, conn net.Conn)
}

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

// A crew is what the server is made of: a goroutine for each job, at most so
// many at once, and none that is forgotten.
type crew struct {
	mu   sync.Mutex     // held while the next three are looked at or changed
	over bool           // no job begins any more
	jobs map[*job]bool  // those that have begun and are not done
	shut func()         // ends run; nil before it
	work sync.WaitGroup // the goroutines of the jobs
}

// A job is to serve one caller.
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

// A pause is the time to wait before something is tried again. It grows.
type pause time.Duration

// wait waits, or until ctx is over, and says why.
func (p *pause) wait(ctx context.Context, why error) {
	*p = min(max(2**p, pause(5*time.Millisecond)), pause(time.Second))
	slog.Warn("trying again", "err", why)
	select {
	case <-time.After(time.Duration(*p)):
	case <-ctx.Done():
	}
}

// untilTold serves until a signal comes. Then it shuts down, and waits for those
// who are being served for the time grace, or until a second signal.
func untilTold(signals <-chan os.Signal, grace time.Duration, serve func() error, shutdown func(context.Context) error) error {
	failed := make(chan error, 1)
	go func() { failed <- serve() }()
	select {
	case err := <-failed:
		return err
	case sig := <-signals:
		slog.Info("shutting down", "signal", sig.String())
	}
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	go func() { <-signals; cancel() }()
	return shutdown(ctx)
}

// longAgo as a deadline ends a Read that waits.
var longAgo = time.Unix(1, 0)

// readUnless reads into b. When ctx is over before something comes, it returns
// io.EOF.
func readUnless(ctx context.Context, conn net.Conn, b []byte) error {
	if ctx.Err() != nil {
		return io.EOF
	}
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = conn.SetReadDeadline(longAgo)
		close(woken)
	})
	_, err := conn.Read(b)
	if !stop() {
		<-woken // from here on the deadline is the caller's again
	}
	if err != nil && ctx.Err() != nil {
		return io.EOF
	}
	return err
}

// late reports whether the other side took too long.
func late(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
