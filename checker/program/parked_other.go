//go:build !linux || (!amd64 && !arm64)

package program

import "time"

// Parked returns "": only Linux shows in what call a thread sleeps, in numbers
// that differ from one architecture to the other.
func (p *Process) Parked(time.Duration) (mark string) { return "" }

// Restless returns true: there is no telling.
func (p *Process) Restless() bool { return true }
