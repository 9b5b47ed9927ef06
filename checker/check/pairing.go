package check

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// A Partner is the program that a learner's is tried with.
type Partner struct {
	Dir       string // the folder of its Go files
	Reference bool   // it is the lesson's solution, which is never to blame
}

// A Pairing is a session of one program's caller with another one's server.
type Pairing struct {
	Name    string // your-call-reference-serve
	Claim   string // who meets whom, and what they do
	session lesson.Check
	yours   string            // what the learner's program plays: call or serve
	ends    map[string]string // how the two sides are called in words, by their parts
}

// ErrNoSession is the error of a lesson in which no two programs can meet.
var ErrNoSession = errors.New("there is no session in which two programs meet")

// Pairings returns the sessions of a lesson, each in both directions, or the one
// called only. Where there is none of that name, the error is a *NoCheckError,
// and where the lesson has no sessions it is ErrNoSession.
func Pairings(l lesson.Lesson, only string, p Partner) ([]Pairing, error) {
	sessions, err := l.Sessions()
	checks, err2 := l.Checks()
	if err = errors.Join(err, err2); err != nil {
		return nil, err
	}
	if len(sessions) == 0 {
		return nil, fmt.Errorf("%s: %w", l.Short(), ErrNoSession)
	}
	var all, chosen []Pairing
	var names []string
	for _, c := range sessions {
		for _, yours := range []string{"call", "serve"} {
			if !p.Reference || tried(checks, yours) {
				all = append(all, newPairing(c, p, yours))
			}
		}
	}
	for _, one := range all {
		names = append(names, one.Name)
		if only == "" || one.Name == only {
			chosen = append(chosen, one)
		}
	}
	if len(chosen) == 0 {
		return nil, &NoCheckError{l.Short(), only, names}
	}
	return chosen, nil
}

// tried reports whether some check tries a part of the program. One that none
// does is given: it is the reference's own.
func tried(checks []lesson.Check, part string) bool {
	return slices.ContainsFunc(checks, func(c lesson.Check) bool { return slices.Contains(c.Tries, part) })
}

func newPairing(session lesson.Check, p Partner, yours string) Pairing {
	short, long := "their", "their"
	if p.Reference {
		short, long = "reference", "the reference's"
	}
	one := Pairing{session: session, yours: yours, ends: map[string]string{"call": long + " call", "serve": long + " serve"}}
	one.ends[yours] = "your " + yours
	names := map[string]string{"call": short, "serve": short}
	names[yours] = "your"
	suffix := strings.TrimPrefix(session.Name, "with") // -unix
	one.Name = fmt.Sprintf("%s-call-%s-serve%s", names["call"], names["serve"], suffix)
	one.Claim = fmt.Sprintf("%s and %s: %s", one.ends["call"], one.ends["serve"], session.Claim)
	one.session.Name = one.Name
	return one
}

// A meeting is a run of pairings.
type meeting struct {
	lesson  lesson.Lesson
	seed    uint64
	scratch string
	partner Partner
	yours   program.Binary
	theirs  program.Binary

	breaches map[string]*Check // the first failure of a part alone, by breachKey; nil where it has none
}

// RunWith lets a program meet another one in the sessions of a lesson, in both
// directions, and finds out whose fault it is where they do not get on. An error
// means that nothing could be run.
func RunWith(ctx context.Context, l lesson.Lesson, o Options, p Partner) (*Result, error) {
	begun := time.Now()
	pairings, err := Pairings(l, o.Only, p)
	if err == nil {
		err = machineReady()
	}
	if err != nil {
		return nil, err
	}
	scratch, err := program.NewScratch(scratchRoom)
	if err != nil {
		return nil, err
	}
	defer scratch.Remove()
	r := &Result{Lesson: l.Name, Dir: o.Dir, Seed: o.Seed, Checks: []Check{}}
	m := &meeting{lesson: l, seed: o.Seed, scratch: scratch.Dir, partner: p, breaches: map[string]*Check{}}
	if err := m.build(ctx, r, o); err != nil {
		return nil, err
	}
	if r.Build.OK && r.Problem == "" {
		r.Checks = m.meet(ctx, pairings)
		for i, one := range pairings {
			if err := m.blame(ctx, &r.Checks[i], one); err != nil {
				return nil, err
			}
		}
		r.Verdict = r.verdict()
	}
	r.Seconds = seconds(time.Since(begun))
	return r, ctx.Err()
}

// room makes an empty folder.
func (m *meeting) room(name string) (string, error) {
	dir := filepath.Join(m.scratch, name)
	return dir, os.Mkdir(dir, 0o777)
}

// build makes both programs. That the partner's does not compile is no verdict
// on the learner's.
func (m *meeting) build(ctx context.Context, r *Result, o Options) error {
	yours, err := m.room("yours")
	theirs, err2 := m.room("theirs")
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	if m.yours, err = r.build(ctx, o, yours); err != nil || !r.Build.OK {
		return err
	}
	m.theirs, err = program.Build(ctx, m.partner.Dir, theirs, o.Race)
	var bad *program.BuildError
	if errors.As(err, &bad) {
		r.Verdict, r.Problem = Unknown, fmt.Sprintf("their program in %s does not compile:\n%s", m.partner.Dir, bad.Output)
		return nil
	}
	return err
}

// meet runs the pairings side by side.
func (m *meeting) meet(ctx context.Context, pairings []Pairing) []Check {
	checks := make([]Check, len(pairings))
	var all sync.WaitGroup
	for i, one := range pairings {
		all.Go(func() { checks[i] = m.run(ctx, one) })
	}
	all.Wait()
	return checks
}

// run runs one pairing. It shares nothing with others: a users file that one
// program has made is for that program alone.
func (m *meeting) run(ctx context.Context, one Pairing) Check {
	g := newGate("")
	beating, done := context.WithCancel(ctx)
	defer done()
	go g.pulse.run(beating)
	call, serve := m.yours, m.theirs
	if one.yours == "serve" {
		call, serve = serve, call
	}
	c := tries(func(try, pace int) *script {
		dir := filepath.Join(m.scratch, fmt.Sprintf("%s-%d", one.Name, try))
		s := newScript(ctx, one.session, serve, g, dir, m.seed)
		s.caller, s.pair = &call, &one
		s.lastTry, s.pace = try >= addressTries-1, pace
		return s
	})
	c.Claim = one.Claim
	return c
}
