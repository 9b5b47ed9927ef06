package check

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// forget hangs up on a caller of whom there are many.
func (s *script) forget(c *wire.Conn) {
	_ = c.Close() // the program may have hung up first
	s.calls++
	delete(s.conns, c.Name)
	delete(s.turns, c.Name)
	s.open = slices.DeleteFunc(s.open, func(o *wire.Conn) bool { return o == c })
}

// noncesOf collects challenges, and makes sure that none has come before, from
// this server or the one before it, and that they look random.
func (s *script) noncesOf(args []string) {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		s.misuse("nonces %s: want a number", args[0])
	}
	var all [][]byte
	begun := time.Now()
	for i := range n {
		if i >= fewNonces && time.Since(begun) > noncesLimit {
			break // a slow server is right, too
		}
		c := s.dialTo(fmt.Sprint("caller", s.calls+1), s.addr)
		challenge := s.question(c).Challenge
		delete(s.proofs, c.Name)
		if s.nonces[string(challenge)] {
			e := tutor.Evidence{Kind: tutor.BadNonce, Conn: c.Name, Got: challenge}
			s.fail(e, "the challenge of caller %d has been asked before", i+1)
		}
		s.nonces[string(challenge)] = true
		all = append(all, challenge)
		s.forget(c)
	}
	if pattern := tutor.Pattern(all); pattern != "" {
		e := tutor.Evidence{Kind: tutor.BadNonce, Got: all[0], Fault: pattern}
		s.fail(e, "%d challenges are not random: %s", len(all), pattern)
	}
}

const (
	fewNonces   = 300              // challenges are enough of a slow server
	noncesLimit = 10 * time.Second // for all of them
)

// seldom are what an answer may hold, and a program stumble over.
var seldom = map[string]func(answer []byte) bool{
	"blank": func(a []byte) bool { return len(bytes.TrimSpace(a)) < len(a) },
	"zero":  func(a []byte) bool { return bytes.IndexByte(a[:8], 0) >= 0 },
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
	for range manyAsked {
		p := s.question(c)
		if holds(p.Right) {
			return c, p
		}
		s.forget(c)
		c = s.dialTo(c.Name, s.addr)
	}
	s.unknown("none of %d challenges has such an answer", manyAsked)
	return c, tutor.Proof{}
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

const (
	grownBy    = 1280      // bytes a session leave no doubt: a goroutine takes 2 KiB and more
	grownLeast = 512 << 10 // below that it may be chance
	grownOften = 3         // rounds in a row
	roundLimit = 12 * time.Second
)

// steady lets callers come, in rounds, until the program has no more memory
// than in the round before. What is held for the time of a handshake is given
// back before the next round.
func (s *script) steady(args []string) {
	n, err := strconv.Atoi(args[0])
	limit, err2 := time.ParseDuration(args[1])
	if err != nil || err2 != nil {
		s.misuse("steady %s: want a number and a time", strings.Join(args, " "))
	}
	if len(s.binary.Source) == 0 {
		s.stop(Skip, "when a program gives its memory back is told of Go alone")
	}
	margin := max(int64(n)*grownBy, grownLeast)
	s.round(n) // it warms up
	s.round(n)
	first := s.resident()
	last := first
	for range grownOften {
		s.round(n)
		now := s.resident()
		if now < last+margin {
			return
		}
		last = now
		<-time.After(limit)
	}
	e := tutor.Evidence{Kind: tutor.Grows, Conn: s.lastConn(), Auth: tutor.Auth{Many: grownOften * n}}
	s.fail(e, "the program's memory grows and grows: by %d KiB with %d callers who have gone", (last-first)>>10, grownOften*n)
}

// round lets N callers come and go. Whether they are let in does not count
// here: on a busy machine the short time for a handshake may be over.
func (s *script) round(n int) {
	begun := time.Now()
	for i := range n {
		c := s.dialTo(fmt.Sprint("caller", s.calls+1), s.addr)
		var end error
		heard := func(least int) (got []byte) {
			if o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) >= least }); o != reached {
				e := tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}
				s.failOn(o, e, "%s heard %d bytes, and then nothing more; the program %s", c.Name, len(got), s.doing(o))
			}
			return got
		}
		if challenge := heard(challengeSize); len(challenge) >= challengeSize && i%4 > 0 {
			answer := tutor.Mac(s.key, challenge[:challengeSize])
			answer[0] ^= byte(i % 4 / 2) // right, wrong, wrong
			s.sendOne(c, answer)
			s.read([]string{c.Name})
			s.sendOne(c, []byte(s.words(12)))
			heard(challengeSize + 12)
		}
		s.forget(c)
		if time.Since(begun) > roundLimit {
			return // a slow server is right, too
		}
	}
}

