package program

import (
	"os"
	"testing"
	"time"
)

// TestLeftUnread lets a caller speak and break off, and reads a part of it.
func TestLeftUnread(t *testing.T) {
	alice, conn := tcpPair(t)
	defer conn.Close()
	if _, err := alice.Write(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	left := func() (n int) {
		raw, err := conn.SyscallConn()
		if err != nil {
			t.Fatal(err)
		}
		if err := raw.Control(func(fd uintptr) { n = leftUnread(os.Getpid(), int(fd)) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := left(); n != 0 {
		t.Errorf("while alice is there, %d bytes are left", n)
	}
	_ = alice.CloseWrite() // as the checks do
	_ = alice.SetLinger(0)
	_ = alice.Close()
	for end := time.Now().Add(10 * time.Second); left() == 0 && time.Now().Before(end); {
	}
	for _, want := range []int{100, 60, 20} {
		if n := left(); n != want {
			t.Errorf("%d bytes are left, want %d", n, want)
		}
		if _, err := conn.Read(make([]byte, 40)); err != nil {
			t.Fatal(err)
		}
	}
	if n := left(); n != 0 {
		t.Errorf("when all are read, %d bytes are left", n)
	}
}
