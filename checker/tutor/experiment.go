package tutor

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"socketworkshop/checker/wire"
)

// The experiments, by name.
const (
	Letter    = "letter"
	Newline   = "newline"
	Filler    = "filler"
	HalfClose = "half-close"
)

// A Finding is an experiment on the live program and what came of it.
type Finding struct {
	Name   string
	Effect bool   // the program answered
	Told   string // the experiment in words
}

// experiments are tried in this order until one has an effect: each leaves
// the connection usable for the next.
var experiments = []struct {
	name, did string
	run       func(*wire.Conn) error
}{
	{Letter, "I sent a letter", func(c *wire.Conn) error { return c.Send([]byte("x")) }},
	{Newline, "I sent a newline", func(c *wire.Conn) error { return c.Send([]byte("\n")) }},
	{Filler, "I sent 4096 bytes more", func(c *wire.Conn) error { return c.Send(bytes.Repeat([]byte("x"), 4096)) }},
	{HalfClose, "I said no more (half-close)", (*wire.Conn).CloseWrite},
}

// The patience for the effects of the experiments.
const (
	lookEvery  = 25 * time.Millisecond
	fewest     = 5                      // looks before one is given up, also when the time for all is over
	asleep     = 4                      // looks in a row that find the program asleep: one look at many threads can be wrong
	allLimit   = 500 * time.Millisecond // for all together
	clockLimit = 5 * time.Second        // the same by the clock: a program that spins on a busy machine wants processors all the time
)

// A Subject is a program that does not answer, and how to look at it.
type Subject struct {
	Conn    *wire.Conn
	Only    []string                // the experiments to make, by name; nil means all
	Answers func(heard []byte) bool // whether what has come since is what is still missing: an answer to the experiment itself is not
	Changed func() <-chan struct{}  // closed when something has happened
	Resting func() bool             // whether the program sleeps: one that works gets more time
	Starved func() time.Duration    // for how long it wanted a processor and had none, up to now
}

// Experiment tries what the program may be waiting for, for at most half a
// second of which it had a processor, and once more as long where the checker
// itself is kept from looking. Each experiment has its share of that, and what
// those before it have left: a program that works on after one of them leaves
// time for the others. One that had no processor for what was sent may answer
// that in the time of the next: then nothing is found.
func (s Subject) Experiment() []Finding {
	end := newBudget(s.Starved)
	var all []Finding
	for _, x := range experiments {
		end.share += allLimit / time.Duration(len(experiments))
		if len(s.Only) > 0 && !slices.Contains(s.Only, x.name) {
			continue
		}
		before, gone := s.Conn.Heard()
		if gone != nil || x.run(s.Conn) != nil {
			return all
		}
		late := end.late
		effect := s.answered(len(before), end)
		if effect && late {
			return nil
		}
		all = append(all, Finding{x.name, effect, x.did + s.outcome(len(before), effect)})
		if effect {
			return all
		}
	}
	return all
}

// outcome says in words what came behind the first n bytes.
func (s Subject) outcome(n int, effect bool) string {
	heard, end := s.Conn.Heard()
	switch {
	case effect && (end == nil || len(heard) > n):
		return ", and then the answer came."
	case errors.Is(end, wire.ErrReset):
		return ", and it broke off."
	case end != nil:
		return ", and it hung up."
	case len(heard) > n:
		return ", and something else came."
	}
	return ", and nothing came."
}

// A budget is the time that is left for experiments.
type budget struct {
	begun   time.Time
	share   time.Duration // of those begun so far
	starved func() time.Duration
	before  time.Duration // starved when it began
	looks   int
	late    bool // an experiment was given up before the program could have done what it does about it
}

func newBudget(starved func() time.Duration) *budget {
	return &budget{begun: time.Now(), starved: starved, before: starved()}
}

// over reports whether the time is used up. Looks count as well as the clock:
// on a busy machine the checker is as late as the program.
func (b *budget) over() bool {
	gone := time.Since(b.begun)
	return gone >= clockLimit || gone-(b.starved()-b.before) >= b.share && b.looks >= int(b.share/lookEvery)/2
}

// answered waits for an answer behind the first n bytes.
func (s Subject) answered(n int, all *budget) bool {
	starved := all.starved()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for looks, quiet := 0, 0; ; {
		next := s.Changed()
		heard, end := s.Conn.Heard()
		if yes := s.Answers(heard[n:]); yes || end != nil {
			return yes
		}
		select {
		case <-next:
			continue
		case <-look.C:
		}
		looks++
		quiet++
		all.looks++
		if !s.Resting() {
			quiet = 0
		}
		if looks >= fewest && (quiet >= asleep || all.over()) {
			all.late = all.late || quiet == 0 && all.starved()-starved > lookEvery
			return false
		}
	}
}
