package check

import (
	"slices"
	"sync"

	"socketworkshop/checker/lesson"
)

const notEnded = "it has not ended" // the reason of a check that still runs, or waits

// A ledger gathers what came of the checks of a run, and tells of each.
type ledger struct {
	result *Result
	tell   func(*Result)
	mu     sync.Mutex
}

func newLedger(r *Result, checks []lesson.Check, tell func(*Result)) *ledger {
	for _, c := range checks {
		r.Checks = append(r.Checks, Check{Name: c.Name, Step: c.Step, Claim: c.Claim, Verdict: Unknown, Reason: notEnded})
	}
	return &ledger{result: r, tell: tell}
}

// note writes down what came of check i.
func (l *ledger) note(i int, c Check) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.result.Checks[i] = c
	if l.tell == nil {
		return
	}
	sofar := *l.result
	sofar.Checks = slices.Clone(sofar.Checks)
	sofar.settleNeeds()
	sofar.Verdict = sofar.verdict()
	l.tell(&sofar)
}
