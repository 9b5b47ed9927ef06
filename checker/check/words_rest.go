package check

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const (
	restLook   = 20 * time.Millisecond
	restLooks  = 3                      // looks in a row that find the program at rest
	goneLooks  = 2                      // the same, that find nothing more to come of one that has ended
	restFlood  = 1 << 20                // bytes printed show it as well; a log may be long
	restNever  = 5 * time.Second        // neither: it ticks along, which is no sin
	lullLimit  = 200 * time.Millisecond // are enough to do what comes next, for one that never sleeps
	warmUp     = 3                      // callers before descriptors are counted
	fewFiles   = 4                      // that a program may have opened in the meantime
	fewCallers = 12                     // are enough when each takes long
	unanswered = 4000                   // bytes of a caller who breaks off: more than one Read takes
	longEnough = 3 * time.Second
	settleLook = 10 * time.Millisecond
)

// quiet waits until the program rests.
func (s *script) quiet(args []string) {
	name := s.lastConn()
	if len(args) > 0 {
		name = s.conn(args[0]).Name
	}
	first, written, starved := s.activity(), s.prog.Written(), s.prog.Starved()
	last, lastWritten, rest, gone := first, written, 0, 0
	ticker := time.NewTicker(restLook)
	defer ticker.Stop()
	for end := time.Now().Add(restNever); rest < restLooks && time.Now().Before(end); {
		<-ticker.C
		if _, over := s.prog.Status(); over {
			if gone++; s.behind() {
				gone = 0 // its last words have come, and are not read yet
			}
			if gone < goneLooks {
				continue
			}
			s.notAtRest(name, 0, s.prog.Written()-written)
			return // a later word says what that means
		}
		now, nowWritten := s.activity(), s.prog.Written()
		if now.Running || now.CPU != last.CPU || nowWritten != lastWritten || s.prog.Pending() || s.behind() {
			rest = -1
		}
		rest++
		last, lastWritten = now, nowWritten
		s.notAtRest(name, now.CPU-first.CPU, nowWritten-written)
	}
	if starved = s.prog.Starved() - starved; rest < restLooks && starved > restNever/2 {
		s.unknown("the machine is too slow to judge: the program had no processor for %v", starved.Round(restLook))
	}
}

// lull waits until the program has gone to sleep since ok is true: it has done
// what it had to do next. One that never sleeps has lullLimit for it.
func (s *script) lull(ok func() bool) { s.sleeps(lullLimit, ok) }

// sleeps is lull with another limit, for what must not be begun sooner on a busy
// machine either.
func (s *script) sleeps(limit time.Duration, ok func() bool) {
	ticker := time.NewTicker(restLook)
	defer ticker.Stop()
	for end, asleep := time.Now().Add(limit), 0; asleep < restLooks && time.Now().Before(end); {
		<-ticker.C
		ready := ok()
		a, err := s.process().Look()
		if err != nil {
			return // it has ended, or what it does cannot be seen
		}
		asleep++
		if !ready || a.Running {
			asleep = 0
		}
	}
}

// always is the condition of a lull that needs no more than the sleep.
func always() bool { return true }

// takesIn waits until what was sent has come, and the program has done what it
// does about that.
func (s *script) takesIn(c *wire.Conn) {
	ctx, cancel := context.WithTimeout(s.ctx, restNever)
	defer cancel()
	_ = c.Arrived(ctx) // a program that has hung up is judged by a later word
	s.sleeps(restNever, always)
}

// notAtRest fails a program that burns processor time or prints without end.
func (s *script) notAtRest(conn string, burnt time.Duration, written int64) {
	e := tutor.Evidence{Kind: tutor.NotQuiet, Conn: conn, Spinning: burnt >= s.spinLimit()} // less it may need to end what it was at
	switch {
	case written >= restFlood:
		s.spun()
		s.fail(e, "the program printed %d bytes while there was nothing to do", written)
	case e.Spinning:
		if _, used, err := s.process().Memory(); err == nil {
			s.keepsLight(used) // it is at work filling it, which takes a while
		}
		s.spun()
		s.fail(e, "the program used %v of processor time while there was nothing to do", burnt)
	}
}

// activity looks at the program under test.
func (s *script) activity() program.Activity {
	a, err := s.process().Look()
	if errors.Is(err, program.ErrNoProc) || errors.Is(err, program.ErrBlind) {
		s.unknown("what the program does cannot be seen: %v", err)
	}
	if err != nil {
		<-s.prog.Exited() // it is gone from /proc
	}
	return a
}

// files returns how many descriptors the program holds.
func (s *script) files() int {
	_, n, err := s.process().Descriptors()
	if err != nil {
		s.unknown("the program's descriptors cannot be seen: %v", err)
	}
	return n
}

// callers lets many callers come and go, and counts descriptors.
func (s *script) callers(args []string) {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		s.misuse("callers %s: want a number", args[0])
	}
	for i := range warmUp {
		s.visit(fmt.Sprintf("early%d", i), i)
	}
	before := s.settled()
	begun, least := time.Now(), fewCallers
	if s.key != nil {
		least *= 4 // most are not let in, each in a way of their own
	}
	for i := range n {
		s.visit(fmt.Sprintf("caller%d", i), i)
		if i+1 >= least && time.Since(begun) > longEnough {
			n = i + 1 // a slow server is right, too
			break
		}
	}
	after := 0
	o := s.await(func() bool { after = s.files(); return after <= before+fewFiles })
	if o != reached {
		e := tutor.Evidence{Kind: tutor.Leaks, Conn: s.lastConn()}
		e.Files.SomeGiven = after-before < n/2
		s.failOn(o, e, "after %d more callers the program holds %d descriptors; before them it held %d", n, after, before)
	}
}

// visit is one caller with one message, if they are let in, the ith of many. A
// program meets three ends of a call: a hang-up where it reads, a reset there,
// and a reset where it writes, for what was said last is still to be answered.
func (s *script) visit(name string, i int) {
	c := s.dialTo(name, s.addr)
	end := c.Close
	if s.enters(c) {
		s.exchange(c, s.words(12))
		switch i % 7 {
		case 2:
			end = c.Reset
		case 5:
			_ = c.Send([]byte(s.words(unanswered))) // the program may have hung up first
			end = c.Reset
		}
	}
	_ = end() // so it may here
	s.calls++
}

// settled returns how many descriptors the program holds when it has had the
// time to give some back.
func (s *script) settled() int { return s.settledAt(s.files) }

// settledAt looks until the same number comes twice.
func (s *script) settledAt(look func() int) int {
	for last := -1; ; {
		now := look()
		if now == last {
			return now
		}
		last = now
		select {
		case <-s.ctx.Done():
			s.unknown("interrupted: %v", errors.Unwrap(s.ctx.Err()))
		case <-time.After(settleLook):
		}
	}
}
