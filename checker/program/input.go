package program

import (
	"io"

	"socketworkshop/checker/spawn"
)

// Type writes text to the program's standard input.
func (p *Process) Type(text string) error {
	_, err := io.WriteString(p.stdin, text)
	return err
}

// EndInput ends the program's standard input.
func (p *Process) EndInput() error { return spawn.Close(p.stdin) }
