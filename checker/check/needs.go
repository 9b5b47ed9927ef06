package check

import (
	"context"
	"slices"

	"socketworkshop/checker/lesson"
)

// A leash holds each check of a run, so that those can be stopped which need one
// that has failed: they will be skipped, and the learner should not wait for
// them.
type leash struct {
	checks []lesson.Check
	own    []context.Context
	stop   []context.CancelFunc
}

func newLeash(ctx context.Context, checks []lesson.Check) *leash {
	l := &leash{checks: checks}
	for range checks {
		own, stop := context.WithCancel(ctx)
		l.own, l.stop = append(l.own, own), append(l.stop, stop)
	}
	return l
}

// failed stops the checks that need this one, and those that need them.
func (l *leash) failed(name string) {
	for i, c := range l.checks {
		if slices.Contains(c.Needs, name) {
			l.stop[i]()
			l.failed(c.Name)
		}
	}
}

// done lets go of all.
func (l *leash) done() {
	for _, stop := range l.stop {
		stop()
	}
}

// settleNeeds turns checks that need one which failed into skips, whatever they
// came to, and failures where that one could not be judged. Checks run side by
// side, so this is known only afterwards. Each stands behind those it needs.
func (r *Result) settleNeeds() {
	verdicts, lost := map[string]Verdict{}, map[string]bool{} // lost: it failed, or is skipped for one that did
	for i := range r.Checks {
		c := &r.Checks[i]
		verdicts[c.Name], lost[c.Name] = c.Verdict, c.Verdict == Fail
		for _, need := range c.needs {
			v, ran := verdicts[need]
			if ran && (lost[need] || v != Pass && c.Verdict == Fail) {
				lost[c.Name] = lost[need]
				c.Verdict, c.Reason, c.Failure = Skip, Needs+need, nil
			}
		}
	}
}
