package check

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"socketworkshop/checker/tutor"
)

var missingLine = regexp.MustCompile(`\n?\.\.\. ([0-9]+) bytes did not fit\r?\n?$`)

const spareBytes = 32 // that the part which is kept may be short of what fits

// fits waits for a datagram that is the beginning of a whole, cut at MAX bytes,
// with a notice that tells how many are missing.
func (s *script) fits(args []string) {
	whole := args[2]
	max, err := strconv.Atoi(args[1])
	size, err2 := len(whole), error(nil)
	if len(args) > 3 {
		size, err2 = strconv.Atoi(args[3])
	}
	if err != nil || err2 != nil || max >= size {
		s.misuse("fits %s: want a socket, a number of bytes, and a longer text", strings.Join(args[:2], " "))
	}
	s.cutReply(args[0], whole[:min(max, len(whole))], func(got []byte) string { return cutFault(got, whole, max, size) })
}

// cutReply waits for a datagram that begins as wanted, and asks what is wrong
// with it, if anything is.
func (s *script) cutReply(socket, want string, fault func(got []byte) string) {
	m := s.box(socket)
	p, _ := s.nextPacket(m, want)
	e := tutor.Evidence{Kind: tutor.BadCut, Conn: m.Name, Want: []byte(want), Got: p.Bytes}
	if e.Fault = fault(p.Bytes); e.Fault != "" {
		s.fail(e, "the reply has %d bytes: %s", len(p.Bytes), e.Fault)
	}
	s.turns[m.Name]++
}

// atMost waits for a datagram of at most MAX bytes that begins as a whole does,
// for half of that at least. How it says that there was more is left to the
// program.
func (s *script) atMost(args []string) {
	whole := args[2]
	max := s.number("atmost", args[1])
	if max >= len(whole) {
		s.misuse("atmost %s: want a socket, a number of bytes, and a longer text", strings.Join(args[:2], " "))
	}
	s.cutReply(args[0], whole[:max], func(got []byte) string {
		switch {
		case len(got) > max:
			return fmt.Sprintf("more than the %d that it may have", max)
		case !strings.HasPrefix(string(got), whole[:max/2]):
			return tutor.CutElsewhere
		}
		return ""
	})
}

// cutFault says what is wrong with a reply that had to be cut, or "".
func cutFault(got []byte, whole string, max, size int) string {
	at := missingLine.FindSubmatchIndex(got)
	switch {
	case len(got) > max:
		return fmt.Sprintf("more than the %d that it may have", max)
	case at == nil:
		return tutor.CutInSilence
	}
	kept := got[:at[0]]
	n, _ := strconv.Atoi(string(got[at[2]:at[3]])) // the pattern takes digits alone
	notice := len(got) - len(kept)
	switch {
	case !bytes.HasPrefix([]byte(whole), kept):
		return tutor.CutElsewhere
	case len(kept)+n != size && !(len(kept)+1+n == size && strings.HasPrefix(whole[len(kept):], "\n")): // the newline may be the output's
		return fmt.Sprintf("it keeps %d bytes and says that %d did not fit; the output has %d", len(kept), n, size)
	case utf8.ValidString(whole) && !utf8.Valid(kept):
		return tutor.CutInside
	case len(kept)+notice+spareBytes < max:
		return fmt.Sprintf("it keeps %d bytes, though there is room for more", len(kept))
	}
	return ""
}

// ending waits for a datagram that begins with a text and ends with a line, or
// as it likes where there is none to want.
func (s *script) ending(args []string) {
	m, head, lines := s.box(args[0]), args[1], args[2:]
	p, _ := s.nextPacket(m, head)
	rest, ok := strings.CutPrefix(string(p.Bytes), head)
	e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: m.Name, Want: []byte(head), Got: p.Bytes, Expected: lines}
	if !ok {
		s.fail(e, "another datagram than expected came to %s", m.Name)
	}
	if len(lines) > 0 && strings.Trim(rest, "\r\n") != lines[0] {
		e.Kind = tutor.NoLine
		s.fail(e, "the reply to %s does not end with the line %q", m.Name, lines[0])
	}
	s.turns[m.Name]++
}
