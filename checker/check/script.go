package check

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// scriptLimit is the deadline of one check. Only a machine that hardly gets
// on reaches it.
const scriptLimit = 60 * time.Second

// A script is one check under way.
type script struct {
	ctx      context.Context
	check    lesson.Check
	binary   program.Binary
	caller   *program.Binary // another program that plays the caller, or nil
	pair     *Pairing        // of two programs that are tried together, or nil
	gate     *gate
	dir      string // a folder for this check alone
	random   *rand.Rand
	bell     *bell
	log      *wire.Log
	begun    time.Time
	deadline time.Time
	ts       *testscript.TestScript

	prog     *program.Process // the one under test now
	started  time.Time        // when it was
	typedAt  time.Time        // when something was typed last, or zero
	running  []*program.Process
	served   *program.Process // the server that was started last
	frozen   *program.Process // which freeze has stopped, or nil
	listener *wire.Listener
	dialling netip.AddrPort // whom the checker calls just now
	between  string         // where the relay between the program's caller and its server is called, or ""
	reuse    bool           // SO_REUSEADDR was on at the socket of a server that was killed
	sockets  []uint64       // the program's, by inode, when it said that it listens
	role     string         // "serve" or "call"
	told     string         // the address the program was given
	addr     string         // where the checker dials
	network  string         // "tcp", or what -network says
	ringing  map[string]*ringing
	conns    map[string]*wire.Conn
	reserved []io.Closer // addresses that nobody may use, and relays
	open     []*wire.Conn
	bidden   []string          // what send has sent and runs waited for: where the program runs commands, they
	turns    map[string]int    // right replies by connection
	weather  map[string]string // how bytes travel, by connection
	pieces   map[string]bool   // something was cut, by connection
	left     leftover
	typed    []string
	heeded   int    // bytes of standard error that logs looks at no more
	frames   string // how the server's words are framed, or ""
	packets
	auth
	logins   logins
	throng   throng
	store    filing
	homes    homes
	together int  // the most lines typed at once
	calls    int  // connections that the checker has ended
	brokeOff bool // one of them was broken off

	again     bool          // it has failed before: no experiments
	eager     bool          // and the program is known to sleep then
	lastTry   bool          // no other address will be tried
	hurry     time.Duration // the short time that the program was given, or 0
	worked    bool          // the program has had children
	scattered bool          // what was sent at once has come in pieces, and not for the check's sake
	limited   bool          // the short time is one for a command
	watched   *watch        // the last one
	carried   *watch        // one that the next wait goes on with
	certain   bool          // no want of a processor explains the failure
	measured  bool          // again and again, and a failure each time
	haste     bool          // the failure may come of the short time
	seen      int           // events when it failed; experiments follow
	poured    int64         // bytes sent to callers: so many may be printed, at any time
	pauses    []pause       // in their order
	starved   time.Duration // the program had no processor for so long
	slept     time.Duration // the program was at rest for so long, when waiting for it ended last
	parked    bool          // and that could not have ended by itself
	burnt     time.Duration // the processor time that it used up without getting on
	pace      int           // which of the moments it was
	vague     bool          // the pass may come of the short time
	spelt     bool          // the moment is spelt in seconds, not in milliseconds
	unstopped bool          // freeze leaves the program alone
	startled  bool          // the failure may come of the program's being stopped
	tardy     bool          // the checker itself was late, so that a failure does not count
	may       []string      // lines that it may print besides those it must
	collided  bool          // the program's address was taken by another
	heardTime string        // what the program has told oclock
	figures   []string      // what was measured, for an experiment
	memory    int64         // see Cost
	base      int64         // bytes of memory that the program had used when it was ready
	ceiling   int64         // bytes that it may use besides; see light
	holding   bool          // the rest of a message is held back
	faults    int
	bent      bool // some weather was asked for
	verdict   Verdict
	reason    string
	failure   *Failure
}

// A stop ends a script whose verdict is known.
func (s *script) stop(v Verdict, format string, args ...any) {
	s.verdict, s.reason = v, fmt.Sprintf(format, args...)
	s.ts.Fatalf("%s: %s", v, s.reason)
}

