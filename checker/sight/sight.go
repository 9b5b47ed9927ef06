// Package sight counts the moments at which the checker could not see what a
// program did, for it had no descriptor or no memory left itself. A look that
// fails so finds no threads, no files and no bytes, which is what a program at
// rest has: nothing that was seen around such a moment counts.
package sight

import (
	"errors"
	"sync/atomic"
	"syscall"
)

var missed atomic.Int64

// Missed returns how many such moments there have been in this process.
func Missed() int64 { return missed.Load() }

// Lost reports whether an error of a look, or of a call that was to be taken, says
// that this process lacks something, and counts it.
func Lost(err error) bool {
	lost := Lacks(err)
	if lost {
		missed.Add(1)
	}
	return lost
}

// Lacks reports whether an error says that this process, or the machine, had no
// descriptor, no memory or no port left (open(2), socket(2), connect(2)),
// whatever was to be opened, and whoever was called.
func Lacks(err error) bool {
	for _, lack := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.EADDRNOTAVAIL} {
		if errors.Is(err, lack) {
			return true
		}
	}
	return false
}
