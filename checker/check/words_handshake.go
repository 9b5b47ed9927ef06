package check

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const ready = "recv_ready" // lesson10's word between length and reply

// length sets a variable to the number of bytes of a text.
func (s *script) length(args []string) { s.ts.Setenv(args[0], strconv.Itoa(len(args[1]))) }

// handshake hears a length, which has no end mark, until the program rests, and
// then the reply.
func (s *script) handshake(args []string) {
	c, head := s.conn(args[0]), []byte(args[1])
	least, more := s.slack("handshake", args[2])
	o := s.await(func() bool { got, end := c.Heard(); return len(got) > 0 || end != nil })
	if o != spinning {
		s.quiet([]string{c.Name})
	}
	got, end := c.Heard()
	size, err := strconv.Atoi(string(got))
	e := tutor.Evidence{Conn: c.Name, Got: got, Want: []byte(strconv.Itoa(len(head))), Expected: args[3:]}
	switch {
	case len(got) == 0 && end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard no length", c.Name)
	case len(got) == 0:
		if e.Kind = tutor.NoReply; len(head) == 0 {
			e.Want = nil // the length may be another one
		}
		s.failOn(o, e, "%s heard no length; the program %s", c.Name, s.doing(o))
	case err != nil:
		e.Kind = tutor.WrongBytes
		s.fail(e, "%s heard %.20q; want a length", c.Name, got)
	case size < len(head) || size > len(head)+more:
		e.Kind = tutor.WrongBytes
		switch all, lies := s.follows(c, len(got), size); {
		case lies:
			e.Kind = tutor.BadLength
		case len(all) > 0:
			e.Got, e.Want = all, head // the length is true
		}
		s.fail(e, "the length is %d; want %d to %d", size, len(head), len(head)+more)
	}
	c.Take(len(got))
	s.sendOne(c, []byte(ready))
	s.reply(c, nil, size, head, least, args[3:])
}

// follows says recv_ready behind a length of so many digits, which says the size,
// and returns the reply that follows, or reports that it has another size. That
// it does not come at all tells nothing of the length.
func (s *script) follows(c *wire.Conn, digits, size int) (reply []byte, lies bool) {
	c.Take(digits)
	s.sendOne(c, []byte(ready))
	s.comes(c, size)
	s.await(func() bool { _, end := c.Heard(); return end != nil || s.resting() })
	reply, _ = c.Heard()
	return reply, len(reply) > 0 && len(reply) != size
}

// lookAtLength asks a server of lesson10 that has said another length than was
// wanted for its reply, and notes whether that is so long. Of a caller it notes
// whether it waits for more.
func (s *script) lookAtLength(e *tutor.Evidence, c *wire.Conn) {
	if e.Receiving = e.Receiving || s.role == "call" && s.shakesHands() && s.prog.Receiving(); s.role == "call" {
		return
	}
	size, err := strconv.Atoi(string(e.Got))
	_, err2 := strconv.Atoi(string(e.Want))
	if _, end := c.Heard(); e.Kind == tutor.WrongBytes && s.shakesHands() && !s.again && errors.Join(err, err2, end) == nil {
		_, e.Lies = s.follows(c, len(e.Got), size)
	}
}

// shakesHands reports whether the lesson's server waits for recv_ready.
func (s *script) shakesHands() bool {
	return strings.Contains(filepath.Base(filepath.Dir(filepath.Dir(s.check.File))), "handshake")
}

// slack reads how many bytes may stand behind a head: N for at most so many,
// and some, or LEAST-MOST.
func (s *script) slack(word, text string) (least, most int) {
	if !strings.Contains(text, "-") {
		text = "1-" + text
	}
	least, most, err := readRange(text)
	if err != nil {
		s.misuse("%s %s: want a number, or two, as in 5-200", word, text)
	}
	return least, most
}

// reply waits, behind what announced them and was heard before, for so many
// bytes that begin with head, go on for at least some more, and hold these lines.
func (s *script) reply(c *wire.Conn, before []byte, size int, head []byte, least int, lines []string) {
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) >= len(before)+size })
	want, body := slices.Concat(before, head), got[len(before):]
	e := tutor.Evidence{Conn: c.Name, Want: want, Got: got[:min(len(got), len(want))], Expected: lines}
	switch {
	case len(body) < size && end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %d of %d bytes, and then the program hung up", c.Name, len(body), size)
	case len(body) < size:
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s heard %d of the %d bytes that were announced; the program %s", c.Name, len(body), size, s.doing(o))
	case !bytes.HasPrefix(body, head):
		if e.Kind = tutor.WrongBytes; len(lines) > 0 { // which may stand too early
			e.Got = got[:len(before)+size]
		}
		s.fail(e, "%s heard other bytes than expected", c.Name)
	}
	text := string(body[len(head):size])
	if text != "" && len(text) < least {
		e.Kind, e.Got = tutor.WrongBytes, got[:len(before)+size]
		s.fail(e, "behind the first %d bytes %s heard %.60q; want at least %d", len(head), c.Name, text, least)
	}
	c.Take(len(before) + size)
	s.turns[c.Name]++
	e.Kind, e.Got = tutor.NoLine, got[:len(before)+size]
	for _, line := range lines {
		if !slices.Contains(strings.Split(text, "\n"), line) {
			s.behindReply(c, e, size)
			s.fail(e, "behind the first %d bytes %s heard %.60q; want a line %q", len(head), c.Name, text, line)
		}
	}
	if len(lines) == 0 && len(text) < least {
		s.noNotice(c, e, size)
	}
	if len(lines) == 0 && least == 0 {
		s.killedPerhaps(text)
	}
}

// noNotice fails a program whose reply of so many bytes does not say that it was
// cut, or says so behind it.
func (s *script) noNotice(c *wire.Conn, e tutor.Evidence, size int) {
	s.behindReply(c, e, size)
	s.fail(e, "%s heard the first %d bytes of the output, and no word that some are missing", c.Name, size)
}

// behindReply fails a program that has said more than it announced.
func (s *script) behindReply(c *wire.Conn, e tutor.Evidence, size int) {
	if more := s.rest(c); len(more) > 0 {
		e.Kind, e.Want, e.Got = tutor.Extra, e.Got, slices.Concat(e.Got, more)
		s.fail(e, "behind the %d bytes that were announced %s heard %.60q", size, c.Name, more)
	}
}

// costs measures what passed through a relay: from a command to the end of its
// reply, and in that from the length to the first byte of the reply.
func (s *script) costs(args []string) {
	var whole, second []time.Duration
	var asked, length time.Duration
	for _, e := range s.log.Events() {
		switch {
		case e.Conn != args[0] || e.Size == 0:
		case e.From == wire.FromChecker && string(e.Bytes) != ready:
			asked, length = e.At, 0
		case e.From == wire.FromProgram && length == 0:
			length = e.At
		case e.From == wire.FromProgram && asked > 0:
			whole, second = append(whole, e.At-asked), append(second, e.At-length)
			asked = 0
		}
	}
	if len(whole) == 0 {
		s.unknown("no command passed")
	}
	slices.Sort(whole)
	slices.Sort(second)
	a, b := whole[len(whole)/2], second[len(second)/2]
	s.figures = append(s.figures,
		fmt.Sprintf("a command took %.2f ms, and %.2f ms of them were the second round trip", milliseconds(a), milliseconds(b)),
		fmt.Sprintf("where a round trip takes 150 ms: %.0f ms, and %.0f ms without the second", milliseconds(a-b)+300, milliseconds(a-b)+150))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
