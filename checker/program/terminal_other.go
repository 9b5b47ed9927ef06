//go:build !linux

package program

import "os"

// openTerminal does nothing: each system has its own way to make one.
func openTerminal() (screen, tty *os.File, err error) { return nil, nil, ErrNoTerminal }
