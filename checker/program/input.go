package program

import (
	"io"
	"syscall"
)

// Type writes text to the program's standard input.
func (p *Process) Type(text string) error {
	_, err := io.WriteString(p.stdin, text)
	return err
}

// EndInput ends the program's standard input.
func (p *Process) EndInput() error {
	syscall.ForkLock.RLock() // a process that is being started has a copy of the pipe's end for a moment
	defer syscall.ForkLock.RUnlock()
	return p.stdin.Close()
}
