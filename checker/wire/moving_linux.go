package wire

import (
	"errors"
	"net"
)

// Moving reports whether something may be on its way on the connection: what the
// checker has sent and the other kernel has not acknowledged, its end when it has
// hung up, or the last words of a program that has closed its end. What a program
// sends whose end is open is seen there (program.Process.Restless).
func (c *Conn) Moving() bool {
	own, ok := ownInfo(c.conn)
	peer, err := c.Peer()
	if !ok { // the checker has closed it, and on a Unix socket that comes at once
		_, local := c.conn.(*net.UnixConn)
		return err == nil && peer.State == Established && !local
	}
	if errors.Is(err, ErrGone) {
		_, end := c.Unread()
		return end == nil
	}
	return err != nil || own.Unacked > 0 || own.Notsent_bytes > 0
}
