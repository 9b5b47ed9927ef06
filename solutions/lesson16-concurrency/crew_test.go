package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"testing"
	"time"
)

// upperHandler is a Handler that is no function.
type upperHandler struct{}

func (upperHandler) Handle(ctx context.Context, conn net.Conn) { talk(ctx, conn) }

func exchange(t *testing.T, conn net.Conn, say, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if _, err := io.WriteString(conn, say); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
		t.Fatalf("said %q, heard %q, %v; want %q", say, got, err, want)
	}
}

func dial(t *testing.T, network, addr string) net.Conn {
	t.Helper()
	conn, err := net.Dial(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// TestPanicEndsOneCall has panics in as many calls as there are places for, with
// either kind of handler. Another call must go on, and the next be taken.
func TestPanicEndsOneCall(t *testing.T) {
	log.SetOutput(t.Output())
	defer log.SetOutput(os.Stderr)
	for name, h := range map[string]Handler{"Handler": upperHandler{}, "HandlerFunc": HandlerFunc(talk)} {
		t.Run(name, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := &Server{Handler: h, MaxConns: 2}
			served := make(chan error, 1)
			go func() { served <- s.Serve(ln) }()
			alice := dial(t, "tcp", ln.Addr().String())
			exchange(t, alice, "hello", "HELLO")
			for range 3 {
				exchange(t, dial(t, "tcp", ln.Addr().String()), "panic", "")
			}
			exchange(t, alice, "hello", "HELLO")
			exchange(t, dial(t, "tcp", ln.Addr().String()), "next", "NEXT")
			if err := s.Shutdown(t.Context()); err != nil {
				t.Error(err)
			}
			if err := <-served; err != nil {
				t.Errorf("Serve returned %v", err)
			}
		})
	}
}

// TestPanicLosesOneAnswer is the same for a PacketHandler.
func TestPanicLosesOneAnswer(t *testing.T) {
	log.SetOutput(t.Output())
	defer log.SetOutput(os.Stderr)
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer pc.Close()
	s := &PacketServer{Handler: words{}, MaxPackets: 2}
	served := make(chan error, 1)
	go func() { served <- s.Serve(pc) }()
	alice := dial(t, "udp", pc.LocalAddr().String())
	for range 3 {
		exchange(t, alice, "panic", "")
	}
	exchange(t, alice, "hello", "HELLO")
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve returned %v", err)
	}
}

// TestShutdownCutsOff waits for a call that does not end, and no longer than it
// is told to.
func TestShutdownCutsOff(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun, ended := make(chan bool), make(chan error, 1)
	s := &Server{MaxConns: 1, Handler: HandlerFunc(func(_ context.Context, conn net.Conn) {
		close(begun)
		_, err := conn.Read(make([]byte, 1)) // it does not look at its context
		ended <- err
	})}
	go s.Serve(ln)
	dial(t, "tcp", ln.Addr().String())
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown returned %v", err)
	}
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("the handler's Read returned %v", err)
	}
	if conn, err := net.Dial("tcp", ln.Addr().String()); err == nil {
		conn.Close()
		t.Error("the server still takes calls")
	}
}

// TestShutdownBeforeServe leaves nothing to serve.
func TestShutdownBeforeServe(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{MaxConns: 1, Handler: upperHandler{}}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Serve(ln); err != nil {
		t.Error(err)
	}
}
