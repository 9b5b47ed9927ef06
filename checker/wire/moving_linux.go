package wire

import "errors"

// Moving reports whether something may be on its way on the connection: bytes or
// an end that the kernel of one side has still to send, or to hear that they
// have arrived.
func (c *Conn) Moving() bool {
	own, ok := ownInfo(c.conn)
	if !ok {
		return false // the checker has closed it
	}
	peer, err := c.Peer()
	if errors.Is(err, ErrGone) {
		_, end := c.Unread()
		return end == nil
	}
	return err != nil || own.Unacked > 0 || own.Notsent_bytes > 0 || peer.Sending > 0
}
