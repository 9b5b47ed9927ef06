package check

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const (
	sizeField = "data_size" // lesson13's
	maxHeader = 64 << 10    // bytes of a JSON header
	poured    = 256 << 10   // bytes at a time
	hoard     = 2 << 20     // bytes that a program has taken, and printed none
	toil      = time.Second // of the processor, which so many bytes do not take
)

// json sets a variable to a text behind a JSON header, and another one to the
// header in its frame alone.
func (s *script) json(args []string) {
	header := `{"` + sizeField + `":SIZE}`
	if len(args) > 2 {
		header = args[2]
	}
	header = framed(strings.ReplaceAll(header, "SIZE", strconv.Itoa(len(args[1]))))
	s.ts.Setenv(args[0]+"_header", header)
	s.ts.Setenv(args[0], header+args[1])
}

// body waits for a JSON header in a frame and the body that it announces.
func (s *script) body(args []string) {
	c, body, least, more := s.conn(args[0]), args[1], 0, 0
	if len(args) > 2 {
		least, more = s.slack("body", args[2])
	}
	head, size := s.heardHeader(c, body)
	if size < int64(len(body)) || size > int64(len(body)+more) {
		s.otherSize(c, head, size, body)
	}
	if more == 0 {
		s.expect(c, slices.Concat(head, []byte(body)))
		return
	}
	s.reply(c, head, int(size), []byte(body), least, args[3:])
}

// heardHeader waits for a length and a header of so many bytes. It returns both,
// and the size that stands there.
func (s *script) heardHeader(c *wire.Conn, body string) (head []byte, size int64) {
	got := s.headUpTo(c, headerSize, body)
	n := int(int32(binary.LittleEndian.Uint32(got)))
	if n < 1 || n > maxHeader {
		s.notAsAgreed(c, body, "%s heard that the header has %d bytes; want 1 to %d", c.Name, n, maxHeader)
	}
	head = s.headUpTo(c, headerSize+n, body)[:headerSize+n]
	size, problem := sizeSaid(head[headerSize:])
	if problem != "" {
		s.notAsAgreed(c, body, "the %d bytes that %s heard as a header %s", n, c.Name, problem)
	}
	return head, size
}

// headUpTo waits for n bytes of a header in its frame.
func (s *script) headUpTo(c *wire.Conn, n int, body string) []byte {
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return len(got) >= n || end != nil })
	e := tutor.Evidence{Kind: tutor.NoReply, Conn: c.Name, Got: got, Want: asAgreed(got, body)}
	part := "a header"
	if n == headerSize {
		part = "the length of a header"
	}
	switch {
	case len(got) >= n:
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %d of the %d bytes up to the end of %s, and then the program hung up", c.Name, len(got), n, part)
	default:
		s.failOn(o, e, "%s heard %d of the %d bytes up to the end of %s; the program %s", c.Name, len(got), n, part, s.doing(o))
	}
	return got
}

// notAsAgreed fails a program whose header cannot be understood.
func (s *script) notAsAgreed(c *wire.Conn, body string, format string, args ...any) {
	got := s.rest(c)
	s.fail(tutor.Evidence{Kind: tutor.WrongBytes, Conn: c.Name, Got: got, Want: asAgreed(got, body)}, format, args...)
}

// otherSize fails a program whose data_size is not the number of bytes that are
// to come. It may be true to a body that is another than wanted.
func (s *script) otherSize(c *wire.Conn, head []byte, size int64, body string) {
	var end error
	s.await(func() bool {
		got, over := c.Heard()
		end = over
		return int64(len(got)-len(head)) >= size || end != nil
	})
	got := s.rest(c)
	e := tutor.Evidence{Kind: tutor.BadLength, Conn: c.Name, Got: got, Want: asAgreed(got, body)}
	came := len(got) - len(head)
	if int64(came) == size || anotherReply(got[len(head):], size) {
		e.Kind, e.Want = tutor.WrongBytes, slices.Concat(head, []byte(body))
		s.fail(e, "%s heard a body of %s, as the header says; want %d", c.Name, count(int(size), "byte"), len(body))
	}
	s.fail(e, "%s is %d, but %s came behind the header", sizeField, size, count(came, "byte"))
}

// anotherReply reports whether behind so many bytes stands a header in its frame,
// and not more of the body.
func anotherReply(got []byte, size int64) bool {
	next := int64(headerSize)
	return size >= 0 && int64(len(got))-size > next && wire.Header(got[size+next:]) != nil
}

