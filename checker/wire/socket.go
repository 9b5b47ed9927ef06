package wire

import (
	"context"
	"errors"
	"net"
	"time"
)

// TCP states, as Linux numbers them in net/tcp_states.h.
const (
	Established = 1
	CloseWait   = 8
)

var (
	// ErrUnseen is the error of every look at a socket where the system does
	// not show the sockets of other processes.
	ErrUnseen = errors.New("this system does not show the program's sockets")
	// ErrGone says that the program has closed its socket.
	ErrGone = errors.New("the program has closed its socket")
)

// A Socket is the program's end of a connection as the kernel shows it.
type Socket struct {
	State    int
	Queued   int   // bytes that have come and that the program has not read
	Received int64 // bytes that have come in all
	Inode    uint64
}

// Peer looks at the program's end of the connection. The error is ErrGone
// when the program has closed it and ErrUnseen where it cannot be seen.
func (c *Conn) Peer() (Socket, error) {
	c.mu.Lock()
	sent := c.count
	c.mu.Unlock()
	return look(c.conn, sent)
}

// look looks at the other end of a connection on which so many bytes were sent.
func look(c net.Conn, sent int64) (Socket, error) {
	if local, ok := c.(*net.UnixConn); ok {
		return unixPeer(local, sent)
	}
	return peer(addrPort(c.LocalAddr()), addrPort(c.RemoteAddr()))
}

// Taken returns how many of the bytes that were sent the program has read; the
// end of the connection, once it has read that, counts as one more. The errors
// are those of Peer.
func (c *Conn) Taken() (int64, error) {
	s, err := c.Peer()
	if err != nil {
		return 0, err
	}
	if _, ok := c.conn.(*net.UnixConn); ok && s.Queued > 0 {
		return 0, ErrUnseen // the kernel tells the memory that they take
	}
	return s.Received - int64(s.Queued), nil
}

const narrow = 4096 // bytes of a window that a program must have asked for

// Torn reports whether n bytes sent at once come in several pieces, with a read
// perhaps between them: one segment is at most half of a narrow window
// (tcp_bound_to_half_wnd). For a moment a connection that was just accepted has the
// window of its last ACK without its scale, so it is asked for once more.
func (c *Conn) Torn(n int) bool {
	return 0 < c.window && c.window < narrow && n > c.window/2 && windowOf(c.conn) < narrow
}

// Consumed waits until the program has read everything that was sent to it,
// or has closed its end (ErrGone), or until the context ends. Linux looks at the
// queue first and then at how much has come (tcp_diag_get_info), and bytes may
// come in between: only a look behind one that has seen them all counts.
func (c *Conn) Consumed(ctx context.Context) error {
	read := func(s Socket) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return s.Received >= c.count && s.Queued == 0
	}
	return until(ctx, func() (Socket, error) {
		s, err := c.Peer()
		if err == nil && read(s) {
			return c.Peer()
		}
		return s, err
	}, read)
}

// Arrived waits until everything that was sent, and the end if that was sent
// too, has come to the program's end, read or not. On a Unix socket it arrives as
// it is sent.
func (c *Conn) Arrived(ctx context.Context) error {
	if _, local := c.conn.(*net.UnixConn); local {
		return nil
	}
	return c.until(ctx, func(s Socket, sent int64) bool {
		return s.Received >= sent && (!c.half.Load() || s.State == CloseWait)
	})
}

func (c *Conn) until(ctx context.Context, ok func(s Socket, sent int64) bool) error {
	return until(ctx, c.Peer, func(s Socket) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return ok(s, c.count)
	})
}

const (
	soon      = 100 * time.Microsecond // between two looks at a socket
	patient   = 2 * time.Millisecond   // the same, when many have shown nothing new
	manyLooks = 1000
)

// until looks at a socket until it is as wanted, cannot be seen, or the context
// ends.
func until(ctx context.Context, look func() (Socket, error), ok func(Socket) bool) error {
	poll := time.NewTicker(soon)
	defer poll.Stop()
	for looks := 0; ; looks++ {
		s, err := look()
		if err != nil {
			return err
		}
		if ok(s) {
			return nil
		}
		if looks == manyLooks {
			poll.Reset(patient)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-poll.C:
		}
	}
}
