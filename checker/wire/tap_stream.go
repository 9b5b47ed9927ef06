package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"socketworkshop/checker/spawn"
)

const (
	pieceSize  = 32 << 10               // bytes that are read at once
	dialLimit  = 10 * time.Second       // for the server to be reached
	linger     = time.Second            // for both sides to hear of an end, and for what they said before it
	shortPause = 5 * time.Millisecond   // between two pieces where nobody shows whether the first was read
	acceptRest = 100 * time.Millisecond // when no call can be taken, as for want of descriptors
)

// A call is a connection that is passed on: two sides and two directions.
type call struct {
	t              *Tap
	bend           Bend
	about          Passing // its name, and its ends
	caller, server *side
	ctx            context.Context
	cancel         context.CancelFunc

	helpers sync.WaitGroup // goroutines besides the two directions
	ending  sync.Once      // it is broken off, or cut
	cutting atomic.Bool    // what still comes is thrown away
}

// A side is one end of a call.
type side struct {
	net.Conn
	who  string
	sent int64         // bytes passed on to it
	told atomic.Bool   // that the other side says no more
	over chan struct{} // closed when all that it said has been passed on, or can be no more
	done func()        // closes over; it may be called more than once
}

func newSide(conn net.Conn, who string) *side {
	s := &side{Conn: conn, who: who, over: make(chan struct{})}
	s.done = sync.OnceFunc(func() { close(s.over) })
	return s
}

func (t *Tap) takeCalls() {
	for {
		conn, err := t.ln.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			t.see(Passing{Event: Event{From: FromWire, Note: "cannot take a call: " + err.Error()}})
			select {
			case <-time.After(acceptRest):
			case <-t.ctx.Done():
			}
		default:
			t.all.Go(func() { t.carry(conn) })
		}
	}
}

// carry passes one call on, from its beginning to its end.
func (t *Tap) carry(conn net.Conn) {
	c := &call{t: t, bend: t.o.Bend, caller: newSide(conn, FromCaller)}
	c.about.Conn = t.name()
	if c.bend.First && c.about.Conn != firstName {
		c.bend = Bend{}
	}
	defer t.first()
	dialing, stop := context.WithTimeout(t.ctx, dialLimit)
	server, err := dial(dialing, new(net.Dialer), t.o.To.Network, t.o.To.Addr)
	stop()
	if err != nil {
		if t.ctx.Err() == nil {
			c.see(Aborts, FromServer, "cannot be reached: "+err.Error())
		}
		resetOnClose(conn)
		_ = conn.Close() // nothing was said
		return
	}
	c.server = newSide(server, FromServer)
	c.about.Caller, c.about.Server = addrPort(server.LocalAddr()), addrPort(server.RemoteAddr())
	c.ctx, c.cancel = context.WithCancel(t.ctx)
	calls := fmt.Sprintf("calls, and reaches %s", t.o.To.Addr)
	if at := addrPort(conn.RemoteAddr()); at.IsValid() {
		calls = fmt.Sprintf("calls from %s, and reaches %s", at, t.o.To.Addr)
	}
	c.see(Begins, FromCaller, calls)
	c.run()
	c.see(Over, FromWire, fmt.Sprintf("has passed on %d bytes to the server and %d to the caller", c.server.sent, c.caller.sent))
}

func (c *call) run() {
	release := context.AfterFunc(c.ctx, c.close)
	var both sync.WaitGroup
	both.Go(func() { c.pass(c.caller, c.server) })
	both.Go(func() { c.pass(c.server, c.caller) })
	both.Wait()
	release()
	c.close()
	c.helpers.Wait()
}

func (c *call) see(what Happening, from, note string) {
	p := c.about
	p.What, p.From, p.Note = what, from, note
	c.t.see(p)
}

// close hangs up on both sides. It may be called more than once.
func (c *call) close() {
	c.cancel()
	_ = spawn.Close(c.caller) // all was said that will be
	_ = spawn.Close(c.server)
}

// pass passes one direction on, to its end.
func (c *call) pass(from, to *side) {
	defer from.done()
	next := c.feed(from)
	for {
		p, err := next()
		if len(p) > 0 && !c.hand(p, from, to) {
			return
		}
		if err != nil {
			c.finish(err, from, to)
			return
		}
	}
}

// finish passes the end of a direction on, which is what the error says.
func (c *call) finish(err error, from, to *side) {
	end := errors.Is(err, io.EOF)
	switch {
	case c.cutting.Load(), errors.Is(err, net.ErrClosed):
	case isReset(err), end && !from.told.Load() && brokenOff(from.Conn): // of which another goroutine was told
		c.breakOff(from, "breaks off (reset)")
	case !end:
		c.breakOff(from, "is gone: "+err.Error())
	default:
		c.see(Ends, from.who, "says no more")
		to.told.Store(true)
		_ = closeWrite(to.Conn) // it may be gone
		c.helpers.Go(func() {
			if watchReset(from.Conn) {
				c.breakOff(from, "breaks off (reset)")
			}
		})
	}
}

// breakOff ends the call because one side has broken off; so does the other
// side see.
func (c *call) breakOff(who *side, note string) {
	c.ending.Do(func() {
		c.see(Breaks, who.who, note)
		c.reset()
	})
}

// reset breaks both sides off.
func (c *call) reset() {
	for _, s := range []*side{c.caller, c.server} {
		resetOnClose(s.Conn)
	}
	c.close()
}

// resetOnClose makes Close break a connection off. A Unix socket knows no reset
// and is closed in the usual way.
func resetOnClose(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // on an error it is closed in the usual way
	}
}

func closeWrite(c net.Conn) error { return c.(interface{ CloseWrite() error }).CloseWrite() }
