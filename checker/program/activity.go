package program

import (
	"errors"
	"time"
)

// ErrNoProc is the error of every look at a process on a system that does not
// show its processes below /proc.
var ErrNoProc = errors.New("this system shows no processes under /proc")

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
}

// Asleep reports whether the process slept when it was seen: one that has been
// told to end and has not yet got a processor does not.
func (l Leftover) Asleep() bool { return l.state == 'S' }
