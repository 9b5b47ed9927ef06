package program

import (
	"errors"
	"os"
	"syscall"
)

// systemEnv returns what every program on Windows needs in its environment
// to use the network.
func systemEnv() []string { return []string{"SYSTEMROOT=" + os.Getenv("SYSTEMROOT")} }

// ownGroup keeps Ctrl-C away from the program.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

func killGroup(pid int) error { return killOne(pid) }

func killOne(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Kill()
}

func signalGroup(pid int, sig syscall.Signal) error {
	if sig == syscall.SIGKILL {
		return killOne(pid)
	}
	return errors.New("Windows has no signals")
}

// CanLimit says that nothing here bounds another process: Windows would need a
// job object.
const CanLimit = false

// limit does nothing: see CanLimit.
func (p *Process) limit(int, Options) error { return nil }

// ignoreFileSizeSignal does nothing: Windows has no such signal.
func ignoreFileSizeSignal() {}

// limitBuild does nothing: see CanLimit.
func limitBuild(int) error { return nil }

// adoptOrphans does nothing: only Linux has it.
func adoptOrphans() error { return nil }

// Sweep does nothing: see adoptOrphans.
func Sweep() {}

// startLimited starts a program: see CanLimit.
func startLimited(begin func() error, _ Options, _ bool) error { return begin() }
