//go:build unix && !linux

package program

import "syscall"

// ownGroup puts a process into a group of its own.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// limit does nothing: only Linux lets one process bound another.
func limit(int, bool) error { return nil }

// adoptOrphans does nothing: only Linux has it.
func adoptOrphans() error { return nil }

// Sweep does nothing: see adoptOrphans.
func Sweep() {}
