//go:build !unix

package wire

import (
	"io"
	"net"
	"net/netip"
)

// Reserve makes sure that nobody listens at addr now. It cannot keep it so.
func Reserve(addr netip.AddrPort) (io.Closer, error) {
	ln, err := net.Listen("tcp", addr.String())
	if err != nil {
		return nil, err
	}
	return io.NopCloser(nil), ln.Close()
}
