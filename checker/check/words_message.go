package check

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// message sets a variable to JSON behind its length, and what follows it.
func (s *script) message(args []string) {
	header, body := args[1], strings.Join(args[2:], "")
	frame := string(binary.LittleEndian.AppendUint32(nil, uint32(len(header)))) + header + body
	s.ts.Setenv(args[0], frame)
	q := readRequest(header)
	q.Body = body
	s.store.requests[frame] = q
	if q.Filename != "" {
		s.store.contents[q.Filename] = body
		size, err := strconv.Atoi(q.Filesize)
		s.store.cut[q.Filename] = err == nil && size > len(body)
	}
}

// claim sets a variable to the length of a message that is not there.
func (s *script) claim(args []string) {
	n, err := strconv.ParseInt(args[1], 10, 32)
	if err != nil {
		s.misuse("claim %s: want a signed number of 32 bits", args[1])
	}
	text := string(binary.LittleEndian.AppendUint32(nil, uint32(n))) + strings.Join(args[2:], "")
	s.ts.Setenv(args[0], text)
	s.store.requests[text] = tutor.Request{Claim: n}
}

// expects waits for a message with some fields, and for what must follow it.
func (s *script) expects(args []string) {
	c, body := s.conn(args[0]), strings.Join(args[2:], "")
	c.Resume()
	if s.header(c, args[1]); body != "" {
		s.hearBody(c, strings.NewReader(body), int64(len(body)))
	}
	s.turns[c.Name]++
}

// header waits for a message with these fields, and takes it but for a body.
func (s *script) header(c *wire.Conn, text string) (header []byte) {
	want, err := readFields([]byte(text))
	if err != nil {
		s.misuse("expects %s: want a JSON object: %v", text, err)
	}
	s.store.awaited = func(heard []byte) bool {
		got, _, ok := cutMessage(heard)
		fields, err := readFields(got)
		return ok && err == nil && wrongField(want, fields) == ""
	}
	defer func() { s.store.awaited = nil }()
	header, o := s.hearMessage(c)
	e := tutor.Evidence{Conn: c.Name, Want: []byte(text)}
	if header == nil {
		s.noMessage(c, o, e, "a message")
	}
	got, err := readFields(header)
	e.Kind, e.Got = tutor.BadMessage, header
	if err != nil {
		s.fail(e, "%s heard %.80q; want a JSON object", c.Name, header)
	}
	if e.Field = wrongField(want, got); e.Field != "" {
		s.fail(e, "%s heard %s; want %q: %s", c.Name, brief(header), e.Field, wanted(want[e.Field]))
	}
	c.Take(lengthSize + len(header))
	return header
}

// noMessage fails a program that has not said a whole message.
func (s *script) noMessage(c *wire.Conn, o outcome, e tutor.Evidence, what string) {
	got, end := c.Heard()
	e.Got = got
	size := lengthSize
	if len(got) >= lengthSize {
		size = int(int32(binary.LittleEndian.Uint32(got)))
	}
	switch {
	case len(got) >= lengthSize && (size < 0 || size > maxMessage):
		e.Kind = tutor.WrongBytes
		s.fail(e, "%s heard the length %d; want the length of a message, at most %d", c.Name, size, maxMessage)
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s waits for %s and heard %s, and then the program hung up", c.Name, what, count(len(got), "byte"))
	default:
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s waits for %s and heard %s; the program %s", c.Name, what, count(len(got), "byte"), s.doing(o))
	}
}

// hearMessage waits for a message and returns its JSON, which stays to be
// taken, or nil when none comes.
func (s *script) hearMessage(c *wire.Conn) (header []byte, o outcome) {
	o = s.await(func() bool {
		var whole bool
		got, end := c.Heard()
		header, _, whole = cutMessage(got)
		size := int64(0)
		if len(got) >= lengthSize {
			size = int64(int32(binary.LittleEndian.Uint32(got)))
		}
		return whole || end != nil || size < 0 || size > maxMessage
	})
	return header, o
}

const heardAtOnce = 256 << 10 // bytes compared at a time