// digits waits for the program to fail over a size that was announced and the
// bytes that came. A language whose numbers cannot hold the size may refuse it:
// then nothing of the body is printed, or counted.
func (s *script) digits(args []string) {
	status := s.ended()
	stderr := string(s.prog.Stderr.Bytes())
	s.endedWell(status, stderr)
	if len(s.prog.Stdout.Bytes()) == 0 && strings.TrimSpace(stderr) != "" && !lineWith(stderr, args[1:]) {
		return
	}
	s.fails(args)
}

// sizeSaid reads a header strictly, as the agreement has it. Where that fails,
// problem says why.
func sizeSaid(header []byte) (size int64, problem string) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(header, &fields); err != nil || !utf8.Valid(header) || fields == nil {
		return 0, fmt.Sprintf("are no JSON object: %.60q", header)
	}
	said, ok := fields[sizeField]
	if !ok {
		return 0, fmt.Sprintf("have no %s: %.60q", sizeField, header)
	}
	size, err := strconv.ParseInt(string(said), 10, 64)
	if err != nil || size < 0 {
		return 0, fmt.Sprintf("have the %s %s; want a whole number, 0 or more", sizeField, said)
	}
	return size, ""
}

var sizeSays = regexp.MustCompile(`"` + sizeField + `"\s*:\s*("[^"]*"|[^\s,}]*)`)

// asAgreed returns what should have come in place of got. Where a header stands
// in it, it stays as the program has spelled it.
func asAgreed(got []byte, body string) []byte {
	said := fmt.Appendf(nil, `"%s":%d`, sizeField, len(body))
	header := wire.Header(got)
	if header == nil {
		header = wire.Header(got[min(headerSize, len(got)):])
	}
	if header == nil || !sizeSays.Match(header) {
		header = slices.Concat([]byte("{"), said, []byte("}"))
	} else if n, problem := sizeSaid(header); problem != "" || n != int64(len(body)) {
		header = sizeSays.ReplaceAll(header, said)
	}
	if _, problem := sizeSaid(header); problem != "" { // it is too odd to be put right
		header = slices.Concat([]byte("{"), said, []byte("}"))
	}
	return []byte(framed(string(header)) + body)
}

// cuts lets a command be answered once for each place where a reply can be cut
// inside of one of its parts.
func (s *script) cuts(args []string) {
	c, command, reply := s.conn(args[0]), args[1], args[2]
	for at, part := range partsOf(s.frames, reply) {
		if part != args[3] {
			continue
		}
		s.typeLines([]string{command})
		s.expect(c, []byte(command))
		s.sendPieces(c, []byte(reply[:at]), []byte(reply[at:]))
	}
}

// partsOf returns, for each byte of a frame, the part inside of which a cut in
// front of it would be, or "" where it would be between two.
func partsOf(kind, frame string) []string {
	var parts []string
	for _, p := range wire.NewFramer(kind).Split([]byte(frame), len(frame)) {
		parts = append(append(parts, ""), slices.Repeat([]string{p.Part}, p.Size-1)...)
	}
	return parts
}

// pour sends many megabytes, each when the program has taken the one before.
func (s *script) pour(args []string) {
	c := s.conn(args[0])
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 1 {
		s.misuse("pour %s: want a number of MiB", args[1])
	}
	size := int64(n) << 20
	s.process().Allow(size)
	part := bytes.Repeat([]byte(s.pick(1<<10, letters)), poured>>10)
	printed, cpu := s.process().Written(), s.activity().CPU
	for sent := int64(poured); sent <= size; sent += poured {
		s.sendOne(c, part)
		s.read([]string{c.Name})
		if _, err := c.Peer(); err != nil {
			return // it has hung up: a later word says what that means
		}
		if sent >= hoard && s.process().Written() == printed && s.activity().CPU-cpu >= toil {
			s.passesOn(c, sent)
		}
	}
}

// passesOn fails a program that keeps all that was poured into it. One that copies
// it for each new piece takes so long that light would wait for minutes.
func (s *script) passesOn(c *wire.Conn, sent int64) {
	_, used, err := s.process().Memory()
	if grown := used - s.base; err == nil && grown >= sent {
		e := tutor.Evidence{Kind: tutor.TooMuch, Conn: c.Name}
		e.Grown = grown
		s.fail(e, "of %d bytes from %s the program has printed none, and it uses %d MiB more of memory", sent, c.Name, grown>>20)
	}
}
