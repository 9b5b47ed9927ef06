package wire

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"
)

// TestUnreadCountsDatagrams sends datagrams of many sizes to a socket that
// reads the first few of them, and wants the others to be told.
func TestUnreadCountsDatagrams(t *testing.T) {
	sizes := []int{0, 1, 20, 512, 513, 1472, 4000, 20000, 3, 0, 65507, 700}
	for _, host := range []string{"127.0.0.1", "::1"} {
		for read := range len(sizes) + 1 {
			pc, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(host)})
			if err != nil {
				t.Skipf("no datagrams at %s: %v", host, err)
			}
			sendAndRead(t, pc, sizes, read)
			if n, err := unreadOf(t, pc, sizes); n != len(sizes)-read || err != nil {
				t.Errorf("%s: %d of %d datagrams were read; told are %d unread, %v", host, read, len(sizes), n, err)
			}
			_ = pc.Close() // what lies there is nobody's
		}
	}
}

func sendAndRead(t *testing.T, pc *net.UDPConn, sizes []int, read int) {
	t.Helper()
	from, err := net.DialUDP("udp", nil, pc.LocalAddr().(*net.UDPAddr))
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	taken := int64(0)
	for i, size := range sizes {
		if _, err := from.Write(make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		if i < read {
			if _, err := pc.Read(make([]byte, MaxPacket)); err != nil {
				t.Fatal(err)
			}
		} else if taken, err = grown(pc, taken); err != nil {
			t.Fatal(err)
		}
	}
}

// unreadOf returns what Unread tells of a socket to which the datagrams were sent.
func unreadOf(t *testing.T, pc *net.UDPConn, sizes []int) (int, error) {
	t.Helper()
	number, err := inodeOf(pc)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Bindings([]uint64{number})
	if err != nil {
		t.Fatal(err)
	}
	newest := slices.Clone(sizes)
	slices.Reverse(newest)
	return Unread(addrPort(pc.LocalAddr()).Addr(), newest, all[number].Queued)
}

// TestTakenCountsBytes wants the bytes to count that a peer has read, those
// that it has not, and its end.
func TestTakenCountsBytes(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	alice, err := NewLog(func() {}).Dial(ctx, "alice", "tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer alice.Close()
	peer, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	want := func(n int64) {
		t.Helper()
		if err := alice.Arrived(ctx); err != nil {
			t.Fatal(err)
		}
		if got, err := alice.Taken(); got != n || err != nil {
			t.Errorf("%d bytes are taken, %v; want %d", got, err, n)
		}
	}
	if err := alice.Send(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	want(0)
	if _, err := peer.Read(make([]byte, 60)); err != nil {
		t.Fatal(err)
	}
	want(60)
	if err := alice.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	want(60)
}
