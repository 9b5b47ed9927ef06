package check

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

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

// ring dials addr, for as long as the program may still be about to answer.
// The error is context.Canceled when it is not.
func (s *script) ring(name, addr string) (c *wire.Conn, err error, o outcome) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer s.bell.ring()
		defer close(done)
		c, err = s.log.Dial(ctx, name, "tcp", addr)
	}()
	o = s.await(func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
	cancel()
	<-done
	return c, err, o
}

func (s *script) dialTo(name, addr string) *wire.Conn {
	c, err, o := s.ring(name, addr)
	if err == nil {
		s.keep(c)
		s.ts.Setenv(name+"_port", strconv.Itoa(int(c.Local().Port())))
		return c
	}
	kind := tutor.Refused
	switch {
	case errors.Is(err, context.Canceled):
		s.failOn(o, tutor.Evidence{Kind: tutor.NotReading}, "the call of %s is not taken at %s", name, addr)
	case !errors.Is(err, syscall.ECONNREFUSED) && !errors.Is(err, syscall.ECONNRESET):
		s.unknown("dialling %s: %v", addr, err)
	case len(s.open) == 0 && !s.overNow():
		kind = tutor.Elsewhere // it runs, and it has not taken a call yet
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

func (s *script) listen([]string) {
	ln, err := s.log.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.unknown("listening: %v", err)
	}
	s.listener = ln
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
}

func (s *script) setWeather(args []string) {
	kinds := map[string]int{"split": 3, "bytes": 2, "joined": 2}
	if kinds[args[1]] != len(args) {
		s.misuse("weather %s: want split N, bytes or joined", strings.Join(args, " "))
	}
	s.bent = true
	s.weather[args[0]] = strings.Join(args[1:], " ")
}

func (s *script) send(args []string) {
	c := s.conn(args[0])
	kind, number, _ := strings.Cut(s.weather[args[0]], " ")
	switch kind {
	case "joined":
		s.sendJoined(c, args[1:])
		return
	case "split":
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			s.misuse("weather split %s: want a number of bytes", number)
		}
		for _, text := range args[1:] {
			n := min(n, len(text))
			s.sendPieces(c, []byte(text[:n]), []byte(text[n:]))
		}
	case "bytes":
		s.sendPieces(c, slices.Collect(slices.Chunk([]byte(strings.Join(args[1:], "")), 1))...)
	default:
		for _, text := range args[1:] {
			s.sendOne(c, []byte(text))
		}
	}
}

// sendOne sends p in one piece. A program that has hung up is no failure
// here: what it had to say before that is judged by recv.
func (s *script) sendOne(c *wire.Conn, p []byte) {
	err := c.Send(p)
	if isTimeout(err) {
		s.fail(tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}, "the program does not read what %s says", c.Name)
	}
}

// sendPieces sends each piece when the program has read the one before.
func (s *script) sendPieces(c *wire.Conn, pieces ...[]byte) {
	for i, p := range pieces {
		if len(p) == 0 {
			continue
		}
		s.sendOne(c, p)
		if i < len(pieces)-1 && !s.consumed(c) {
			return
		}
	}
}

// consumed waits until the program has read everything sent on c, which
// makes a cut certain. It reports false when the program has hung up.
func (s *script) consumed(c *wire.Conn) bool {
	var err error
	o := s.await(func() bool {
		ctx, cancel := context.WithTimeout(s.ctx, lookEvery)
		defer cancel()
		err = c.Consumed(ctx)
		return !errors.Is(err, context.DeadlineExceeded)
	})
	switch {
	case errors.Is(err, wire.ErrUnseen):
		s.unknown("no cut can be made certain: %v", err)
	case errors.Is(err, wire.ErrGone):
		s.faults++ // it hung up on the first piece, so that was cut off
		return false
	case o != reached:
		s.failOn(o, tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}, "the program does not read what %s says; it %s", c.Name, s.doing(o))
	}
	s.faults++
	return true
}

