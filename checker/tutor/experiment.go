package tutor

import (
	"bytes"
	"slices"
	"time"

	"socketworkshop/checker/wire"
)

// The experiments, by name.
const (
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
	{Newline, "I sent a newline", func(c *wire.Conn) error { return c.Send([]byte("\n")) }},
	{Filler, "I sent 4096 bytes more", func(c *wire.Conn) error { return c.Send(bytes.Repeat([]byte("x"), 4096)) }},
	{HalfClose, "I said no more (half-close)", (*wire.Conn).CloseWrite},
}

// The patience for the effect of one experiment, in looks at the program.
const (
	lookEvery = 25 * time.Millisecond
	fewest    = 6  // looks before giving up
	asleep    = 4  // looks in a row that find it asleep: one look at many threads can be wrong
	most      = 60 // looks, even if it works
)

// Experiment tries what a program that does not answer on c may be waiting
// for. Answers reports whether what has come since is what is still missing: an
// answer to the experiment itself is not. Changed returns a channel that is
// closed when something has happened, and resting reports whether the program
// sleeps: one that works gets more time. Only names the experiments to make;
// none means all.
func Experiment(c *wire.Conn, only []string, answers func(heard []byte) bool, changed func() <-chan struct{}, resting func() bool) []Finding {
	var all []Finding
	for _, x := range experiments {
		if len(only) > 0 && !slices.Contains(only, x.name) {
			continue
		}
		before, end := c.Heard()
		if end != nil || x.run(c) != nil {
			return all
		}
		effect := answered(c, len(before), answers, changed, resting)
		told := x.did + ", and nothing came."
		if effect {
			told = x.did + ", and then the answer came."
		}
		all = append(all, Finding{x.name, effect, told})
		if effect {
			return all
		}
	}
	return all
}

// answered waits for an answer behind the first n bytes on c.
func answered(c *wire.Conn, n int, answers func(heard []byte) bool, changed func() <-chan struct{}, resting func() bool) bool {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for looks, quiet := 0, 0; ; {
		next := changed()
		heard, end := c.Heard()
		if yes := answers(heard[n:]); yes || end != nil {
			return yes
		}
		select {
		case <-next:
		case <-look.C:
			looks++
			quiet++
			if !resting() {
				quiet = 0
			}
			if looks == most || looks >= fewest && quiet >= asleep {
				return false
			}
		}
	}
}
