package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"
)

// feed returns a function that returns what a side says next, joined and
// delayed as the bend has it. The last of it comes with an error.
func (c *call) feed(from *side) func() ([]byte, error) {
	b, buf := c.bend, make([]byte, pieceSize)
	next := func() ([]byte, error) {
		n, err := from.Read(buf)
		return buf[:n], err
	}
	if !b.of(from.who) {
		return next
	}
	if b.Join > 0 {
		next = func() ([]byte, error) { return c.gather(from, buf) }
	}
	if b.Delay > 0 {
		soon := next
		next = delayed(c.ctx, &c.helpers, b.Delay, func() ([]byte, error) {
			p, err := soon()
			if len(p) > 0 {
				c.t.used(&c.t.counts.Delay)
			}
			return bytes.Clone(p), err
		})
	}
	return next
}

// gather reads for as long as the bend says, from the first byte on, or until
// the buffer is full.
func (c *call) gather(from *side, buf []byte) ([]byte, error) {
	n, err := from.Read(buf)
	if err != nil || from.SetReadDeadline(time.Now().Add(c.bend.Join)) != nil {
		return buf[:n], err
	}
	more := 0
	for err == nil && n < len(buf) {
		k := 0
		k, err = from.Read(buf[n:])
		n, more = n+k, more+k
	}
	if more > 0 {
		c.t.used(&c.t.counts.Join)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = nil
	}
	_ = from.SetReadDeadline(time.Time{}) // where it is closed, the next read tells
	return buf[:n], err
}

// hand passes p on, in the pieces that the bend wants, and reports whether the
// direction goes on.
func (c *call) hand(p []byte, from, to *side) bool {
	if c.cutting.Load() {
		return true // thrown away
	}
	b := c.bend
	if !b.of(from.who) {
		return c.send(p, from, to)
	}
	cut := b.Cut > 0 && to.sent+int64(len(p)) >= b.Cut
	if cut {
		p = p[:b.Cut-to.sent]
	}
	for size := b.Split; size > 0 && len(p) > size; p = p[size:] {
		if !c.send(p[:size], from, to) {
			return false
		}
		c.t.used(&c.t.counts.Split)
	}
	if !c.send(p, from, to) {
		return false
	}
	if cut {
		c.cut(from, to)
	}
	return true
}

// send sends p in one piece.
func (c *call) send(p []byte, from, to *side) bool {
	if b := c.bend; b.Split > 0 && b.of(from.who) {
		to.consumed(c.ctx)
	}
	about := c.about
	about.What, about.From, about.Bytes = Says, from.who, p
	c.t.see(about)
	n, err := to.Write(p)
	to.sent += int64(n)
	if err != nil && !errors.Is(err, net.ErrClosed) && !c.cutting.Load() {
		from.done()
		to.lastWords(c.ctx)
		c.breakOff(to, gone(err))
	}
	return err == nil
}

// lastWords waits until all is passed on that a side said before it was gone. It
// ends when the other side does not take it, and with the context.
func (s *side) lastWords(ctx context.Context) {
	select {
	case <-s.over:
	case <-time.After(linger):
	case <-ctx.Done():
	}
}

func gone(err error) string {
	if isReset(err) {
		return "breaks off (reset)"
	}
	return "is gone: " + err.Error()
}

// consumed waits until a side has read all that was passed on to it, and where
// that cannot be seen for a short while. It ends with the context.
func (s *side) consumed(ctx context.Context) {
	if s.sent == 0 {
		return
	}
	err := ErrUnseen
	if sameMachine(addrPort(s.LocalAddr()), addrPort(s.RemoteAddr())) {
		err = until(ctx,
			func() (Socket, error) { return look(s.Conn, s.sent) },
			func(k Socket) bool { return k.Received >= s.sent && k.Queued == 0 })
	}
	if err == nil || errors.Is(err, ErrGone) {
		return // the next write tells
	}
	select {
	case <-time.After(shortPause):
	case <-ctx.Done():
	}
}

// sameMachine reports whether the other end is a socket of this machine. Those
// without addresses are: they are Unix sockets.
func sameMachine(local, remote netip.AddrPort) bool {
	return remote.Addr() == local.Addr() || remote.Addr().IsLoopback()
}

// cut ends the call. Both sides hear that nothing more comes; what they still
// say is thrown away, for a while.
func (c *call) cut(from, to *side) {
	c.ending.Do(func() {
		c.t.used(&c.t.counts.Cut)
		note := fmt.Sprintf("ends the connection behind %d bytes of the %s's", to.sent, from.who)
		if c.bend.Reset {
			waiting, stop := context.WithTimeout(c.ctx, linger)
			to.consumed(waiting) // a reset may overtake them
			stop()
			c.see(Aborts, FromWire, note+" (reset)")
			c.reset()
			return
		}
		c.cutting.Store(true)
		c.see(Cuts, FromWire, note)
		_ = closeWrite(c.caller.Conn) // it may be gone
		_ = closeWrite(c.server.Conn)
		time.AfterFunc(linger, c.close)
	})
}
