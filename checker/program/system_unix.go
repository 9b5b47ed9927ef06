//go:build unix

package program

import "syscall"

// systemEnv returns what every program on this system needs in its
// environment: nothing.
func systemEnv() []string { return nil }

func killGroup(pid int) error { return syscall.Kill(-pid, syscall.SIGKILL) }

func killOne(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }

func signalGroup(pid int, sig syscall.Signal) error { return syscall.Kill(-pid, sig) }
