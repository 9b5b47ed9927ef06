package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// pair returns a checker's connection and the program's end of it, both real.
func pair(t *testing.T) (*Conn, *net.TCPConn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	c, err := NewLog(func() {}).Dial(t.Context(), "alice", "tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	other, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.conn.Close(); other.Close() })
	return c, other.(*net.TCPConn)
}

func needSockets(t *testing.T, c *Conn) {
	t.Helper()
	if _, err := c.Peer(); errors.Is(err, ErrUnseen) {
		t.Skip("skipped:", err)
	}
}

func TestConsumedWaitsForTheReader(t *testing.T) {
	c, program := pair(t)
	needSockets(t, c)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for range 200 {
		if err := c.Send([]byte("hel")); err != nil {
			t.Fatal(err)
		}
		if err := c.Arrived(ctx); err != nil {
			t.Fatal(err)
		}
		short, stop := context.WithTimeout(ctx, time.Millisecond)
		if err := c.Consumed(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Consumed with 3 bytes unread: %v, want %v", err, context.DeadlineExceeded)
		}
		stop()
		if _, err := io.ReadFull(program, make([]byte, 3)); err != nil {
			t.Fatal(err)
		}
		if err := c.Consumed(ctx); err != nil {
			t.Fatalf("Consumed after the read: %v", err)
		}
	}
}

func TestPeerTellsWhoClosed(t *testing.T) {
	c, program := pair(t)
	needSockets(t, c)
	if err := c.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if _, err := program.Read(make([]byte, 1)); err != io.EOF {
		t.Fatalf("the program reads %v, want EOF", err)
	}
	if s, err := c.Peer(); err != nil || s.State != CloseWait {
		t.Fatalf("after the half-close: %+v, %v; want state %d", s, err, CloseWait)
	}
	program.Close()
	if s, err := c.Peer(); !errors.Is(err, ErrGone) {
		t.Fatalf("after the program closed: %+v, %v, want %v", s, err, ErrGone)
	}
	<-c.done
	if _, end := c.Heard(); end != io.EOF {
		t.Fatalf("the end is %v, want EOF", end)
	}
}

func TestResetIsTold(t *testing.T) {
	c, program := pair(t)
	if err := program.SetLinger(0); err != nil {
		t.Fatal(err)
	}
	program.Close()
	<-c.done
	if _, end := c.Heard(); !errors.Is(end, ErrReset) {
		t.Fatalf("the end is %v, want %v", end, ErrReset)
	}
}

func TestPauseFillsTheBuffers(t *testing.T) {
	c, program := pair(t)
	c.Pause()
	const size = 16 << 20 // more than the buffers between the two hold
	sent := make(chan error, 1)
	go func() {
		_, err := program.Write(make([]byte, size))
		sent <- errors.Join(err, program.Close())
	}()
	select {
	case err := <-sent:
		t.Fatalf("%d bytes were written although nobody reads: %v", size, err)
	case <-time.After(50 * time.Millisecond): // a wrong Pause lets it through at once
	}
	c.Resume()
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	<-c.done
	if heard, end := c.Heard(); len(heard) != size || end != io.EOF {
		t.Fatalf("heard %d bytes and %v, want %d and EOF", len(heard), end, size)
	}
}

func TestBehindIsSeen(t *testing.T) {
	c, program := pair(t)
	needSockets(t, c)
	if c.Behind() {
		t.Error("behind before anything came")
	}
	if err := c.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if c.Behind() {
		t.Error("behind after its own half-close")
	}
	c.Pause()
	if _, err := io.WriteString(program, "one"); err != nil {
		t.Fatal(err)
	}
	program.Close() // a read that was under way may have taken the word, but not the end
	if !c.Behind() {
		t.Error("not behind although the end has come and is not read")
	}
	c.Resume()
	<-c.done
	if c.Behind() {
		t.Error("behind after the end was read")
	}
}
