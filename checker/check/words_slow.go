package check

import (
	"context"
	"slices"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const textDribbles = 3 // pieces of a header's text

// dribble sends a header too slowly, and wants the program to hang up. The length
// takes two thirds of the time, and the text as much: neither is too slow for
// itself, and a late byte does not make it so.
func (s *script) dribble(args []string) {
	c := s.conn(args[0])
	limit := s.duration("dribble", args[2])
	s.throng.dribbled = c.Name
	s.noteMessages([]string{args[1]})
	text := []byte(args[1])
	pieces := slices.Concat(inPieces(text[:lengthSize], lengthSize), inPieces(text[lengthSize:], textDribbles))
	if s.slowly(c, pieces, time.Now(), limit, 0, 2, 4, 6, 8, 10, 12) {
		return
	}
	var heard []byte
	var end error
	o := s.await(func() bool {
		heard, _, _ = cutMessage(c.Peek(lengthSize + maxMessage))
		_, end = c.Unread()
		return end != nil || readRequest(string(heard)).Status == "ok"
	})
	if end == nil {
		e := tutor.Evidence{Kind: tutor.NotClosed, Conn: c.Name}
		s.failOn(o, e, "what %s said took longer than %v, and the program did not hang up", c.Name, limit)
	}
	s.tooLate("the machine is too slow to judge: the program hung up long after %v", limit)
}

const ninths = 9 // of a limit are what pieces of a text are timed in

// slowly sends pieces of a text, each when so many ninths of a limit are over since
// begun, and reports whether the program hangs up before the last one. None is to be
// due just when the limit ends: left unread, it would reset the connection (RFC 9293,
// section 3.6.1). So does one that the machine has kept the program from reading. A
// program whose limit begins anew with a piece may hang up then, too, or when a piece
// comes late: it gets the longer time. Where it was seen to have read each piece, a
// reset is its way to hang up, as the end is.
func (s *script) slowly(c *wire.Conn, pieces [][]byte, begun time.Time, limit time.Duration, dues ...int) (over bool) {
	s.dawdled, s.waited = true, true
	late, read := false, true
	for i, piece := range pieces {
		due := begun.Add(limit * time.Duration(dues[i]) / ninths)
		read = read && (i == 0 || s.readUntil(c, due))
		<-time.After(time.Until(due))
		late = late || time.Since(due) > limit*3/20
		if _, end := c.Heard(); end != nil {
			s.mayBeLate(end == wire.ErrReset && !read)
			if late {
				s.tooLate("the machine is too slow to judge: the checker itself was late")
			}
			return true
		}
		s.sendOne(c, piece)
	}
	return false
}

// readUntil waits until the program has read all that was sent to it, and reports
// whether it was seen to have by then.
func (s *script) readUntil(c *wire.Conn, due time.Time) bool {
	ctx, cancel := context.WithDeadline(s.ctx, due)
	defer cancel()
	return c.Consumed(ctx) == nil
}

// inPieces cuts a text into n pieces.
func inPieces(text []byte, n int) (pieces [][]byte) {
	for i := range n {
		pieces = append(pieces, text[i*len(text)/n:(i+1)*len(text)/n])
	}
	return pieces
}

// outlast does nothing for more than a time that the program was told, and until
// the program has done what it does at its end.
func (s *script) outlast(args []string) {
	limit := s.duration("outlast", args[0])
	s.dawdled = true
	s.pause([]string{(limit * 8).String()}) // a fifth of that
	s.lull(always)
}

// recovers wants the program to answer again, which was out of something: until
// it has given all back, it may refuse.
func (s *script) recovers(args []string) {
	for range recoveries {
		if _, end := s.conn(args[0]).Unread(); end != nil {
			s.redial(args[0])
		}
		s.send(args[:2])
		c := s.conn(args[0])
		header, o := s.hearMessage(c)
		n, end := c.Unread()
		switch {
		case end != nil:
			c.Take(n)
		case readRequest(string(header)).Status != "error":
			s.goOn(o)
			s.expects(append(args[:1:1], args[2:]...))
			return
		default:
			c.Take(lengthSize + len(header))
		}
		s.settled()
	}
	e := tutor.Evidence{Kind: tutor.NotRefused, Conn: args[0]}
	s.fail(e, "asked %d times, the program refuses %s although it has descriptors again", recoveries, args[0])
}

const recoveries = 50 // times; each takes 10 ms and more

// heldBack is how long the rest of a message is held back. A program that takes a
// pause for the end waits for less, or is found out when the message is whole.
const heldBack = 250 * time.Millisecond

// holdback makes sure that the program does nothing about what it has read on a
// connection as long as there is to come more.
func (s *script) holdback(args []string) {
	c := s.conn(args[0])
	s.read([]string{c.Name, "part"})
	s.holding = true
	s.lull(always) // what it waits for from now on has begun
	<-time.After(heldBack)
	s.lull(always)
	s.nothingHeard(c)
	s.holding = false
}

func (s *script) duration(word, text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		s.misuse("%s %s: want a time", word, text)
	}
	return d
}
