package program

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// ownGroup puts a process into a group of its own and lets it die with the
// checker. The kernel looks at the thread that started it; the Go runtime
// ends a thread only with a goroutine locked to it, and nothing here locks.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

const (
	maxMemory = 1 << 30 // bytes of data; less than 100 MB stops some Go programs at their start
	maxCPU    = 60      // seconds of processor time
	maxFile   = 1 << 30 // bytes of one file

	threadStack = 9 << 20 // bytes that the C library asks for when a thread begins: RLIMIT_STACK, 8 MiB, and a little (pthread_create(3))
)

// CanLimit says that this system lets one process bound another.
const CanLimit = true

// startLock is held while this process has the memory limit of a program.
var startLock sync.Mutex

// startLimited starts a program with a memory limit from its first instruction
// on: a process begins with the limits of its parent (getrlimit(2)), and by the
// time that its own comes, it may have taken what it wanted. For that moment the
// limit is this process's as well, so what this one has comes on top.
func startLimited(begin func() error, o Options, vast bool) error {
	startLock.Lock()
	defer startLock.Unlock()
	var own unix.Rlimit
	used, err := ownData()
	if vast || err != nil || unix.Getrlimit(unix.RLIMIT_DATA, &own) != nil {
		return begin()
	}
	bound := unix.Rlimit{Cur: min(used+dataLimit(o), own.Cur), Max: own.Max}
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &bound); err != nil {
		return os.NewSyscallError("setrlimit", err)
	}
	err = begin() // it returns when the program has taken the child's place
	return errors.Join(err, os.NewSyscallError("setrlimit", unix.Setrlimit(unix.RLIMIT_DATA, &own)))
}

// ownData returns how many bytes this process has that RLIMIT_DATA counts (the
// sixth number of /proc/PID/statm, in pages; proc_pid_statm(5)).
func ownData() (uint64, error) {
	text, err := readProc("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text))
	if len(fields) < 6 {
		return 0, fmt.Errorf("/proc/self/statm has %d fields, want at least 6", len(fields))
	}
	pages, err := strconv.ParseUint(fields[5], 10, 64)
	return pages * uint64(os.Getpagesize()), err
}

// dataLimit returns how much memory a program may have, in bytes.
func dataLimit(o Options) uint64 { return maxMemory + uint64(o.Data) + uint64(o.Threads)*threadStack }

// limit bounds memory, processor time and file size of a process of the program
// that has just been started. The stacks of the threads have room besides the usual
// memory.
func (p *Process) limit(pid int, o Options) error {
	bounds := map[int]uint64{unix.RLIMIT_CPU: maxCPU, unix.RLIMIT_FSIZE: maxFile, unix.RLIMIT_CORE: 0}
	if o.MaxFile > 0 {
		bounds[unix.RLIMIT_FSIZE] = uint64(o.MaxFile)
	}
	if !p.Binary.Vast {
		bounds[unix.RLIMIT_DATA] = dataLimit(o)
	}
	if n := p.Binary.Means.Descriptors; n > 0 {
		bounds[unix.RLIMIT_NOFILE] = n
	}
	for which, most := range bounds {
		err := unix.Prlimit(pid, which, &unix.Rlimit{Cur: most, Max: most}, nil)
		if err == unix.ESRCH {
			return nil // it has ended already
		}
		if err != nil {
			return os.NewSyscallError("prlimit", err)
		}
	}
	return nil
}

// limitBuild bounds what the go command and each compiler that it will start may
// take. A program of a lesson needs a tenth of that.
func limitBuild(pid int) error {
	for which, most := range map[int]uint64{
		unix.RLIMIT_CPU: buildCPU, unix.RLIMIT_DATA: buildMemory, unix.RLIMIT_FSIZE: buildFile, unix.RLIMIT_CORE: 0,
	} {
		if err := unix.Prlimit(pid, which, &unix.Rlimit{Cur: most, Max: most}, nil); err != nil && err != unix.ESRCH { // it has ended already
			return os.NewSyscallError("prlimit", err)
		}
	}
	return nil
}

// adoptOrphans makes this process the parent of every process that a learner's
// program starts and abandons: prctl(2), PR_SET_CHILD_SUBREAPER.
func adoptOrphans() error {
	return os.NewSyscallError("prctl", unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
}

// Sweep ends every child of this process. It is for the very end, when no
// child is wanted any more.
func Sweep() {
	self := os.Getpid()
	for range 100 { // an end for a program that starts others faster than this
		found := offspring(self)
		for _, child := range found {
			found = append(found, descendants(child)...)
		}
		if len(found) == 0 {
			return
		}
		for _, child := range found {
			_ = killOne(child) // it may be gone by itself
			reap(child)
		}
	}
}

// reap takes leave of a child that is dead.
func reap(pid int) {
	_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil) // not our child, or not dead yet: the next round
}
