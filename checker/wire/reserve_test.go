package wire

import (
	"errors"
	"net"
	"net/netip"
	"runtime"
	"syscall"
	"testing"
)

func TestReservedIsRefused(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: the addresses 127.0.0.0/8 are tried on Linux")
	}
	addr := netip.MustParseAddrPort("127.83.7.19:31999")
	held, err := Reserve(addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		t.Skip("skipped: somebody listens there:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if c, err := net.Dial("tcp", addr.String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a call to the reserved address: %v, %v; want it refused", c, err)
	}
	for _, other := range []string{addr.String(), ":31999"} {
		if ln, err := net.Listen("tcp", other); err == nil {
			ln.Close()
			t.Errorf("another listens at %s; want it refused", other)
		}
	}
}
