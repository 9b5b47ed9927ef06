package check

import (
	"time"

	"socketworkshop/checker/tutor"
)

const (
	promptTimes  = 3                      // a right program takes at most so many times what it was told
	promptSlack  = 500 * time.Millisecond // and this, for it may look at its clocks now and then
	promptRounds = 3                      // rounds in which it had the machine and took longer: it takes a time of its own
	promptTries  = 15                     // rounds in all
)

// cutIn wants a caller who says nothing to be cut when a short time is over.
func (s *script) cutIn(args []string) {
	told := s.duration("cutin", args[1])
	s.prompt(told, func() func() bool {
		if c := s.conns[args[0]]; c != nil {
			s.hangup(args[:1])
		}
		c := s.dialTo(args[0], s.addr)
		return func() bool { _, end := c.Heard(); return end != nil }
	}, "told -idle %v, the program had not cut %s after %v, each of %d times", told, args[0])
}

// givesUpIn wants a caller under test to give up on a server that takes the call,
// or the question, and does not reply, when a short time is over.
func (s *script) givesUpIn(args []string) {
	told, flag, words := s.duration("givesupin", args[1]), "-timeout", "timed out"
	m := s.boxes[args[0]]
	if m != nil {
		flag, words = "-wait", "no reply"
	}
	s.prompt(told, func() func() bool {
		if s.prog != nil {
			s.prog.Stop()
		}
		s.call(append([]string{flag, args[1]}, args[2:]...))
		said := s.words(20)
		s.typeLines([]string{said})
		gaveUp := func() bool {
			_, over := s.prog.Status()
			return over || lineWith(string(s.prog.Stderr.Bytes()), []string{words})
		}
		if m != nil {
			s.collect(m, []string{said})
			return gaveUp
		}
		s.accept(args[:1])
		s.await(func() bool { n, end := s.conn(args[0]).Unread(); return n > 0 || end != nil || gaveUp() })
		return gaveUp
	}, "told %s %v, the program had not given up on %s after %v, each of %d times", flag, told, args[0])
}

// cutsOff wants a server to cut off who is in the middle of a request when a short
// -grace is over.
func (s *script) cutsOff(args []string) {
	told := s.duration("cutsoff", args[1])
	s.prompt(told, func() func() bool {
		if s.prog != nil {
			s.prog.Stop()
		}
		s.serve(append([]string{"-grace", args[1]}, args[3:]...))
		c := s.dialTo(args[0], s.addr)
		s.send([]string{c.Name, args[2]})
		s.read([]string{c.Name, "part"})
		s.signal([]string{"SIGTERM"})
		return func() bool { _, end := c.Heard(); return end != nil }
	}, "told -grace %v, the program had not cut %s off %v after SIGTERM, each of %d times", told, args[0])
}

// killedIn wants a command to be killed when a short -limit is over.
func (s *script) killedIn(args []string) {
	told := s.duration("killedin", args[1])
	s.prompt(told, func() func() bool {
		if s.conns[args[0]] != nil {
			s.hangup(args[:1])
		}
		c := s.dialTo(args[0], s.addr)
		s.send([]string{c.Name, "sleep 1000"})
		return func() bool { n, end := c.Unread(); return n > 0 || end != nil }
	}, "told -limit %v, the program had not killed a command of %s after %v, each of %d times", told, args[0])
}

// prompt wants something to happen about as soon as the program was told. It is
// begun again where it takes longer, for a machine may be late once, and what
// happens in time once has not been waiting for another clock. Only rounds count
// in which neither the program nor the checker has waited for a processor.
func (s *script) prompt(told time.Duration, begin func() (over func() bool), format string, args ...any) {
	if s.spelt {
		return // this run is to show whether the unit alone is misread
	}
	limit := promptTimes*told + promptSlack
	s.hurry = 0 // what comes of this short time is judged here
	for tries, shown := 0, 0; shown < promptRounds; tries++ {
		if tries == promptTries {
			s.tooLate("the machine is too slow to judge: "+format, append(args, limit, tries)...)
		}
		over := begin()
		since, starved := time.Now(), s.process().Starved()
		if s.within(limit, over) {
			return
		}
		switch now := s.process().Starved(); {
		case max(starved, now) == 0:
			return // there is no telling whether it had a processor
		case now >= starved && now-starved < told && s.gate.pulse.worst(since) < told:
			shown++ // of one that has ended in the meantime it is not known
		}
	}
	s.certain, s.measured = true, true
	s.fail(tutor.Evidence{Kind: tutor.TooLate, Conn: s.lastConn()}, format, append(args, limit, promptRounds)...)
}

// within reports whether something is seen to be over before a time is.
func (s *script) within(limit time.Duration, over func() bool) bool {
	begun, timer := time.Now(), time.NewTimer(limit)
	defer timer.Stop()
	for {
		rings := s.bell.rings()
		if over() {
			return time.Since(begun) <= limit
		}
		select {
		case <-s.ctx.Done():
			s.unknown("interrupted")
		case <-rings:
		case <-timer.C:
			return false
		}
	}
}
