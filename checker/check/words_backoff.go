package check

import (
	"cmp"
	"strconv"
	"time"

	"socketworkshop/checker/tutor"
)

// guess tries to log in with a wrong proof, and takes whatever refusal comes. It
// reports whether there was one.
func (s *script) guess(user string) {
	c := s.dialTo("guess"+strconv.Itoa(s.calls+1), s.addr)
	defer s.forget(c)
	if x := s.mayBegin(c.Name, user); x != nil {
		s.ask([]string{c.Name, `{"cmd":"login"}`, x.last() + ",p=" + base([]byte(s.pick(32, letters)))})
		s.logins.forged = "password"
		s.denies([]string{c.Name, "auth"})
		s.logins.forged = ""
	}
}

// mayBegin is begin where the server may refuse even the first message, for a
// while. It returns nil then.
func (s *script) mayBegin(name, user string) *scram {
	c := s.conn(name)
	x := newScram(user, s.pick(nonceSize, letters))
	s.ask([]string{name, `{"cmd":"login","mech":"SCRAM-SHA-256"}`, x.first()})
	if s.declined(c) {
		s.denies([]string{name})
		return nil
	}
	s.challenged(c, x)
	return x
}

// mayLogin tries to log a user in rightly, and reports whether that went well.
func (s *script) mayLogin(user, password string) bool {
	c := s.dialTo("again"+strconv.Itoa(s.calls+1), s.addr)
	defer s.forget(c)
	return s.tryLogin(c.Name, user, password, "auth")
}

const (
	againAfter = 50 * time.Millisecond // between tries to log in
	againLimit = 20 * time.Second
)

// slowed wants those to wait who have guessed wrongly, whether the name is a
// user's or not. Only too little time is a failure. Where the machine is so slow
// that much of the time passes by itself, nothing can be told.
func (s *script) slowed(args []string) {
	user, password := args[0], args[1]
	limit := s.duration("slowed", args[2])
	least := limit * 9 / 10
	s.hurry = limit * longestBackoff // a program that sleeps so long is not idle
	s.soon(user, password)           // the checker hashes the password once
	shortest := s.shortest(user, password, least, func() { s.guess(user); s.soon(user, password) })
	if shortest < least {
		s.slowedWrongly("no-backoff", "with -backoff %v, a wrong password and the right one took only %v", limit, shortest.Round(time.Millisecond))
	}
	s.slowsNobody(user, password, limit, least)
}

// slowsNobody wants those to wait, too, who guess with a name that is no user's. A
// long time shows that only where neither the program nor the checker has waited
// for a processor meanwhile.
func (s *script) slowsNobody(user, password string, limit, least time.Duration) {
	twice := func(name string) time.Duration { return s.timeOf(func() { s.guess(name); s.guess(name) }) }
	var known, unknown time.Duration
	for alone, tries := 0, 0; alone < aloneRounds; tries++ {
		if tries == aloneTries {
			s.tooLate("the machine is too slow to judge: two wrong passwords for no user took %v, of which much was its own", unknown.Round(time.Millisecond))
		}
		s.quickEnough(user, password, least/4)
		late := s.lateness()
		if unknown = twice(s.pick(9, letters[:26])); unknown >= least {
			if late() < least/4 || s.lastPace() {
				return // no machine makes seconds out of two refusals
			}
			continue
		}
		if known = twice(user); known < least {
			return // it refuses at once who comes too soon
		}
		alone++
	}
	s.measured = true
	s.slowedWrongly("backoff-for-users-alone", "with -backoff %v, two wrong passwords took %v for a user, and %v for a name that is no user's", limit, known.Round(time.Millisecond), unknown.Round(time.Millisecond))
}

// slowedWrongly fails a server for too little time, which no slow machine makes,
// or for what was the same in each round.
func (s *script) slowedWrongly(mistake, format string, args ...any) {
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	e.Login.Formula, s.certain = mistake, true
	s.fail(e, format, args...)
}

// quickEnough waits for a moment when a login takes so little: until the checks
// beside this one leave the processors alone.
func (s *script) quickEnough(user, password string, most time.Duration) {
	patience := quickPatience
	if s.lastPace() {
		patience = lastPatience
	}
	for end := time.Now().Add(patience); ; {
		begun := time.Now()
		s.soon(user, password)
		usual := time.Since(begun)
		if usual <= most {
			return
		}
		if time.Now().After(end) {
			s.tooLate("the machine is too slow to judge: a login took %v", usual.Round(time.Millisecond))
		}
	}
}

const (
	quickPatience  = 8 * time.Second // the slower pace takes ten
	lastPatience   = 25 * time.Second
	backoffRounds  = 3
	aloneRounds    = 2 // a machine may make one of them long, hardly both
	aloneTries     = 5 // rounds in all
	longestBackoff = 8 // times -backoff: some count by place, and double often
)

// shortest returns the shortest time of a few that something takes, each in a
// quiet moment, or the first that is too short. The machine may make one long by
// itself; a server that lets people wait does so each time.
func (s *script) shortest(user, password string, least time.Duration, do func()) time.Duration {
	var shortest time.Duration
	for i := range backoffRounds {
		s.quickEnough(user, password, least/4)
		took := s.timeOf(do)
		if i == 0 || took < shortest {
			shortest = took
		}
		if shortest < least {
			break
		}
	}
	return shortest
}

func (*script) timeOf(do func()) time.Duration {
	begun := time.Now()
	do()
	return time.Since(begun)
}

// soon logs a user in rightly, as soon as the server lets it.
func (s *script) soon(user, password string) {
	for begun := time.Now(); !s.mayLogin(user, password); <-time.After(againAfter) {
		if time.Since(begun) > againLimit {
			s.fail(tutor.Evidence{Kind: tutor.NoReply, Conn: s.lastConn()}, "after a wrong password the right one is refused for %v; want it to be taken after a while", againLimit)
		}
	}
}

const (
	timeRounds = 4  // that must all tell the same
	timePairs  = 9  // of logins in a round
	mostPairs  = 40 // of them where the machine is busy
	timeLeast  = 5 * time.Millisecond
	timeQuiet  = 3 * time.Millisecond // a refusal that takes no longer was not disturbed
)

// sameTime compares how long a user waits for a refusal, and somebody who is no
// user. What counts is the shortest time of several, which a busy machine hardly
// changes, and only a large difference that shows in every round.
func (s *script) sameTime(args []string) {
	nobody := s.pick(9, letters[:26])
	var known, unknown time.Duration
	way := 0
	for range timeRounds {
		known, unknown = s.timed(args[0]), s.timed(nobody)
		for i := 1; i < timePairs || i < mostPairs && min(known, unknown) > timeQuiet; i++ {
			known, unknown = min(known, s.timed(args[0])), min(unknown, s.timed(nobody))
		}
		if time.Now().After(s.deadline) {
			s.unknown("the machine is too slow to judge: a refusal takes %v and %v", known, unknown)
		}
		if max(known, unknown) < 2*min(known, unknown) || max(known, unknown)-min(known, unknown) < timeLeast {
			return
		}
		now := cmp.Compare(known, unknown)
		if now == -way {
			return // now the one, now the other
		}
		way = now
	}
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	e.Login.Formula, s.measured = "time-tells-users", true
	s.fail(e, "a user with a wrong password is refused after %v, somebody who is no user after %v", known.Round(10*time.Microsecond), unknown.Round(10*time.Microsecond))
}

// timed returns how long it takes to be refused.
func (s *script) timed(user string) time.Duration {
	return s.timeOf(func() { s.guess(user) })
}
