package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"unsafe"

	"socketworkshop/checker/spawn"

	"golang.org/x/sys/unix"
)

// A Cage holds the programs of a submission: each gets no new privileges, has
// no capabilities, sees no files but the system's and its own, and sends no
// signals to anybody outside.
type Cage struct {
	rules []rule
	abi   int  // the version of Landlock; 0 is none
	boxed bool // the cage stands in a box

	traced bool // a program stands still until it is bound
}

// A rule says what may be done below a file or folder.
type rule struct {
	name   string
	access uint64
}

// What Landlock lets one do (landlock(7)).
const (
	reading  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_EXECUTE
	using    = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	ofFiles  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	toDevice = unix.LANDLOCK_ACCESS_FS_MAKE_CHAR | unix.LANDLOCK_ACCESS_FS_MAKE_BLOCK
)

// leastABI is the first version that lets a file be moved from one folder to
// another, which programs do.
const leastABI = 2

// scopeABI is the first version that keeps signals in.
const scopeABI = 6

func newCage(p plan) *Cage {
	c := &Cage{abi: landlock(), boxed: p.Boxed, traced: p.Boxed && mayTrace()}
	for _, name := range append(system(), settings()...) {
		c.rules = append(c.rules, rule{name, reading})
	}
	for _, name := range append(devices(), "/dev/pts") {
		c.rules = append(c.rules, rule{name, using})
	}
	processes := "/proc/sys" // those of the machine are nobody's business
	if p.Boxed {
		processes = "/proc"
	}
	c.rules = append(c.rules, rule{processes, reading})
	return c
}

// landlock returns the version of Landlock that the kernel has, or 0 for none
// that is of use.
func landlock() int {
	const askVersion = unix.LANDLOCK_CREATE_RULESET_VERSION
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, askVersion)
	if errno != 0 || int(version) < leastABI {
		return 0
	}
	return int(version)
}

// Start starts a command in the cage. It may read and start the files, those
// whose names are absolute, and write below the folders.
//
// A process begins with the bounds of the thread that starts it. So a thread is
// made for the purpose, bound, and ended: a launcher between checker and program
// would cost each start the time that a program needs to come up. The kernel
// sends Pdeathsig when that thread ends, so it cannot be used.
func (c *Cage) Start(cmd *exec.Cmd, files, folders []string) error {
	cmd.SysProcAttr.Pdeathsig, cmd.SysProcAttr.Ptrace = 0, c.traced
	rules := slices.Clone(c.rules)
	for _, name := range files {
		if filepath.IsAbs(name) {
			rules = append(rules, rule{name, reading})
		}
	}
	for _, dir := range folders {
		rules = append(rules, rule{dir, all(c.abi) &^ toDevice})
	}
	return onThread(func() error {
		if err := c.close(rules); err != nil {
			return fmt.Errorf("the sandbox cannot be closed: %w", err)
		}
		if err := spawn.Start(cmd); err != nil || !c.boxed {
			return err
		}
		c.bound(cmd.Process.Pid)
		return nil
	})
}

// mayTrace reports whether the system lets a process be traced by its parent
// (Yama, in the kernel's Documentation/admin-guide/LSM).
func mayTrace() bool {
	scope, err := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope")
	return err != nil || len(scope) > 0 && scope[0] < '2'
}

// bound bounds how a program multiplies. The limit must hold before its first
// instruction: children keep what their parent had when it made them. Who is
// traced stands still there (ptrace(2), PTRACE_TRACEME) until it is let go.
func (c *Cage) bound(pid int) {
	if c.traced {
		for unix.Waitid(unix.P_PID, pid, nil, unix.WSTOPPED|unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
		}
		defer unix.PtraceDetach(pid) // it may have been ended
	}
	limit := unix.Rlimit{Cur: mostPrograms, Max: mostPrograms}
	_ = unix.Prlimit(pid, unix.RLIMIT_NPROC, &limit, nil) // the same, or its user has fewer already
}

// onThread calls f on a thread of its own, which ends with it. The first thread
// of a process must not be that: it speaks for the process.
func onThread(f func() error) error {
	result := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // and never unlocked: that ends the thread
		if unix.Gettid() != unix.Getpid() {
			result <- f()
			return
		}
		result <- onThread(f)
		runtime.UnlockOSThread()
	}()
	return <-result
}

// close binds the thread that calls it.
func (c *Cage) close(rules []rule) error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return os.NewSyscallError("PR_SET_NO_NEW_PRIVS", err)
	}
	if err := dropCapabilities(); err != nil {
		return err
	}
	if c.abi == 0 {
		return nil
	}
	return c.restrict(rules)
}

// dropCapabilities takes all capabilities from the thread. With no new
// privileges a program cannot have more than the thread that starts it.
func dropCapabilities() error {
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return os.NewSyscallError("PR_CAP_AMBIENT", err)
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return os.NewSyscallError("capset", unix.Capset(&header, &none[0]))
}

// restrict binds the thread with Landlock. The library go-landlock would bind
// all threads of the process, the checker's as well.
func (c *Cage) restrict(rules []rule) error {
	attr := unix.LandlockRulesetAttr{Handled_access_fs: all(c.abi)}
	if c.abi >= scopeABI {
		attr.Scoped = unix.LANDLOCK_SCOPE_SIGNAL
	}
	set, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if errno != 0 {
		return os.NewSyscallError("landlock_create_ruleset", errno)
	}
	defer unix.Close(int(set))
	for _, r := range rules {
		if err := r.add(int(set), c.abi); err != nil {
			return err
		}
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, set, 0, 0); errno != 0 {
		return os.NewSyscallError("landlock_restrict_self", errno)
	}
	return nil
}

// add adds the rule to a set. What is not there needs none.
func (r rule) add(set, abi int) error {
	fd, err := unix.Open(r.name, unix.O_PATH|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.EACCES) {
		return nil
	}
	if err != nil {
		return &os.PathError{Op: "open", Path: r.name, Err: err}
	}
	defer unix.Close(fd) // only a name
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		return &os.PathError{Op: "stat", Path: r.name, Err: err}
	}
	attr := unix.LandlockPathBeneathAttr{Allowed_access: r.access & all(abi), Parent_fd: int32(fd)}
	if info.Mode&unix.S_IFMT != unix.S_IFDIR {
		attr.Allowed_access &= ofFiles
	}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(set), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&attr)), 0, 0, 0)
	if errno != 0 {
		return &os.PathError{Op: "landlock_add_rule", Path: r.name, Err: errno}
	}
	return nil
}

// all returns every access to files that a version of Landlock knows.
func all(abi int) uint64 {
	access := uint64(unix.LANDLOCK_ACCESS_FS_REFER<<1 - 1)
	if abi >= 3 {
		access |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if abi >= 5 {
		access |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	return access
}
