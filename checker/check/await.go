package check

import (
	"errors"
	"time"

	"socketworkshop/checker/program"
)

// An outcome is why waiting ended.
type outcome int

const (
	reached  outcome = iota
	exited           // the program has ended
	idle             // it sleeps
	spinning         // it burns processor time
	late             // there is no telling
)

// A watch follows what the program does while a check waits for it.
type watch struct {
	s     *script
	begun time.Time
	mark  time.Time     // of the last progress
	cpu   time.Duration // used by then
	looks int           // since then
	busy  int           // looks that found a thread running
	gone  int           // looks since the program was first seen to have ended
	size  int           // events on the wire
	out   int64         // bytes the program had printed at the last progress
	read  int64         // bytes the program had read then
	grown int64         // bytes of memory it had used then
	taken int64         // bytes it had taken from its connections then
	left  int           // bytes that it had not read of connections that are broken off, when it was last at rest
	most  int           // processes that it had started and that lived then, at most
	shown int64         // bytes it had printed at the last look
	still standstill
}

// await waits until ok reports true, and no longer than makes sense.
func (s *script) await(ok func() bool) outcome {
	w := s.carried
	if s.carried = nil; w == nil {
		w = &watch{s: s, begun: time.Now()}
	}
	s.parked, s.slept, s.watched = false, 0, w
	timer := time.NewTimer(lookSoon)
	defer timer.Stop()
	for {
		rings := s.bell.rings()
		if ok() {
			return reached
		}
		select {
		case <-s.ctx.Done():
			s.unknown("interrupted")
		case <-rings:
		case <-timer.C:
			if o := w.look(); o != reached && !ok() {
				return o
			}
			timer.Reset(w.pause())
		}
	}
}

// goOn lets the next wait go on where one has ended, which waited for the same: a
// program that has slept through that need not do so once more.
func (s *script) goOn(o outcome) {
	if o == idle {
		s.carried = s.watched
	}
}

// pause returns the time until the next look. A look costs a hundred system
// calls, so a program that rests is looked at less often.
func (w *watch) pause() time.Duration {
	if w.looks < soonLooks || w.still.mark != "" && !w.still.restless {
		return lookSoon
	}
	return lookSeldom
}

// enoughLooks is how many looks must have found a program at rest in a time:
// three quarters of those that there are on an idle machine.
func enoughLooks(limit time.Duration) int {
	seldom := max(limit-soonLooks*lookSoon, 0) / lookSeldom
	return (min(soonLooks, int(limit/lookSoon)) + int(seldom)) * 3 / 4
}

// look returns reached while waiting still makes sense.
func (w *watch) look() outcome {
	now := time.Now()
	if now.Sub(w.begun) > lateLimit || now.After(w.s.deadline) {
		return late
	}
	if w.s.prog != nil {
		if _, over := w.s.prog.Status(); over {
			return w.over()
		}
	}
	var cpu time.Duration
	busy := false
	if w.s.prog != nil {
		a, err := w.s.look()
		if errors.Is(err, program.ErrNoProc) {
			return w.blind(now)
		}
		if err != nil {
			return reached // it has just ended
		}
		cpu, busy = a.CPU, a.Running
		w.s.worked = w.s.worked || a.Children > 0
		if w.forks(a.Children) || a.Ending || w.s.behind() || w.s.handedOn() || w.s.worked && (w.swallows() || w.grows()) || w.takes() {
			w.mark = time.Time{} // something is under way
			return reached
		}
	}
	if size := len(w.s.log.Events()); w.mark.IsZero() || size != w.size {
		w.mark, w.cpu, w.looks, w.busy, w.size, w.out = now, cpu, 0, 0, size, w.written()
	}
	w.looks++
	if busy {
		w.busy++
	}
	quiet := now.Sub(w.mark)
	o := w.judge(quiet, cpu-w.cpu)
	if o == reached && w.parked(now, quiet) {
		w.s.parked, o = true, idle
	}
	if o == idle {
		return w.rests(quiet)
	}
	return o
}

// rests takes down for how long the program has slept, unless a call of its is
// still under way, or it is not yet done with one that has broken off.
func (w *watch) rests(quiet time.Duration) outcome {
	if w.s.handedIn() || w.drains() {
		w.mark, w.s.parked = time.Time{}, false
		return reached
	}
	w.s.slept = quiet
	return idle
}

// workFlood is how many bytes a program may print before it gets on: one that logs
// a long message with every step is no loop.
const workFlood = 8 << 20

// judge tells rest from work: quiet is the time since the last progress, and
// cpu the processor time used in it. Rest is at most 15 % of one processor, and
// a thread found running in at most a third of the looks. Looks count as well
// as seconds: on a busy machine the checker gets to look as seldom as the
// program gets to work.
func (w *watch) judge(quiet, cpu time.Duration) outcome {
	limit := w.s.idleLimit() + latePatience*w.s.gate.pulse.worst(w.mark)
	printing := w.printing()
	switch {
	case cpu >= w.s.patience() || w.written()-w.out >= workFlood+w.s.poured:
		w.s.burnt = cpu
		w.s.spun()
		return spinning
	case printing:
	case quiet >= limit && cpu*100 <= quiet*15 && w.busy*3 <= w.looks && w.looks >= enoughLooks(limit):
		return idle
	}
	return reached
}

// written returns how many bytes the program has printed.
func (w *watch) written() int64 {
	if w.s.prog == nil {
		return 0
	}
	return w.s.prog.Written()
}

// printing reports whether the program has printed much since the last look, or
// may be waiting for the checker to read it.
func (w *watch) printing() bool {
	before := w.shown
	w.shown = w.written()
	return w.s.prog != nil && (w.shown-before > manyWords || w.s.prog.Pending())
}

// over waits for the last bytes of a program that has ended: its kernel has
// sent the end of every connection, so until that is read something is still
// under way.
func (w *watch) over() outcome {
	w.gone++
	if w.s.unheard() {
		return reached
	}
	if w.gone > exitedLooks {
		return exited
	}
	return reached
}

// blind is for systems that do not show what a program does.
func (w *watch) blind(now time.Time) outcome {
	if now.Sub(w.begun) > blindLimit {
		return idle
	}
	return reached
}
