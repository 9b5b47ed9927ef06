//go:build !linux

package program

// Scarce is only possible on Linux.
func (p *Process) Scarce(int) error { return ErrNoProc }

// Room is only known on Linux.
func (p *Process) Room() (int, error) { return 0, ErrNoProc }

// Kept is only known on Linux.
func (p *Process) Kept() (int, error) { return 0, ErrNoProc }
