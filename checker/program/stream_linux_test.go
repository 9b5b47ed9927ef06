package program

import (
	"net"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestHeldPipe: what a program holds with splice(2) is pending for a moment, and
// to ask for it takes no lock that the program has.
func TestHeldPipe(t *testing.T) {
	near, far := tcpPair(t)
	defer near.Close()
	defer far.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := newStream(r, func() {}, func() {})
	if s.pending() {
		t.Error("an empty pipe has pending bytes")
	}
	from, err := far.File()
	if err != nil {
		t.Fatal(err)
	}
	in, out := int(from.Fd()), int(w.Fd()) // which makes both block
	splicing := make(chan struct{})
	go func() {
		defer close(splicing)
		for {
			if n, err := unix.Splice(in, nil, out, nil, 1<<16, 0); n <= 0 && err != unix.EINTR {
				return
			}
		}
	}()
	if _, err := near.Write([]byte("held")); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); !s.pending(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("what was spliced into the pipe is never pending")
		}
	}
	time.Sleep(2 * heldAfter)
	if s.pending() {
		t.Errorf("what nobody can read is still pending after %v", 2*heldAfter)
	}
	near.Close()
	<-splicing
	if err := from.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// tcpPair returns the two ends of a connection.
func tcpPair(t *testing.T) (near, far *net.TCPConn) {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	near, err = net.DialTCP("tcp", nil, l.Addr().(*net.TCPAddr))
	if err != nil {
		t.Fatal(err)
	}
	far, err = l.AcceptTCP()
	if err != nil {
		t.Fatal(err)
	}
	return near, far
}
