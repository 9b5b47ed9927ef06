package program

import (
	"errors"
	"time"
)

// ErrNoProc is the error of every look at a process on a system that does not
// show its processes below /proc.
var ErrNoProc = errors.New("this system shows no processes under /proc")

// ErrBlind is the error of a look for which this process has no descriptor, or
// no memory.
var ErrBlind = errors.New("the checker cannot look at it: too many open files")

// An Activity is one look at a program and the children it has now.
type Activity struct {
	CPU     time.Duration // processor time used since the start, to 10 ms
	Running bool          // some thread runs, or waits for a processor or the disk
	Stopped bool          // its first process is stopped by a signal
	Ending  bool          // its first process is dead, and its end not yet noted

	Children int // how many processes descend from its first
}

// A Leftover is a process that a program started and did not end.
type Leftover struct {
	PID     int
	Command string

	state byte
	file  string // what it runs, of the program's own processes; see executable
}

// Asleep reports whether the process slept when it was seen: one that has been
// told to end and has not yet got a processor does not.
func (l Leftover) Asleep() bool { return l.state == 'S' }

// Crash kills the program and every process that it has started, and waits for
// their end. Its error says that the program had ended before.
func (p *Process) Crash() error {
	if _, over := p.Status(); over {
		return errors.New("the program has ended already")
	}
	p.kill()
	<-p.exited
	p.endLeftovers()
	return nil
}

const leftoverLimit = 5 * time.Second // for a program that starts others faster than they are ended

// endLeftovers ends what the program left behind, and waits for that: killing
// takes effect when the process next gets a processor.
func (p *Process) endLeftovers() {
	for end := time.Now().Add(leftoverLimit); time.Now().Before(end); <-time.After(time.Millisecond) {
		left := p.Leftovers()
		if len(left) == 0 {
			return
		}
		for _, child := range left {
			_ = killOne(child.PID) // it may be gone by itself
		}
	}
}
