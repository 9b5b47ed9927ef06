package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// A Breach is a check that one side of a pairing fails when it is alone with the
// checker.
type Breach struct {
	Side  string `json:"side"` // call or serve
	Who   string `json:"who"`  // the same in words: "your call"
	Dir   string `json:"dir"`  // the folder of its program
	Check Check  `json:"check"`
}

// Yours reports whether the learner's own program is meant.
func (b Breach) Yours() bool { return strings.HasPrefix(b.Who, "your ") }

// String says who fails what.
func (b Breach) String() string {
	return fmt.Sprintf("%s fails %s (%s)", b.Who, b.Check.Name, b.Check.Claim)
}

// partOf returns the part that a program was started for: call or serve.
func partOf(word string) string {
	if word == "call" {
		return word
	}
	return "serve"
}

// explainPair tells how two programs did not get on: what they said, their last
// words, and where the learner's program stood. Whose fault it is comes later.
func (s *script) explainPair(e *tutor.Evidence, message string) {
	s.gatherExit()
	f := &Failure{
		Role: s.role, Message: s.pair.ends[partOf(s.role)] + ": " + message,
		Where: []program.Place{}, Wire: s.pair.events(s.log.Events()), Frames: s.frames, Ends: s.pair.ends,
	}
	for _, p := range s.running {
		if words := lastLines(string(p.Stderr.Bytes())); words != "" {
			f.Stderr += s.pair.ends[partOf(p.Args[0])] + ":\n  " + strings.ReplaceAll(words, "\n", "\n  ") + "\n"
		}
	}
	for _, p := range s.running { // it ends of that, and the other one may have a word about it
		if partOf(p.Args[0]) == s.pair.yours {
			f.Where = append(f.Where, p.Dump()...)
		}
	}
	if len(e.Want)+len(e.Got) > 0 {
		f.Differs = &Difference{Want: e.Want, Got: e.Got}
	}
	s.failure = f
}

// events are those on the wire, each by the part that has caused it.
func (p *Pairing) events(all []wire.Event) []Event {
	list := events(all)
	for i := range list {
		e := &list[i]
		switch {
		case e.Conn == "": // the checker does something
		case e.From == wire.FromProgram:
			e.From = serveSide
		default:
			e.From = callSide
		}
	}
	return list
}

// blame finds out which side of a pairing that failed has broken the contract:
// the one that fails its checks.
func (m *meeting) blame(ctx context.Context, c *Check, one Pairing) error {
	f := c.Failure
	if f == nil {
		return nil
	}
	for _, side := range []string{"call", "serve"} {
		breach, err := m.breach(ctx, side, one.yours == side)
		if err != nil {
			return err
		}
		if breach != nil {
			f.Breaches = append(f.Breaches, Breach{Side: side, Who: one.ends[side], Check: *breach})
		}
	}
	switch len(f.Breaches) {
	case 0:
		f.Blame, f.Explain = "unknown", m.blameless(one)
	case 1:
		who := map[string]string{"call": "The caller", "serve": "The server"}
		f.Blame = f.Breaches[0].Side
		f.Explain = fmt.Sprintf("%s broke the contract: %v.", who[f.Blame], f.Breaches[0])
	default:
		f.Blame = "both"
		f.Explain = fmt.Sprintf("Both broke the contract: %v, and %v.", f.Breaches[0], f.Breaches[1])
	}
	if len(f.Breaches) > 0 {
		f.Mistake = f.Breaches[0].Check.Failure.Mistake
	}
	return nil
}

func (m *meeting) blameless(one Pairing) string {
	if m.partner.Reference {
		return fmt.Sprintf("The checks see nothing wrong with %s alone, and yet it does not get on with the reference. What they said stands above.", one.ends[one.yours])
	}
	return "The checks see nothing wrong with either side alone, and yet they do not get on. What they said stands above."
}

// breach returns the first check of a part that a program fails, or nil. The
// reference fails none.
func (m *meeting) breach(ctx context.Context, side string, yours bool) (*Check, error) {
	suspect, whose := m.theirs, "theirs"
	if yours {
		suspect, whose = m.yours, "yours"
	} else if m.partner.Reference {
		return nil, nil
	}
	key := side + "-" + whose
	found, known := m.breaches[key]
	if known {
		return found, nil
	}
	all, err := m.lesson.Checks()
	if err != nil {
		return nil, err
	}
	alone, mixed := partChecks(judged(all), side)
	if found, err = m.firstFailure(ctx, key, alone, suspect); err == nil && found == nil {
		found, err = m.firstFailure(ctx, key+"-mixed", mixed, suspect)
	}
	m.breaches[key] = found
	return found, err
}

// partChecks returns the checks of one part, and those that try it together with
// the other one: they say less about it.
func partChecks(all []lesson.Check, side string) (alone, mixed []lesson.Check) {
	for _, c := range all {
		switch {
		case !slices.Contains(c.Tries, side):
		case len(c.Tries) > 1:
			mixed = append(mixed, c)
		default:
			alone = append(alone, c)
		}
	}
	return alone, mixed
}

// firstFailure returns the first of the checks that a program fails, or nil.
func (m *meeting) firstFailure(ctx context.Context, key string, checks []lesson.Check, b program.Binary) (*Check, error) {
	dir, err := m.room(key)
	if err != nil {
		return nil, err
	}
	r := &Result{Seed: m.seed}
	r.run(ctx, checks, b, dir, nil)
	r.settleNeeds()
	return r.FirstFailure(), ctx.Err()
}

// look returns what the program does, and in a pairing what both of them do.
func (s *script) look() (program.Activity, error) {
	all, err := s.prog.Look()
	if errors.Is(err, program.ErrBlind) {
		s.unknown("what the program does cannot be seen: %v", err)
	}
	if s.pair == nil || err != nil {
		return all, err
	}
	for _, p := range s.running {
		if a, err := p.Look(); p != s.prog && err == nil { // one that has ended does nothing
			all.CPU += a.CPU
			all.Children += a.Children
			all.Running, all.Ending = all.Running || a.Running, all.Ending || a.Ending
		}
	}
	return all, nil
}
