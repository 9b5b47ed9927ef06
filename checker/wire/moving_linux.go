package wire

import "errors"

// Moving reports whether something may be on its way on the connection: what the
// checker has sent and the other kernel has not acknowledged, or the last words of
// a program that has closed its end. What a program sends whose end is open is seen
// there (program.Process.Restless).
func (c *Conn) Moving() bool {
	own, ok := ownInfo(c.conn)
	if !ok {
		return false // the checker has closed it
	}
	_, err := c.Peer()
	if errors.Is(err, ErrGone) {
		_, end := c.Unread()
		return end == nil
	}
	return err != nil || own.Unacked > 0 || own.Notsent_bytes > 0
}
