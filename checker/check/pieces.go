package check

import (
	"context"
	"errors"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// A leftover is what a program leaves in its queues as long as more is to come: it
// may take a message only when that is whole. Such a program looks at what has come
// (MSG_PEEK of recv(2)), or is woken by no less (SO_RCVLOWAT of socket(7)).
type leftover struct {
	seen bool                   // it has rested over the beginning of a message
	at   map[string]wire.Socket // how its end stood when it first did, by connection
}

const leftLook = 2 * time.Millisecond // for a program known to do so to wake up

// sendPieces sends each piece when the program has read the one before, or leaves
// it until the whole is there.
func (s *script) sendPieces(c *wire.Conn, pieces ...[]byte) {
	s.pieces[c.Name] = s.pieces[c.Name] || len(pieces) > 1
	for i, p := range pieces {
		if len(p) == 0 {
			continue
		}
		s.sendOne(c, p)
		if i < len(pieces)-1 && !s.handed(c) {
			return
		}
	}
}

// handed waits until the program has read everything sent on c, which is not the
// whole of a message, or rests and leaves it where it lies. Either makes a cut
// certain. It reports false when the program has hung up.
func (s *script) handed(c *wire.Conn) bool {
	err, o := s.untilRead(c, func() bool { return s.left.seen && s.resting() })
	if errors.Is(err, context.DeadlineExceeded) && (o == idle || o == reached) {
		if peer, err := c.Peer(); err == nil && peer.Queued > 0 {
			s.leaves(c, peer)
			return true
		}
	}
	return s.hasRead(c, err, o)
}

// consumed waits until the program has read everything sent on c, which
// makes a cut certain, or leaves it because it has told the system to wake it for
// no less than more. It reports false when the program has hung up.
func (s *script) consumed(c *wire.Conn) bool {
	err, o := s.untilRead(c, func() bool {
		peer, err := c.Peer()
		if err != nil || peer.Queued == 0 {
			return false
		}
		least, err := s.process().LowWater(peer.Inode)
		wants := err == nil && peer.Queued < least
		s.left.seen = s.left.seen || wants
		return wants
	})
	return s.hasRead(c, err, o)
}

// untilRead waits until the program has read everything sent on a connection, or
// enough of it.
func (s *script) untilRead(c *wire.Conn, enough func() bool) (err error, o outcome) {
	o = s.await(func() bool {
		limit := lookSoon
		if s.left.seen {
			limit = leftLook
		}
		ctx, cancel := context.WithTimeout(s.ctx, limit)
		defer cancel()
		err = c.Consumed(ctx)
		return !errors.Is(err, context.DeadlineExceeded) || enough()
	})
	return err, o
}

// hasRead judges how untilRead has ended.
func (s *script) hasRead(c *wire.Conn, err error, o outcome) bool {
	switch {
	case errors.Is(err, wire.ErrUnseen):
		s.unknown("no cut can be made certain: %v", err)
	case errors.Is(err, wire.ErrGone):
		s.faults++ // it hung up on the first piece, so that was cut off
		return false
	case o != reached:
		s.failOn(o, tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}, notRead, c.Name, s.doing(o))
	}
	s.faults++
	return true
}

const notRead = "the program does not read what %s says; it %s"

// leaves notes that the program leaves what lies in its end of a connection.
func (s *script) leaves(c *wire.Conn, peer wire.Socket) {
	s.faults++
	s.left.seen = true
	if s.left.at == nil {
		s.left.at = map[string]wire.Socket{}
	}
	if _, known := s.left.at[c.Name]; !known {
		s.left.at[c.Name] = peer
	}
}

// neverRead returns the connection in question when the program has read nothing of
// it since it left something there, although more has come: that is no waiting for
// the whole.
func (s *script) neverRead(e tutor.Evidence) *wire.Conn {
	for name, before := range s.left.at {
		c := s.conns[name]
		if e.Conn != "" && e.Conn != name {
			continue
		}
		now, err := c.Peer()
		read := func(p wire.Socket) int64 { return p.Received - int64(p.Queued) }
		if err == nil && now.Inode == before.Inode && now.Received > before.Received && read(now) == read(before) {
			return c
		}
	}
	return nil
}
