package wire

import (
	"net"
	"net/netip"
	"testing"
)

// TestFull tells a queue that takes no more calls, so that some wait before it,
// from one that does.
func TestFull(t *testing.T) {
	narrow, end, err := Narrow()
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	wide, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer wide.Close()
	for addr, want := range map[string]bool{narrow: true, wide.Addr().String(): false} {
		full, err := Full(netip.MustParseAddrPort(addr))
		if err != nil {
			t.Skipf("skipped: %v", err)
		}
		if full != want {
			t.Errorf("%s: full is %v, want %v", addr, full, want)
		}
		if called, err := Called(netip.MustParseAddrPort(addr)); called != want || err != nil {
			t.Errorf("%s: called is %v, %v; want %v", addr, called, err, want)
		}
	}
}