// unknown ends the script because the checker or the machine cannot judge.
func (s *script) unknown(format string, args ...any) { s.stop(Unknown, format, args...) }

// tooLate is unknown for a check that is run again, with a longer time: the checker
// or the machine was late.
func (s *script) tooLate(format string, args ...any) {
	s.tardy = true
	s.unknown(format, args...)
}

// misuse ends the script because the script itself is wrong.
func (s *script) misuse(format string, args ...any) {
	s.unknown("broken check script %s: "+format, append([]any{s.check.File}, args...)...)
}

// fail ends the script with the learner's failure, after gathering evidence.
// The message says what happened; e holds what the word saw.
func (s *script) fail(e tutor.Evidence, format string, args ...any) {
	if s.ctx.Err() != nil {
		s.unknown("interrupted")
	}
	if s.gaveUp(e) {
		s.unknown("the machine is too slow to judge: "+format, args...)
	}
	if s.choked() {
		s.unknown("a sanitizer wants more memory than the checker lets a program have: name the program itself, not what starts it")
	}
	if s.scattered {
		s.unknown("what was sent at once came in pieces: the program has room for too little")
	}
	s.haste, s.startled, s.seen = s.hasty(e), s.jumps(), len(s.log.Events())
	s.notOfLimit()
	if s.pair != nil {
		s.explainPair(&e, fmt.Sprintf(format, args...))
	} else {
		s.explain(&e, fmt.Sprintf(format, args...))
	}
	s.stop(Fail, "%s", s.failure.Message)
}

// failOn is fail for a wait that ended with o. A machine that is too slow is
// not the learner's failure.
func (s *script) failOn(o outcome, e tutor.Evidence, format string, args ...any) {
	if o == late {
		s.unknown("the machine is too slow to judge: "+format, args...)
	}
	e.Spinning = e.Spinning || o == spinning
	if c := s.neverRead(e); o == idle && c != nil {
		e, format, args = tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}, notRead, []any{c.Name, s.doing(o)}
	}
	switch {
	case o == idle:
		e.Slept, e.Parked = s.slept, s.parked
	case o == spinning:
		e.Burnt = s.burnt
	}
	s.fail(e, format, args...)
}

// conn returns the connection with this name.
func (s *script) conn(name string) *wire.Conn {
	if r := s.ringing[name]; r != nil {
		s.takeUp(name, r)
	}
	c := s.conns[name]
	if c == nil {
		s.misuse("there is no connection %q; dial or accept comes first", name)
	}
	return c
}

func (s *script) keep(c *wire.Conn) {
	s.conns[c.Name] = c
	s.open = append(s.open, c)
	s.turns[c.Name] = 0
}

// process returns the program under test.
func (s *script) process() *program.Process {
	if s.prog == nil {
		s.misuse("no program runs; serve or call comes first")
	}
	return s.prog
}

// hash gives every check its own random numbers under one seed.
func hash(name string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, name) // a hash takes everything
	return h.Sum64()
}

// close ends everything that the script started.
func (s *script) close() {
	for _, p := range s.running {
		_, touched, _ := p.Memory() // one that has ended, or is elsewhere than on Linux, has none
		s.memory = max(s.memory, touched)
		p.Stop()
	}
	for _, r := range s.ringing {
		if r.giveUp(); r.c != nil {
			s.open = append(s.open, r.c)
		}
	}
	for _, c := range s.open {
		_ = c.Close() // closed twice does no harm
	}
	for _, m := range s.boxes {
		_ = m.Close() // all that counts has been read
	}
	for _, h := range s.reserved {
		_ = h.Close() // only this check used it
	}
	if s.listener != nil {
		_ = s.listener.Close() // only this check used it
	}
	s.throng.hush()
}

// cpu returns the processor time of the programs that have ended.
func (s *script) cpu() (all time.Duration) {
	for _, p := range s.running {
		status, _ := p.Status()
		all += status.CPU
	}
	return all
}
