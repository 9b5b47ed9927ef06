//go:build !linux

package program

// Scarce is only possible on Linux.
func (p *Process) Scarce(int) error { return ErrNoProc }

// Room is only known on Linux.
func (p *Process) Room() (int, error) { return 0, ErrNoProc }

// Held returns 0: only Linux shows them.
func Held() int { return 0 }

// Kept is only known on Linux.
func (p *Process) Kept() (int, error) { return 0, ErrNoProc }