const thawLimit = 5 * time.Second // for what was sent to arrive

// sendJoined lays all texts into the program's receive queue while it stands
// still: its next Read finds them together.
func (s *script) sendJoined(c *wire.Conn, texts []string) {
	s.freeze(nil)
	for _, text := range texts {
		s.sendOne(c, []byte(text))
	}
	s.thaw(nil)
}

// freeze stops the program. One that has ended stays as it is: what it did
// before is judged by a later word.
func (s *script) freeze([]string) {
	s.bent = true
	if err := s.process().Freeze(); err != nil && !s.overNow() {
		s.unknown("the program cannot be stopped: %v", err)
	}
}

// thaw lets the program go on, once all that was sent to it lies ready.
func (s *script) thaw([]string) {
	ctx, cancel := context.WithTimeout(s.ctx, thawLimit)
	defer cancel()
	var err error
	for _, c := range s.open {
		if e := c.Arrived(ctx); !errors.Is(e, wire.ErrGone) {
			err = errors.Join(err, e)
		}
	}
	_, over := s.process().Status()
	thawed := s.prog.Thaw()
	switch {
	case over:
	case thawed != nil:
		s.unknown("the program cannot be let go on: %v", thawed)
	case err != nil:
		s.unknown("what was sent could not be laid into the program's queue: %v", err)
	default:
		s.faults++
	}
}

func (s *script) recv(args []string) {
	s.expect(s.conn(args[0]), []byte(strings.Join(args[1:], "")))
}

// expect waits for exactly the bytes of want on c.
func (s *script) expect(c *wire.Conn, want []byte) {
	var got []byte
	var end error
	o := s.await(func() bool {
		got, end = c.Heard()
		return end != nil || len(got) >= len(want) || !bytes.HasPrefix(want, got)
	})
	if bytes.HasPrefix(got, want) {
		c.Take(len(want))
		s.turns[c.Name]++
		return
	}
	e := tutor.Evidence{Conn: c.Name, Want: want, Got: got}
	switch {
	case !bytes.HasPrefix(want, got):
		e.Got = s.rest(c)
		e.Kind = tutor.WrongBytes
		s.fail(e, "%s heard other bytes than expected", c.Name)
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %d of %d bytes, and then the program hung up", c.Name, len(got), len(want))
	default:
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s heard %d of %d bytes, and then nothing more; the program %s", c.Name, len(got), len(want), s.doing(o))
	}
}

const restLimit = 100 * time.Millisecond // for what belongs to a wrong reply

// rest returns what c hears when nothing more comes for a moment: a wrong
// reply is understood better whole.
func (s *script) rest(c *wire.Conn) []byte {
	for {
		rings := s.bell.rings()
		got, end := c.Heard()
		if end != nil {
			return got
		}
		select {
		case <-rings:
		case <-time.After(restLimit):
			return got
		}
	}
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
	}
}

func (s *script) ends(args []string) {
	c := s.conn(args[0])
	var end error
	if o := s.await(func() bool { _, end = c.Heard(); return end != nil }); end == nil {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotClosed, Conn: c.Name}, "the program did not hang up on %s; it %s", c.Name, s.doing(o))
	}
}

// read waits until all is read; a program that has hung up will read no more.
func (s *script) read(args []string) {
	before := s.faults
	s.consumed(s.conn(args[0]))
	s.faults = before // nothing was cut
}

func (s *script) talk(args []string) {
	c := s.conn(args[0])
	n, err := strconv.Atoi(args[1])
	if err != nil {
		s.misuse("talk %s: want a number of messages", strings.Join(args, " "))
	}
	for range n {
		s.exchange(c, s.words(10+s.random.IntN(30)))
	}
}

// exchange says one message and waits for it in capitals.
func (s *script) exchange(c *wire.Conn, message string) {
	s.send([]string{c.Name, message})
	s.expect(c, tutor.Upper([]byte(message)))
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
