//go:build unix

package wire

import (
	"net"
	"syscall"
)

// watchReset waits until a connection whose other side says no more is broken
// off, and reports false when it is closed at this end first.
func watchReset(c net.Conn) bool {
	raw, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		return false
	}
	reset := false
	err = raw.Read(func(fd uintptr) bool { // called again whenever something happens to it
		n, err := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_ERROR)
		reset = err == nil && n != 0
		return reset
	})
	return err == nil && reset
}
