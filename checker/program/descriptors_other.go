//go:build !linux

package program

// Scarce is only possible on Linux.
func (p *Process) Scarce(int) error { return ErrNoProc }
