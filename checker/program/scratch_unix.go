//go:build unix

package program

import (
	"os"
	"syscall"
)

// lockFile opens a file and locks it for this process, until it is closed
// (flock(2)). It is an error that another process holds it.
func lockFile(name string, flag int) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|flag, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // it was only opened
		return nil, err
	}
	return f, nil
}
