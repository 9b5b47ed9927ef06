//go:build !linux

package program

import "syscall"

// signalBusiest sends a signal to the program: which thread runs is told on Linux
// alone.
func (p *Process) signalBusiest(sig syscall.Signal) error { return p.Signal(sig) }
