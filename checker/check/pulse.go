package check

import (
	"context"
	"os"
	"slices"
	"sync"
	"time"

	"socketworkshop/checker/tutor"
)

// A pulse tells how late the checker itself gets a processor, and what has come
// for it. Where that is late, the program under test is late, too, and a short
// time that it was given may be over before it could do anything.
type pulse struct {
	mu    sync.Mutex
	beats []beat    // the late ones, the oldest first
	due   time.Time // of the beat that has not come yet; zero: there is none
}

type beat struct {
	at   time.Time
	late time.Duration
}

const (
	beatEvery = 10 * time.Millisecond
	beatLate  = 40 * time.Millisecond // less is usual
	sendLate  = time.Second           // too late to tell that a program does not read
)

// run beats until ctx is done. A beat is a byte in a pipe: whoever waits for bytes
// may be awake much later than who waits for a time.
func (p *pulse) run(ctx context.Context) {
	r, w, err := os.Pipe()
	if err != nil {
		return // without descriptors no check gets far
	}
	defer r.Close() // nothing is kept in a pipe
	defer w.Close()
	one := make([]byte, 1)
	for ctx.Err() == nil {
		p.expect(time.Now().Add(beatEvery))
		time.AfterFunc(beatEvery, func() { _, _ = w.Write([]byte{0}) }) // one that is lost is overdue for ever
		if _, err := r.Read(one); err != nil {
			return
		}
		p.note(time.Now())
	}
}

func (p *pulse) expect(due time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due = due
}

// note takes down the beat that was expected.
func (p *pulse) note(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if late := at.Sub(p.due); late > beatLate {
		p.beats = append(p.beats, beat{at, late})
	}
}

// late returns by how much the beats since then were late, and the one that is due
// is.
func (p *pulse) late(since time.Time) (all []time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if overdue := time.Since(p.due); !p.due.IsZero() && overdue > beatLate {
		all = append(all, overdue)
	}
	for _, b := range p.beats {
		if b.at.After(since) {
			all = append(all, b.late)
		}
	}
	return all
}

// worst returns by how much the latest beat since then was late, or is.
func (p *pulse) worst(since time.Time) (most time.Duration) {
	for _, late := range p.late(since) {
		most = max(most, late)
	}
	return most
}

// lost returns how much time was lost since then, in all beats that were late.
func (p *pulse) lost(since time.Time) (sum time.Duration) {
	for _, late := range p.late(since) {
		sum += late
	}
	return sum
}

// ownLimit is the shortest time after which a server may give up by itself, where
// no flag names another: lesson15's waits so long for the answer to its challenge.
const ownLimit = 5 * time.Second

// ownLimits are the failures that such a limit brings about: the program has
// killed a command, or hung up, or said why it gives up. One that still waits has
// not done so.
var ownLimits = []tutor.Kind{
	tutor.WrongBytes, tutor.Extra, tutor.EndedEarly, tutor.BadExit, tutor.BadOutput, tutor.NoLine, tutor.BadLength, tutor.BadCut,
	tutor.WrongAnswer, tutor.BadMessage, tutor.BrokenOff, tutor.WrongFile, tutor.WrongFolder,
}

// gaveUp reports whether a failure may come of a limit of the program's own, for
// it has had so little of the machine: a fifth of the time was lost. With nothing
// beside the checks no beat is late, and with a load of forty on two processors a
// hundredth is lost. A short time that it was told is another matter (hasty).
func (s *script) gaveUp(e tutor.Evidence) bool {
	took := time.Since(s.started)
	return s.hurry == 0 && took >= ownLimit && slices.Contains(ownLimits, e.Kind) && s.gate.pulse.lost(s.started) >= took/5
}

// hadProcessors reports whether neither the checker nor the program has waited for a
// processor for as long as d. It is false where the system does not tell.
func (s *script) hadProcessors(d time.Duration) bool {
	starved := s.process().Starved()
	return starved > 0 && starved < d && s.gate.pulse.worst(s.begun) < d
}

// lateness begins to watch how late things are: for how long the program, in all
// its threads, or the checker waits for a processor. Where the system does not tell
// the first, it is the second.
func (s *script) lateness() (late func() time.Duration) {
	since, starved := time.Now(), s.process().Starved()
	return func() time.Duration {
		return max(s.process().Starved()-starved, s.gate.pulse.worst(since))
	}
}
