package check

import (
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
	if !s.givesBack() {
		s.stop(Skip, "when a program gives its memory back is told of Go alone, and not where it tells the collector")
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
