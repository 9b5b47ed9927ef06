//go:build unix

package lesson

import (
	"os"
	"syscall"
)

// hold waits until no other checker makes something in a folder, and keeps them
// waiting until release (flock(2)). Where a disk has no locks, alone is false.
func hold(dir string) (release func(), alone bool) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}, false
	}
	err = syscall.EINTR
	for err == syscall.EINTR {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
	}
	return func() { _ = f.Close() }, err == nil // it was never written to
}
