package check

import (
	"fmt"
	"sync"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// A Repeat is a run of a failed check that passed, with the same seed.
type Repeat struct {
	Wire []Event `json:"wire"` // what happened in it
}

// failed is the first check in order that has failed so far: the one that will
// be explained in full.
type failed struct {
	mu    sync.Mutex
	first int
	any   bool
}

// note reports whether check i is the first to have failed, as far as is known
// now.
func (f *failed) note(i int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.any && f.first < i {
		return false
	}
	f.first, f.any = i, true
	return true
}

// repeat runs a check that has failed again, with the same seed and time, to learn
// whether it fails each time and where the program stands then. Begin makes the
// script; an eager one loses patience soon, for a program that is known to
// sleep.
func (c *Check) repeat(b program.Binary, begin func(eager bool) *script) {
	f := c.Failure
	again := begin(true).run()
	if again.Verdict == Pass { // perhaps only for want of patience
		again = begin(false).run()
	}
	switch {
	case again.Verdict == Pass:
		f.Racy = &Repeat{Wire: again.wire}
		if tutor.Steady(f.Mistake) {
			f.unsure()
		}
		if f.ofChance {
			f.Message = fmt.Sprintf("%s; but when this check was repeated, it passed: the challenge was another then, and the failure depends on it, or your program is racy", f.Message)
			return
		}
		f.Message = fmt.Sprintf("%s; but when this check was repeated with the same seed, it passed: your program is racy", f.Message)
	case f.timed && begin(true).inSeconds().run().Verdict == Pass:
		f.unsure()
		f.Experiments = append(f.Experiments, "I ran this check again with the time spelled 1s in place of milliseconds, and it passed. Does your program read the unit?")
	case again.Failure == nil:
	case f.moved, len(f.Where) == 0:
		f.Where = again.Failure.Where
	case f.spins:
		if told := tutor.Loop(b.Source, f.Where, again.Failure.Where); told != "" {
			f.Experiments = append(f.Experiments, told)
		}
	}
}

// unsure takes the mistake back.
func (f *Failure) unsure() { f.Mistake, f.Explain = "", f.usual }

// inSeconds lets a script that has not begun spell its short time in seconds.
func (s *script) inSeconds() *script {
	s.pace, s.spelt, s.dir = 1, true, s.dir+"-in-seconds"
	return s
}
