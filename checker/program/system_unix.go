//go:build unix

package program

import (
	"os/signal"
	"syscall"
)

// systemEnv returns what every program on this system needs in its
// environment: nothing.
func systemEnv() []string { return nil }

func killGroup(pid int) error { return syscall.Kill(-pid, syscall.SIGKILL) }

func killOne(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }

func signalGroup(pid int, sig syscall.Signal) error { return syscall.Kill(-pid, sig) }

// ignoreFileSizeSignal lets a program that is started from now on see an error
// when it writes more to a file than it may, and not die of SIGXFSZ: a signal
// that is ignored stays so across execve(2), unless the program itself wants
// otherwise.
func ignoreFileSizeSignal() { signal.Ignore(syscall.SIGXFSZ) }
