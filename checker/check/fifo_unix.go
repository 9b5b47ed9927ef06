//go:build unix

package check

import "syscall"

// makeFIFO makes a named pipe (mkfifo(3)).
func makeFIFO(path string) error { return syscall.Mkfifo(path, 0o666) }
