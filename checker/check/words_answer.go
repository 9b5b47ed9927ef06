package check

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// challenge hears what a server asks, and sets variables to the answer and to
// what is none.
func (s *script) challenge(args []string) {
	c, p := s.questionOf(s.conn(args[0]), args[1:])
	set := func(name string, value ...[]byte) { s.ts.Setenv(c.Name+"_"+name, string(bytes.Join(value, nil))) }
	flip := func(at int, bit byte) []byte {
		wrong := bytes.Clone(p.Right)
		wrong[at] ^= bit
		return wrong
	}
	some := func(at int) []byte { // also to who takes both for texts it is another
		wrong, bit := p.Right, s.random.IntN(8)
		for i := range 8 {
			if wrong = flip(at, 1<<((bit+i)%8)); !sameText(wrong, p.Right) {
				break
			}
		}
		return wrong
	}
	last := challengeSize - 1
	set("right", p.Right)
	set("first", p.Right[:1])
	set("most", p.Right[:last])
	set("flipped", flip(0, 0x80))
	set("nearly", some(last))
	set("inside", some(challengeSize/2+s.random.IntN(8)))
	set("second", some(challengeSize/4+s.random.IntN(8)))
	set("swapped", exchanged(p.Right, s.random.IntN(challengeSize)))
	if len(args) > 1 {
		set("alike", alike(p.Right, args[1]))
	}
	set("capital", flip(letterIn(p.Right), 0x20))
	set("longer", []byte{^p.Right[0]}, p.Right)
	set("other", tutor.Mac([]byte(s.pick(24, letters)), p.Challenge))
	set("asked", p.Challenge)
	text := []byte(s.words(challengeSize)) // as long as an answer: a second try, for who allows one
	for text[0] == p.Right[last] {
		text[0] = s.pick(1, letters[:26])[0]
	}
	set("text", text)
	set("TEXT", tutor.Upper(text))
}

// seldom are what an answer may hold, and a program stumble over; plain is one with
// nothing of that which matters to who sends it.
var seldom = map[string]func(answer []byte) bool{
	"plain": plainAnswer,
	"blank": func(a []byte) bool { return len(bytes.Trim(a, blanks)) < len(a) },
	"zero":  func(a []byte) bool { return bytes.IndexByte(a[:8], 0) >= 0 },
	"line":  func(a []byte) bool { return bytes.IndexByte(a[:24], '\n') >= 0 },
	"high":  func(a []byte) bool { return highIn(a) >= 0 },
}

// highIn returns where an answer holds a byte that no text in UTF-8 does, or -1.
func highIn(answer []byte) int {
	return slices.IndexFunc(answer, func(b byte) bool { return b >= 0xf8 })
}

const manyAsked = 2000 // challenges, of which none has such an answer once in 10^28 times

// questionOf waits for a server's challenge. Where a kind of answer is told, it
// calls again until one is asked for. It returns the call that goes on.
func (s *script) questionOf(c *wire.Conn, kind []string) (*wire.Conn, tutor.Proof) {
	holds := func([]byte) bool { return true }
	if len(kind) > 0 {
		holds = seldom[kind[0]]
	}
	if holds == nil {
		s.misuse("challenge %s %s: no such kind", c.Name, kind[0])
	}
	var last tutor.Proof
	for range manyAsked {
		p := s.question(c)
		if holds(p.Right) {
			return c, p
		}
		if bytes.Equal(p.Challenge, last.Challenge) {
			if kind[0] == "plain" {
				return c, p
			}
			s.stop(Skip, "the program asks everybody the same")
		}
		last = p
		s.forget(c)
		c = s.dialTo(c.Name, s.addr)
	}
	s.unknown("none of %d challenges has such an answer", manyAsked)
	return c, tutor.Proof{}
}

// nonce sets a variable to a challenge for a caller under test. But for the
// bytes that are asked for, it holds none that would end a line or a text; nor
// does the answer to it, if it is not to be of a kind.
func (s *script) nonce(args []string) {
	holds, ends := plainAnswer, args[1:]
	if len(ends) > 0 && seldom[ends[0]] != nil {
		holds, ends = seldom[ends[0]], nil
	}
	value := make([]byte, challengeSize)
	for range manyAsked {
		for i := range value {
			value[i] = byte('!' + s.random.IntN(256-'!'))
		}
		for i, end := range ends {
			b, err := hex.DecodeString(end)
			if err != nil || len(b) > challengeSize {
				s.misuse("nonce %s: want bytes in hex, or a kind of answer", strings.Join(args, " "))
			}
			copy(value[i*(challengeSize-len(b)):], b)
		}
		if holds(tutor.Mac(s.key, value)) {
			break
		}
	}
	s.ts.Setenv(args[0], string(value))
	s.ts.Setenv(args[0]+"_right", string(s.keepProof("$"+args[0], value).Right))
}

// plainAnswer reports whether an answer is of no seldom kind that matters to who
// sends it.
func plainAnswer(answer []byte) bool {
	return !bytes.ContainsAny(answer, "\x00\n") && len(bytes.Trim(answer, blanks)) == len(answer)
}

// letterIn returns where an answer holds an ASCII letter, not at its ends, or
// else its middle: one of 900 holds none.
func letterIn(answer []byte) int {
	for at := 1; at < len(answer)-1; at++ {
		if low := answer[at] | 0x20; 'a' <= low && low <= 'z' {
			return at
		}
	}
	return len(answer) / 2
}

// exchanged returns an answer in which two bytes, the first from a place on, that
// are not the same have changed places: also to who takes both for texts.
func exchanged(answer []byte, from int) []byte {
	wrong := answer
	for i := range answer {
		for j := range answer {
			a, b := (from+i)%len(answer), (from+i+j)%len(answer)
			if answer[a] == answer[b] {
				continue
			}
			wrong = bytes.Clone(answer)
			if wrong[a], wrong[b] = wrong[b], wrong[a]; !sameText(wrong, answer) {
				return wrong
			}
		}
	}
	return wrong
}

// sameText reports whether two answers may be the same to who takes them for
// texts.
func sameText(a, b []byte) bool {
	runes := func(p []byte) string { return string([]rune(string(p))) }
	begins := func(p []byte) []byte { head, _, _ := bytes.Cut(p, []byte{0}); return head }
	return runes(a) == runes(b) || bytes.Equal(bytes.Trim(a, blanks), bytes.Trim(b, blanks)) || bytes.Equal(begins(a), begins(b))
}

// alike returns another answer than the right one that is the same to who takes it
// for a text: ended by its first zero, without the blanks at its ends, or decoded
// from UTF-8. The right one is of that kind.
func alike(answer []byte, kind string) []byte {
	wrong, last := bytes.Clone(answer), len(answer)-1
	switch high := highIn(answer); {
	case kind == "blank":
		at := last
		if blank := bytes.TrimRight(answer, blanks); len(blank) > last {
			at = 0
		}
		wrong[at] = blanks[(bytes.IndexByte([]byte(blanks), wrong[at])+1)%len(blanks)]
	case kind == "high" && high >= 0:
		wrong[high] ^= 1
	default:
		wrong[last] ^= 1
	}
	return wrong
}

const blanks = "\t\n\v\f\r "
