package wire

import (
	"strings"
	"testing"
	"time"
)

// next waits for a datagram.
func next(t *testing.T, m *Mailbox, came <-chan struct{}) Packet {
	t.Helper()
	for limit := time.After(10 * time.Second); ; {
		if p, ok := m.Next(); ok {
			return p
		}
		select {
		case <-came:
		case <-limit:
			t.Fatal("no datagram came")
		}
	}
}

func TestMailboxKeepsDatagramsWhole(t *testing.T) {
	came := make(chan struct{}, 100)
	log := NewLog(func() { came <- struct{}{} })
	alice, err := log.Socket("alice", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	bob, err := log.Socket("bob", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("0123456789", MaxPacket/10) + "0123456"
	for _, text := range []string{"hello", "", long, "bye"} {
		if err := alice.Post([]byte(text), bob.Addr()); err != nil {
			t.Fatal(err)
		}
		p := next(t, bob, came)
		if string(p.Bytes) != text || p.From != alice.Addr() {
			t.Errorf("%d bytes came from %v, want %d from %v", len(p.Bytes), p.From, len(text), alice.Addr())
		}
	}
	if err := alice.Post([]byte(long+"8"), bob.Addr()); err == nil {
		t.Errorf("a datagram of %d bytes was sent; at most %d fit", len(long)+1, MaxPacket)
	}
	for _, m := range []*Mailbox{alice, bob} {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
}
