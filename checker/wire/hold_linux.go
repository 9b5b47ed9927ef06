package wire

import (
	"cmp"
	"errors"
	"net"

	"golang.org/x/sys/unix"
)

// Hold keeps back what is said until the connection is closed, or half of it: the
// end goes in the same segment then. The kernel waits for 200 ms at most
// (TCP_CORK in tcp(7)).
func (c *Conn) Hold() error {
	s, ok := c.conn.(*net.TCPConn)
	if !ok {
		return errors.ErrUnsupported
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return err
	}
	failed := raw.Control(func(fd uintptr) { err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_CORK, 1) })
	return cmp.Or(failed, err)
}
