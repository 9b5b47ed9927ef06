package check

import "time"

// The patience of the checker. What counts is not how long a program takes
// but whether it still does something: one that has slept for idleLimit with
// nothing left to do is not slow, and one that waits for a processor on a
// busy machine is not idle.
const (
	idleLimit    = 1500 * time.Millisecond // asleep all the time
	eagerLimit   = 200 * time.Millisecond  // the same, for a program known to sleep
	startLimit   = 3 * time.Second         // of processor time, for a program to come up, or for its commands
	spinLimit    = 500 * time.Millisecond  // of processor time, without getting on
	spunLimit    = 200 * time.Millisecond  // the same, once another check has seen it spin at rest
	translating  = 3                       // times that, where the language may go on to compile the program while it rests
	blindLimit   = 4 * time.Second         // where the system does not show what a program does
	lateLimit    = 20 * time.Second        // neither at work nor at rest: the machine is too slow
	latePatience = 10                      // times that the checker itself was late: packets wait for a processor, too
	manyWords    = 64 << 10                // bytes printed without getting on are no rest
	swallow      = 1 << 20                 // bytes read by a program that commands write to are progress
	fedUp        = 1 << 30                 // but so many are not
	muchSaid     = 16 << 10                // bytes of a datagram
	bite         = 4 << 10                 // bytes taken from connections are progress, however slow
	fewConns     = 4                       // looked at for that
	slice        = 25 * time.Microsecond   // that a program goes on for between two steps of the checker
	lookSoon     = 50 * time.Millisecond   // between looks at what the program does
	lookSeldom   = 150 * time.Millisecond  // once they have found it at rest
	hashLimit    = 8 * time.Second         // of processor time, to hash a password ten million times, or a large file
	soonLooks    = 4                       // so many times
	exitedLooks  = 12                      // for the last bytes of a program that has ended
)

// idleLimit returns how long the program may sleep, which is longer by the time
// that it was told to wait. When eager, it is known to sleep for ever.
func (s *script) idleLimit() time.Duration {
	if s.eager {
		return eagerLimit + s.hurry
	}
	return idleLimit + s.hurry
}

// patience returns how much processor time the program may use without
// getting on.
func (s *script) patience() time.Duration {
	switch {
	case s.logins.hashing, s.role == "call" && len(s.logins.secret) > 0:
		return hashLimit
	case s.role == "serve" && s.addr == "", s.worked, s.saidMuch() && !s.gate.spins.Load():
		return startLimit // it comes up, or runs commands, or adds to a long text byte by byte
	case s.store.large > 0 && len(s.homes.users) > 0:
		return hashLimit // the sum of a large file comes before its first byte
	}
	return s.spinLimit()
}

// saidMuch reports whether a program may have a long datagram to work on, which shows
// no progress: half a second is not much for copying its text with each byte that is
// added to it.
func (s *script) saidMuch() bool {
	for _, text := range s.said {
		if len(text) >= muchSaid {
			return true
		}
	}
	return false
}

// spinLimit returns how much processor time shows that the program spins, where
// it has nothing to do that takes any.
func (s *script) spinLimit() time.Duration {
	limit := spinLimit
	if s.gate.spins.Load() {
		limit = spunLimit
	}
	if len(s.binary.Source) == 0 {
		limit *= translating
	}
	return limit
}

// spun tells the other checks that the program spins: they need not each find
// it out at the price of a processor.
func (s *script) spun() { s.gate.spins.Store(true) }