// hearBody waits for exactly the size bytes of want, and takes them.
func (s *script) hearBody(c *wire.Conn, want io.Reader, size int64) {
	buf := make([]byte, min(heardAtOnce, size))
	for done := int64(0); done < size; {
		next := buf[:min(heardAtOnce, size-done)]
		if _, err := io.ReadFull(want, next); err != nil {
			s.unknown("reading what is to be heard: %v", err)
		}
		n, end := 0, error(nil)
		o := s.await(func() bool { n, end = c.Unread(); return n >= len(next) || end != nil })
		got := c.Peek(len(next))
		at := firstDifference(got, next)
		from := max(at-at%16-16, 0) // a little before the first byte that differs
		e := tutor.Evidence{Conn: c.Name, Want: next[from:min(from+64, len(next))], Got: got[min(from, len(got)):min(from+64, len(got))]}
		switch {
		case at == len(next):
		case at < len(got):
			e.Kind = tutor.WrongBytes
			s.fail(e, "%s heard other bytes than the file has, from byte %d of %d on", c.Name, done+int64(at), size)
		case end != nil:
			e.Kind = tutor.EndedEarly
			s.fail(e, "%s heard %d of the %d bytes of the file, and then the program hung up", c.Name, done+int64(n), size)
		default:
			e.Kind = tutor.NoReply
			s.store.awaited = func([]byte) bool { return false } // nothing that could be said would bring the rest
			s.failOn(o, e, "%s heard %d of the %d bytes of the file; the program %s", c.Name, done+int64(n), size, s.doing(o))
		}
		c.Take(len(next))
		done += int64(len(next))
	}
}

// hearOrEnd waits for a reply, which stays to be taken, or for the end, and
// returns nil then. One that comes later would be taken for another.
func (s *script) hearOrEnd(c *wire.Conn) (header []byte) {
	header, o := s.hearMessage(c)
	if _, end := c.Unread(); header == nil && end == nil {
		s.noMessage(c, o, tutor.Evidence{Conn: c.Name}, "a reply")
	}
	return header
}

// refusal wants the program to say an error, or to hang up.
func (s *script) refusal(args []string) { s.settle(s.conn(args[0]), true) }

// settle waits for a reply, or for the end, and returns the reply. With refused, it
// must say error, and of what.
func (s *script) settle(c *wire.Conn, refused bool) (header []byte) {
	s.store.awaited = func([]byte) bool { return false } // an error may come for whatever is tried
	s.store.mustRefuse = refused
	defer func() { s.store.awaited, s.store.mustRefuse = nil, false }()
	header, o := s.hearMessage(c)
	n, end := c.Unread()
	e := tutor.Evidence{Conn: c.Name, Got: header}
	switch {
	case header == nil && end != nil:
		c.Take(n)
		s.notOfLimit()
		if s.overNow() && s.role == "serve" {
			e.Kind = tutor.EndedEarly
			s.fail(e, "the program %s", s.doing(exited))
		}
	case header == nil:
		s.noMessage(c, o, e, "a reply, or the end")
	case refused && !saysNo(header):
		e.Kind = tutor.NotRefused
		s.fail(e, "%s heard %s; want an error with its message, or the end", c.Name, brief(header))
	default:
		c.Take(lengthSize + len(header))
		s.noteRefusal(c.Name, header)
	}
	return header
}

// declines wants each of several messages refused.
func (s *script) declines(args []string) { s.each(args[0], args[1:], true) }

// nomore makes sure that a request has had one reply.
func (s *script) nomore(args []string) {
	s.quiet(args)
	c := s.conn(args[0])
	if got := s.rest(c); len(got) > 0 {
		s.fail(tutor.Evidence{Kind: tutor.Extra, Conn: c.Name, Got: got}, "%s heard %s more than the reply", c.Name, count(len(got), "byte"))
	}
}

// turnsDown is declines with a call for each message.
func (s *script) turnsDown(args []string) {
	for i, text := range args {
		c := s.dialTo(fmt.Sprint("caller", i+1), s.addr)
		s.send([]string{c.Name, text})
		s.settle(c, true)
		s.hangup([]string{c.Name})
	}
}

func (s *script) each(name string, messages []string, refused bool) {
	for _, text := range messages {
		if _, end := s.conn(name).Unread(); end != nil {
			s.redial(name)
		}
		s.send([]string{name, text})
		s.noteConfirmed(text, s.settle(s.conn(name), refused))
	}
}

// redial calls again under the same name.
func (s *script) redial(name string) {
	s.noteRefusal(name, nil)
	_ = s.conn(name).Close() // the program has hung up
	s.calls++
	s.dialTo(name, s.addr)
}

// next sends a message and waits for its reply. Where the program has hung up,
// the caller calls again first.
func (s *script) next(args []string) {
	c := s.conn(args[0])
	if _, end := c.Unread(); end == nil {
		s.send(args[:2])
		var n int
		o := s.await(func() bool { n, end = c.Unread(); return n > 0 || end != nil })
		if n > 0 || end == nil {
			s.goOn(o)
			s.expects(append(args[:1:1], args[2:]...))
			return
		}
	}
	s.redial(args[0])
	s.send(args[:2])
	s.expects(append(args[:1:1], args[2:]...))
}
