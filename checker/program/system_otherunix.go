//go:build unix && !linux

package program

import "syscall"

// ownGroup puts a process into a group of its own.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// CanLimit says that only Linux lets one process bound another.
const CanLimit = false

// limit does nothing: see CanLimit.
func (p *Process) limit(int, Options) error { return nil }

// limitBuild does nothing: see CanLimit.
func limitBuild(int) error { return nil }

// adoptOrphans does nothing: only Linux has it.
func adoptOrphans() error { return nil }

// Sweep does nothing: see adoptOrphans.
func Sweep() {}

// startLimited starts a program: see CanLimit.
func startLimited(begin func() error, _ Options, _ bool) error { return begin() }
