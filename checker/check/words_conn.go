package check

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strconv"
	"syscall"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

func (s *script) dial(args []string) {
	addr := s.addr
	if len(args) > 1 {
		addr = args[1]
	}
	s.dialTo(args[0], addr)
}

func (s *script) dialTo(name, addr string) *wire.Conn { return s.dialBy(s.log.Dial, name, addr) }

func (s *script) dialBy(dial dialer, name, addr string) *wire.Conn {
	c, o, err := s.ringUntilSeen(dial, name, addr)
	return s.called(name, addr, c, o, err)
}

// called takes a call that stands, and fails of one that does not.
func (s *script) called(name, addr string, c *wire.Conn, o outcome, err error) *wire.Conn {
	if err == nil {
		s.keep(c)
		s.ts.Setenv(name+"_port", strconv.Itoa(int(c.Local().Port())))
		return c
	}
	kind := tutor.Refused
	switch {
	case errors.Is(err, context.Canceled):
		s.failOn(o, tutor.Evidence{Kind: tutor.NotReading}, "the call of %s is not taken at %s", name, addr)
	case !errors.Is(err, syscall.ECONNREFUSED) && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.ENOENT):
		s.unknown("dialling %s: %v", addr, err)
	case len(s.open) == 0 && !s.overNow() && s.network == "unix":
		kind = tutor.Elsewhere // it runs, and it has not taken a call yet
	case len(s.open) == 0 && !s.overNow():
		kind = tutor.Unreachable
		for _, at := range s.listening() {
			s.fail(tutor.Evidence{Kind: kind}, "%s cannot call the server at %s: %v; the program listens at %v", name, addr, reason(err), at)
		}
	}
	s.fail(tutor.Evidence{Kind: kind}, "%s cannot call the server at %s: %v", name, addr, reason(err))
	return nil
}

// overNow reports whether the program has ended or is just about to.
func (s *script) overNow() bool {
	s.gatherExit()
	_, over := s.process().Status()
	return over
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// reason returns the system's words in err, without the addresses.
func reason(err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return err
}

func (s *script) listen(args []string) {
	network, addr := "tcp", "127.0.0.1:0"
	if len(args) > 0 {
		network = args[0]
	}
	switch network {
	case "tcp6":
		addr = "[::1]:0"
	case "unix":
		addr = s.newPath("checker")
	}
	if len(args) > 1 {
		addr = args[1]
	}
	ln, err := s.log.Listen(network, addr)
	if err != nil {
		s.unknown("listening: %v", err)
	}
	s.listener = ln
	_, port, _ := net.SplitHostPort(ln.Addr()) // "" of a path, which has none
	s.ts.Setenv("listener", ln.Addr())
	s.ts.Setenv("listener_port", port)
}

func (s *script) accept(args []string) {
	if s.listener == nil {
		s.misuse("accept has nothing to accept; listen comes first")
	}
	s.process()
	var c *wire.Conn
	o := s.await(func() bool { c = s.listener.Accept(args[0]); return c != nil })
	if c == nil {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotDialled}, "the caller did not call %s; it %s", s.told, s.doing(o))
	}
	s.keep(c)
	s.counted()
	s.ts.Setenv(args[0]+"_port", strconv.Itoa(int(c.Remote().Port())))
}

func (s *script) eof(args []string) {
	c := s.conn(args[0])
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) > 0 })
	e := tutor.Evidence{Conn: c.Name}
	switch {
	case len(got) > 0:
		e.Kind, e.Got = tutor.Extra, s.rest(c)
		s.fail(e, "%s heard %s more than expected", c.Name, count(len(e.Got), "byte"))
	case end == nil:
		e.Kind = tutor.NotClosed
		s.failOn(o, e, "the program did not hang up on %s; it %s", c.Name, s.doing(o))
	case errors.Is(end, wire.ErrReset) && (s.role == "serve" && s.allAnswered(c.Name) || s.role == "call" && s.toldNothing(c.Name)):
		e.Kind = tutor.BrokenOff
		s.fail(e, "the program did not hang up on %s but broke the connection off (reset)", c.Name)
	}
}

// perhaps answers a text, which the program says whole or not at all.
func (s *script) perhaps(args []string) {
	if m := s.boxes[args[0]]; m != nil {
		s.perhapsAsks(m, args[1], args[2])
		return
	}
	c := s.conn(args[0])
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) > 0 })
	switch {
	case len(got) > 0:
		s.expect(c, []byte(args[1]))
		s.sendOne(c, []byte(args[2]))
	case end == nil:
		s.failOn(o, tutor.Evidence{Kind: tutor.NotClosed, Conn: c.Name}, "the program did not hang up on %s; it %s", c.Name, s.doing(o))
	}
}

// allAnswered reports whether the program has answered every byte of a
// connection. Then it has read them all, and its hanging up is no reset.
func (s *script) allAnswered(name string) bool {
	e := tutor.Evidence{Conn: name, Wire: s.log.Events()}
	return len(e.Sent()) > 0 && bytes.Equal(e.Said(), tutor.Upper(e.Sent()))
}

// toldNothing reports whether the checker has said nothing on a connection.
// Then nothing can have been left unread, and hanging up is no reset.
func (s *script) toldNothing(name string) bool {
	e := tutor.Evidence{Conn: name, Wire: s.log.Events()}
	return len(e.Sent()) == 0
}

func (s *script) ends(args []string) {
	c := s.conn(args[0])
	var end error
	if o := s.await(func() bool { _, end = c.Heard(); return end != nil }); end == nil {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotClosed, Conn: c.Name}, "the program did not hang up on %s; it %s", c.Name, s.doing(o))
	}
}

// hold lets what is said and the end behind it lie ready together, where the
// system can do so. Elsewhere one follows the other at once.
func (s *script) hold(c *wire.Conn) {
	if err := c.Hold(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		s.unknown("holding back what %s says: %v", c.Name, err)
	}
	s.faults++
}

func (s *script) finish(args []string) {
	if err := s.conn(args[0]).CloseWrite(); err != nil && !errors.Is(err, syscall.ENOTCONN) {
		s.unknown("closing one half: %v", err)
	}
}

func (s *script) hangup(args []string) {
	_ = s.conn(args[0]).Close() // the program may have hung up first
	s.calls++
}

func (s *script) reset(args []string) {
	_ = s.conn(args[0]).Reset() // the program may have hung up first
	s.calls++
	s.brokeOff = true
}

func (s *script) closed(args []string) {
	c := s.conn(args[0])
	var err error
	o := s.await(func() bool {
		_, err = c.Peer()
		return errors.Is(err, wire.ErrGone) || errors.Is(err, wire.ErrUnseen)
	})
	if errors.Is(err, wire.ErrUnseen) {
		s.unknown("whether the program hangs up cannot be seen: %v", err)
	}
	if o != reached {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotClosed, Conn: c.Name}, "%s is gone, but the program did not hang up; it %s", c.Name, s.doing(o))
	}
}
