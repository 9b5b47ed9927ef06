package check

import (
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// hasty reports whether a failure may come of the short time alone: a command
// that was killed too early has still been answered, and nothing of it is left.
func (s *script) hasty(e tutor.Evidence) bool {
	silent := e.Kind == tutor.NoReply && len(e.Got) == 0
	if s.certain || e.Spinning || e.Kind == tutor.LeftBehind {
		return false
	}
	late := e.Kind == tutor.NotClosed || e.Kind == tutor.NoWords || e.Kind == tutor.NotExited && s.throng.signals > 0
	if (s.parked || s.slept > slumber*s.hurry) && (late || s.unanswered(e)) {
		return false // what comes when the time is over: none is set that could be, or it was over long ago
	}
	if s.limited && (s.namesAnotherLimit(e.Got) || s.tellsWrongly(e)) {
		return false
	}
	if s.endedUnanswered(e) {
		return false
	}
	return s.hurry > 0 && !(s.limited && (silent || e.Kind == tutor.NotClosed))
}

// slumber is how many times its short time a program must have slept for that time
// to be over whatever the machine has to do.
const slumber = 10

// unanswered reports whether a server keeps a caller on the line without a word: one
// whose time for it is over hangs up.
func (s *script) unanswered(e tutor.Evidence) bool {
	c := s.conns[e.Conn]
	if c == nil || s.limited || s.role != "serve" || e.Kind != tutor.NoReply {
		return false
	}
	_, end := c.Heard()
	return end == nil
}

// endedUnanswered reports whether a caller over UDP has ended for want of a reply:
// one that has given up a line goes on with the next, and its status is 0, however
// short the time was.
func (s *script) endedUnanswered(e tutor.Evidence) bool {
	if s.role != "call" || len(s.boxes) == 0 {
		return false
	}
	_, over := s.process().Status()
	return over && (e.Kind == tutor.NoReply || e.Kind == tutor.BadExit)
}

// dozed reports whether the checker took so long to answer the program, or
// either of them to get a processor, that the short time may have been over.
func (s *script) dozed() bool {
	share := time.Duration(8) // of the time
	if s.lastPace() {
		share = 3
	}
	if s.gate.pulse.worst(s.begun) > s.hurry/share || s.starved > s.hurry/2 {
		return true
	}
	if s.dawdled {
		return false // the checker was to be late
	}
	spoke := map[string]time.Duration{} // when the program did so last, by connection
	for _, e := range s.log.Events()[:s.seen] {
		switch {
		case e.Size == 0:
		case e.From == wire.FromProgram:
			spoke[e.Conn] = e.At
		case spoke[e.Conn] > 0 && e.At-spoke[e.Conn]-s.paused(spoke[e.Conn], e.At) > s.hurry/2:
			return true
		}
	}
	return false
}

// A pause is a time that a script let go by: at is when it began, since the log
// was begun.
type pause struct{ at, lasts time.Duration }

// paused returns how much of the time between two moments of the log the script
// was to let go by.
func (s *script) paused(from, to time.Duration) (all time.Duration) {
	for _, p := range s.pauses {
		all += max(0, min(to, p.at+p.lasts)-max(from, p.at))
	}
	return all
}
