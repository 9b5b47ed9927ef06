package main

import (
	"os"
	"syscall"
	"unsafe"
)

// This file is given and needs no change.

// lockFolder does nothing: Windows has no lock on folders.
func lockFolder(string) (unlock func(), err error) { return func() {}, nil }

// option returns an option of a socket, as getsockopt has it.
func option(fd uintptr, level, name int) (int, error) {
	var n int32
	size := int32(unsafe.Sizeof(n))
	err := syscall.Getsockopt(syscall.Handle(fd), int32(level), int32(name), (*byte)(unsafe.Pointer(&n)), &size)
	return int(n), os.NewSyscallError("getsockopt", err)
}