// resident returns how much memory the program has now.
func (s *script) resident() int64 {
	now, err := s.process().Resident()
	if err != nil && s.overNow() {
		s.fail(tutor.Evidence{Kind: tutor.EndedEarly, Conn: s.lastConn()}, "the program %s", s.doing(exited))
	}
	if err != nil {
		s.unknown("the program's memory cannot be seen: %v", err)
	}
	return now
}

// secret makes sure that neither the key nor a right answer stands on the
// program's output, in any of the usual forms, and that the key has not gone
// over the wire.
func (s *script) secret([]string) {
	p := s.process()
	text := string(p.Stderr.Bytes()) + "\n" + string(p.Stdout.Bytes())
	e := tutor.Evidence{Kind: tutor.Leaked, Conn: s.lastConn()}
	if form := shownIn(text, s.key); form != "" {
		s.fail(e, "the key stands on the program's output, %s", form)
	}
	for _, proof := range s.proofs {
		if form := shownIn(text, proof.Right); form != "" {
			s.fail(e, "the answer to a challenge stands on the program's output, %s", form)
		}
	}
	for _, event := range s.log.Events() {
		if event.From == wire.FromProgram && shownIn(string(event.Bytes), s.key) != "" {
			s.fail(e, "the key goes over the wire")
		}
	}
}

// shownIn returns in which form the beginning of a secret stands in a text, or
// "". Twelve bytes are enough to know it, and make whole groups of base64.
func shownIn(text string, secret []byte) string {
	b := secret[:12]
	decimal := strings.Trim(fmt.Sprint(b), "[]")
	forms := []struct{ form, text string }{
		{"as it is", string(b)}, {"quoted", strings.Trim(strconv.Quote(string(b)), `"`)},
		{"in hex", fmt.Sprintf("%x", b)}, {"in hex", fmt.Sprintf("%X", b)}, {"in hex", fmt.Sprintf("% x", b)},
		{"in base64", base64.StdEncoding.EncodeToString(b)}, {"in base64", base64.URLEncoding.EncodeToString(b)},
		{"byte by byte", decimal}, {"byte by byte", strings.ReplaceAll(decimal, " ", ", ")},
	}
	for _, f := range forms {
		if strings.Contains(text, f.text) {
			return f.form
		}
	}
	return ""
}

// compares reads in the source how an answer is compared.
func (s *script) compares([]string) {
	s.readSource(tutor.Ordinary, tutor.OrdinaryCompare, "the sum is compared with an ordinary comparison, and nowhere with one in constant time")
}

// draws reads in the source where random numbers come from.
func (s *script) draws([]string) {
	s.readSource(tutor.BadNonce, tutor.Guessable, "nothing in the source draws numbers that nobody can guess")
}

func (s *script) readSource(kind tutor.Kind, look func(map[string]string) []program.Place, what string) {
	if len(s.binary.Source) == 0 {
		s.stop(Skip, "the source is read of Go programs alone")
	}
	if places := look(s.binary.Source); len(places) > 0 {
		s.fail(tutor.Evidence{Kind: kind, Places: places}, "%s", what)
	}
}
