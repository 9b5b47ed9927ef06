package wire

import (
	"errors"
	"net"
	"syscall"
)

// Buffered returns the sizes of the buffers of a new TCP connection to addr, which is
// closed again, and those that its socket had before it was connected: the kernel
// sizes them when it connects (tcp(7)).
func Buffered(addr string) (before, after Buffers, err error) {
	dialer := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) (err error) {
		before, err = buffers(raw)
		return err
	}}
	conn, err := dialer.Dial("tcp", addr)
	if err != nil {
		return before, after, err
	}
	defer conn.Close() // nothing is said
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return before, after, err
	}
	after, err = buffers(raw)
	return before, after, err
}

func buffers(raw syscall.RawConn) (b Buffers, err error) {
	var failed [2]error
	err = raw.Control(func(fd uintptr) {
		b.Send, failed[0] = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF)
		b.Receive, failed[1] = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF)
	})
	return b, errors.Join(err, failed[0], failed[1])
}
