package check

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// addressTries is how often a check is begun when another program has taken
// the address that was chosen for the learner's. A program that takes it twice
// itself fails each time.
const addressTries = 3

// run runs the checks side by side, and then those alone that there was no
// processor for beside the others.
func (r *Result) run(ctx context.Context, checks []lesson.Check, b program.Binary, scratch string, tell func(*Result)) {
	told := newLedger(r, checks, tell)
	k := &checking{checks: checks, binary: b, gate: newGate(pilot(checks)), leash: newLeash(ctx, checks), seed: r.Seed, scratch: scratch}
	defer k.leash.done()
	k.gate.run = ctx
	beating, done := context.WithCancel(ctx)
	defer done()
	go k.gate.pulse.run(beating)
	var all sync.WaitGroup
	slots := make(chan struct{}, sideBySide())
	for i := range checks {
		slots <- struct{}{} // in their order: the pilot is among the first
		all.Go(func() {
			defer func() { <-slots }()
			told.note(i, k.judge(i, ""))
		})
	}
	all.Wait()
	for i, end := 0, time.Now().Add(aloneLimit); i < len(checks) && ctx.Err() == nil && time.Now().Before(end); i++ {
		if !r.Checks[i].tooSlow() {
			continue
		}
		if told.note(i, k.judge(i, "-alone")); r.Checks[i].tooSlow() {
			return // other work than ours is in the way
		}
	}
}

const aloneLimit = time.Minute // for those that are judged alone

// A checking is what the checks of one run need.
type checking struct {
	checks  []lesson.Check
	binary  program.Binary
	gate    *gate
	leash   *leash
	failed  failed
	seed    uint64
	scratch string
}

// judge runs check i in a folder of its own, whose name ends with way.
func (k *checking) judge(i int, way string) Check {
	c, dir := k.checks[i], filepath.Join(k.scratch, fmt.Sprint(i, way))
	unstopped := false
	begin := func(which string, pace int) *script {
		s := newScript(k.leash.own[i], c, k.binary, k.gate, dir+which, k.seed)
		s.pace, s.unstopped = pace, unstopped
		return s
	}
	judge := func(which string) Check {
		return tries(func(try, pace int) *script {
			s := begin(fmt.Sprint(which, "-", try), pace)
			s.lastTry = try >= addressTries-1
			return s
		})
	}
	ended := judge("")
	if unstopped = ended.startled; unstopped {
		ended = judge("-unstopped")
	}
	// A pilot that ended before its server came up tells the others not to try,
	// unless only the machine was too slow for it.
	k.gate.pass(c.Name, ended.tooSlow())
	f := ended.Failure
	if f != nil {
		k.leash.failed(c.Name)
	}
	if f != nil && f.Mistake != tutor.NotWrittenYet && k.failed.note(i) && !f.often {
		ended.repeat(k.binary, func(eager bool) *script {
			s := begin(fmt.Sprint("-again-", eager), ended.pace)
			s.again, s.eager = true, eager
			return s
		})
	}
	return ended
}

// tries runs a check, again when its address was taken, and again, patiently,
// when a busy machine may have eaten up the time that was in it.
func tries(begin func(try, pace int) *script) (c Check) {
	pace, hurried := 0, false
	for try := range addressTries + len(moments) {
		s := begin(try, pace)
		c = s.run()
		hasty := s.haste && c.Verdict == Fail && pace == 0
		again := pace+1 < len(moments) && (hasty || s.tardy || s.vague && c.Verdict == Pass)
		if !again && !(s.collided && !s.lastTry) {
			break
		}
		if again {
			pace++
		}
		hurried = hurried || hasty
	}
	if hurried {
		c.pace = 0 // it fails with that, too
	}
	return c
}

// tooSlow reports whether there was no telling for want of a processor.
func (c Check) tooSlow() bool {
	return c.Verdict == Unknown && strings.HasPrefix(c.Reason, "the machine is too slow to judge")
}
