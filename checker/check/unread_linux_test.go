package check

import (
	"net"
	"net/netip"
	"slices"
	"syscall"
	"testing"
	"time"

	"socketworkshop/checker/wire"
)

// unreadOf returns what is noted of each event.
func unreadOf(all []wire.Event) (n []int) {
	for _, e := range all {
		n = append(n, e.Unread)
	}
	return n
}

func TestUnreadBytesOfAConnection(t *testing.T) {
	say := func(conn, from string, size int) wire.Event { return wire.Event{Conn: conn, From: from, Size: size} }
	all := []wire.Event{
		{Conn: "alice", From: wire.FromChecker, Note: "dials 127.0.0.1:1"}, say("alice", wire.FromChecker, 50), // an earlier one
		{Conn: "alice", From: wire.FromChecker, Note: "dials 127.0.0.1:1"}, say("alice", wire.FromChecker, 10),
		say("bob", wire.FromChecker, 10), say("alice", wire.FromProgram, 10), say("alice", wire.FromChecker, 20), say("alice", wire.FromChecker, 5),
	}
	for taken, want := range map[int64][]int{
		0: {0, 0, 0, 10, 0, 0, 20, 5}, 7: {0, 0, 0, 3, 0, 0, 20, 5}, 12: {0, 0, 0, 0, 0, 0, 18, 5},
		35: make([]int, 8), 36: make([]int, 8), // and the end
	} {
		marked := slices.Clone(all)
		markStream(marked, "alice", taken)
		if got := unreadOf(marked); !slices.Equal(got, want) {
			t.Errorf("with %d bytes read, unread are %d, want %d", taken, got, want)
		}
	}
}

// TestUnreadDatagrams posts datagrams to a socket that reads one of them, and
// one to another socket.
func TestUnreadDatagrams(t *testing.T) {
	log := wire.NewLog(func() {})
	alice, err := log.Socket("alice", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer alice.Close()
	pc, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer pc.Close()
	to := netip.MustParseAddrPort(pc.LocalAddr().String())
	for _, text := range []string{"first", "second", "", "the last"} {
		if err := alice.Post([]byte(text), to); err != nil {
			t.Fatal(err)
		}
	}
	if err := alice.Post([]byte("elsewhere"), alice.Addr()); err != nil {
		t.Fatal(err)
	}
	if _, err := pc.Read(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	want := []int{0, 0, 6, 0, 8, 0}
	for end, looks, right := time.Now().Add(10*time.Second), 0, 0; right < 4; looks++ {
		all := log.Events()[:len(want)] // what came to alice is behind them
		b := binding(t, pc)
		if looks%2 == 1 { // as if it were bound to all addresses
			b.Addr = netip.AddrPortFrom(netip.IPv6Unspecified(), to.Port())
		}
		markDatagrams(all, b)
		if got := unreadOf(all); slices.Equal(got, want) {
			right++
		} else if time.Now().After(end) {
			t.Fatalf("unread are %d, want %d", got, want)
		}
	}
}

// binding looks at a socket of our own.
func binding(t *testing.T, pc *net.UDPConn) wire.Binding {
	t.Helper()
	raw, err := pc.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var stat syscall.Stat_t
	if err := raw.Control(func(fd uintptr) { err = syscall.Fstat(int(fd), &stat) }); err != nil {
		t.Fatal(err)
	}
	all, err := wire.Bindings([]uint64{stat.Ino})
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	return all[stat.Ino]
}
