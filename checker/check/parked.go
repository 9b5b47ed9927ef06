package check

import (
	"slices"
	"time"

	"socketworkshop/checker/wire"
)

// A program that is parked need not be waited for until idleLimit is over: as
// long as nothing reaches it, it cannot get on, and nothing is on its way.
const (
	parkedLimit = 250 * time.Millisecond // nothing happens; longer than a kernel delays bytes or their acknowledgement
	packetLimit = time.Second            // the same where a datagram may be on its way: nobody acknowledges it, and a busy kernel hands it on late
	parkedApart = 100 * time.Millisecond // between two looks that find the program parked
	manyConns   = 100                    // each is looked at
)

// A standstill is the first of the looks that found the program parked without
// any thread having run since.
type standstill struct {
	mark     string // of program.Process.Parked
	at       time.Time
	restless bool // see program.Process.Restless
}

// parked reports whether waiting until idleLimit is over would change nothing.
// It is certain or false.
func (w *watch) parked(now time.Time, quiet time.Duration) bool {
	mark := ""
	if quiet >= parkedApart && w.undisturbed(quiet) {
		mark = w.s.prog.Parked(w.s.idleLimit())
	}
	if mark == "" || mark != w.still.mark {
		w.still = standstill{mark: mark, at: now}
		return false
	}
	limit := parkedLimit
	if len(w.s.boxes) > 0 {
		limit = packetLimit
	}
	if w.still.restless || quiet < limit+latePatience*w.s.gate.pulse.worst(w.mark) || now.Sub(w.still.at) < parkedApart {
		return false
	}
	w.still.restless = w.s.prog.Restless() || slices.ContainsFunc(w.s.open, (*wire.Conn).Moving)
	return !w.still.restless
}

// undisturbed reports whether the program is alone with the checker. One that was
// told a short time may wait for that in a way that cannot be seen, but for a Go
// program without children, until twice that time is over.
func (w *watch) undisturbed(quiet time.Duration) bool {
	s := w.s
	switch {
	case s.prog == nil || s.pair != nil || s.between != "" || s.frozen != nil:
		return false
	case len(s.open) > manyConns:
		return false
	case s.hurry > 0 && (s.worked || len(s.prog.Binary.Source) == 0) && quiet < 2*s.hurry+parkedLimit:
		return false
	case w.busy > 0 || s.prog.Pending():
		return false
	}
	for _, p := range s.running {
		if _, over := p.Status(); p != s.prog && !over {
			return false
		}
	}
	return true
}
