package wire

import (
	"errors"
	"io"
	"net"
	"time"
)

// EndToo ends the checker's half, once, when the program has ended its own: a
// program that has said all may wait for that (RFC 9293, section 3.6). What is an
// answer alone stands in no log.
func (c *Conn) EndToo() {
	_, end := c.Unread()
	half, ok := c.conn.(interface{ CloseWrite() error })
	if ok && errors.Is(end, io.EOF) && c.half.CompareAndSwap(false, true) {
		_ = half.CloseWrite() // the program may have ended meanwhile
	}
}

// SaidAll reports whether the checker has closed its half.
func (c *Conn) SaidAll() bool { return c.half.Load() }

// Pour sends all of r, and waits as long as the program takes to read it.
func (c *Conn) Pour(r io.Reader) error {
	if err := c.conn.SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	buf := make([]byte, 256<<10)
	for {
		n, err := r.Read(buf)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		c.log.add(c.Name, FromChecker, buf[:n], "")
		n, err = c.conn.Write(buf[:n])
		c.mu.Lock()
		c.count += int64(n)
		c.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// Pause leaves what the program says unread from the next read on, until
// Resume: the buffers between the two fill, and then its writes wait.
func (c *Conn) Pause() {
	c.log.Note(c.Name, FromChecker, "does not read")
	c.reading.Lock()
	c.paused.Store(true)
}

// Paused reports whether what the program says is left unread.
func (c *Conn) Paused() bool { return c.paused.Load() }

// Resume reads again after Pause, if there was one.
func (c *Conn) Resume() {
	if c.Paused() {
		c.log.Note(c.Name, FromChecker, "reads again")
		c.release()
	}
}

// Widen gives what comes on a connection of DialCramped the usual room.
func (c *Conn) Widen() {
	if tcp, ok := c.conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(wideRoom) // without it, it takes longer
	}
}

const wideRoom = 256 << 10 // bytes

// release ends a pause, if there is one.
func (c *Conn) release() {
	if c.paused.CompareAndSwap(true, false) {
		c.reading.Unlock()
	}
}
