package check

import (
	"slices"
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
	header, _ := s.hearMessage(c)
	if fields, err := readFields(header); header == nil || err == nil && fields["status"] == "error" {
		s.denies([]string{name})
		return nil
	}
	_, challenge := s.hearWhole(c, `{"status":"continue"}`)
	if problem := x.hear(challenge); problem != "" {
		s.fail(tutor.Evidence{Kind: tutor.BadMessage, Conn: name, Got: []byte(challenge)}, "the challenge that %s heard %s: %.200q", name, problem, challenge)
	}
	return x
}

// mayLogin tries to log a user in rightly, and reports whether that went well.
func (s *script) mayLogin(user, password string) bool {
	c := s.dialTo("again"+strconv.Itoa(s.calls+1), s.addr)
	defer s.forget(c)
	x := s.mayBegin(c.Name, user)
	if x == nil {
		return false
	}
	s.ask([]string{c.Name, `{"cmd":"login"}`, x.final(s.keysOf(password, x.salt, x.iterations))})
	header, _ := s.hearMessage(c)
	if fields, err := readFields(header); header == nil || err == nil && fields["status"] == "error" {
		s.denies([]string{c.Name, "auth"})
		return false
	}
	s.hearWhole(c, `{"status":"ok"}`)
	return true
}

const (
	againAfter = 50 * time.Millisecond // between tries to log in
	againLimit = 20 * time.Second
)

// slowed wants those to wait who have guessed wrongly, whether the name is a
// user's or not. Only too little time is a failure.
func (s *script) slowed(args []string) {
	user, password := args[0], args[1]
	limit, err := time.ParseDuration(args[2])
	if err != nil {
		s.misuse("slowed %s: want a time", args[2])
	}
	least := limit * 9 / 10
	begun := time.Now()
	s.guess(user)
	s.guess(user)
	known := time.Since(begun)
	for !s.mayLogin(user, password) {
		if time.Since(begun) > againLimit {
			s.fail(tutor.Evidence{Kind: tutor.NoReply, Conn: s.lastConn()}, "after two wrong passwords the right one is refused for %v; want it to be taken after a while", againLimit)
		}
		<-time.After(againAfter)
	}
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	if all := time.Since(begun); all < least {
		e.Login.Formula = "no-backoff"
		s.fail(e, "with -backoff %v, two wrong passwords and the right one took only %v", limit, all.Round(time.Millisecond))
	}
	nobody := s.pick(9, letters[:26])
	begun = time.Now()
	s.guess(nobody)
	s.guess(nobody)
	if all := time.Since(begun); known >= least && all < least {
		e.Login.Formula = "backoff-for-users-alone"
		s.fail(e, "with -backoff %v, two wrong passwords took %v for a user, and %v for a name that is no user's", limit, known.Round(time.Millisecond), all.Round(time.Millisecond))
	}
}

const (
	timeRounds = 4 // that must all tell the same
	timePairs  = 9 // of logins in a round
	timeLeast  = 5 * time.Millisecond
)

// sameTime compares how long a user waits for a refusal, and somebody who is no
// user. Only a difference that shows in every round counts.
func (s *script) sameTime(args []string) {
	begun := time.Now()
	nobody := s.pick(9, letters[:26])
	var known, unknown time.Duration
	longer := 0
	for range timeRounds {
		var a, b []time.Duration
		for range timePairs {
			a = append(a, s.timed(args[0]))
			b = append(b, s.timed(nobody))
		}
		known, unknown = median(a), median(b)
		if max(known, unknown) < 2*min(known, unknown) || max(known, unknown)-min(known, unknown) < timeLeast {
			return
		}
		way := 1
		if known < unknown {
			way = -1
		}
		if longer*way < 0 {
			return // now the one, now the other
		}
		longer += way
	}
	if s.gate.pulse.worst(begun) > timeLeast*4 {
		s.unknown("the machine is too slow to judge: the checker itself was late")
	}
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	e.Login.Formula = "time-tells-users"
	s.fail(e, "a user with a wrong password is refused after %v, somebody who is no user after %v", known.Round(10*time.Microsecond), unknown.Round(10*time.Microsecond))
}

// timed returns how long it takes to be refused.
func (s *script) timed(user string) time.Duration {
	begun := time.Now()
	s.guess(user)
	return time.Since(begun)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
