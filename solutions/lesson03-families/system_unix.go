//go:build unix

package main

import (
	"os"
	"syscall"
)

// This file is given and needs no change.

// lockFolder lets one program at a time do something in a folder, of those that
// ask, and returns the function that ends it. The kernel ends it with the
// program (flock(2)).
func lockFolder(name string) (unlock func(), err error) {
	folder, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		_ = folder.Close() // nothing was done with it
		return nil, os.NewSyscallError("flock", err)
	}
	return func() { _ = folder.Close() }, nil // which gives the lock back
}

// option returns an option of a socket, as getsockopt(2) has it.
func option(fd uintptr, level, name int) (int, error) {
	n, err := syscall.GetsockoptInt(int(fd), level, name)
	return n, os.NewSyscallError("getsockopt", err)
}
