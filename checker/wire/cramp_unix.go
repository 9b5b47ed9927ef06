//go:build unix

package wire

import "syscall"

const (
	smallSegment = 88      // bytes; Linux takes none smaller
	smallRoom    = 2 << 10 // for what comes
)

// cramp makes room for little. The size of a segment is agreed on when the
// connection is made, and Linux makes the send buffer of the other side by it.
func cramp(_, _ string, raw syscall.RawConn) error {
	return raw.Control(func(fd uintptr) {
		// Where the system has its own mind there is more room.
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, smallSegment)
		_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, smallRoom)
	})
}
