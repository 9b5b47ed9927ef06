//go:build !linux

package program

// Folder returns ErrNoProc.
func (p *Process) Folder() (string, error) { return "", ErrNoProc }
