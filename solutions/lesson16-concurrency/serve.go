package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"time"
)

// next reads a request, whose first byte has come. The rest of its header has to
// come within limit.
func next(conn net.Conn, first []byte, limit time.Duration) (q request, err error) {
	if err := conn.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return q, err
	}
	if err := readMessage(io.MultiReader(bytes.NewReader(first), conn), &q); err != nil {
		return q, err
	}
	return q, conn.SetReadDeadline(time.Time{}) // a file may take longer
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
	}
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	go func() { <-signals; cancel() }()
	return shutdown(ctx)
}

// Serve serves whatever comes to pc until Shutdown.
func (s *PacketServer) Serve(pc net.PacketConn) error {
	buf := make([]byte, maxDatagram)
	return s.run(s.MaxPackets, func() { _ = pc.SetReadDeadline(longAgo) }, func(context.Context) (*job, error) {
		n, from, err := pc.ReadFrom(buf)
		if err != nil {
			return nil, err
		}
		packet := bytes.Clone(buf[:n]) // the next one comes into the same buffer
		ctx, cut := context.WithCancel(context.Background())
		return &job{from, func() { s.Handler.HandlePacket(ctx, pc, packet, from) }, cut}, nil
	})
}
