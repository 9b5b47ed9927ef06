package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Word is the hidden command of the checker that Command starts: it hands the
// word behind it to Enter, and goes on with the rest.
const Word = "box"

const (
	usualDisk = 1 << 30         // bytes
	holdsPipe = 2 * time.Second // for the end of a box whose pipe somebody outside holds
	systemBin = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
)

// A plan is what a box is told about itself.
type plan struct {
	Boxed               bool // it has namespaces of its own
	Read, Write, Shadow []bind
	Disk                int64
}

// A bind is a file or a folder that is seen in a box.
type bind struct{ Name, From string }

// Command returns a command that runs the checker with these arguments in a
// sandbox. When ctx is done, all that runs inside ends at once.
func (p Protection) Command(ctx context.Context, b Box, args ...string) *exec.Cmd {
	self := p.self
	if self == "" {
		self = "/proc/self/exe" // what runs now, even if its file has been replaced
	}
	if p.boxed || p.caged {
		args = append([]string{Word, b.plan(p.boxed)}, args...)
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Args[0] = "checker"
	cmd.Env = append(environment(), b.Env...)
	cmd.WaitDelay = holdsPipe
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if p.boxed {
		p.ownNamespaces(cmd.SysProcAttr)
	}
	return cmd
}

// nobody is the user, and the group, that a box of the user 0 runs as. The kernel
// does not bound how many processes the user 0 has (RLIMIT_NPROC, getrlimit(2)).
const nobody = 65534

// ownNamespaces gives a process namespaces of its own (namespaces(7)). It stays
// the user that it is, or becomes nobody, and inside it may do what it needs to
// set up the box.
func (p Protection) ownNamespaces(a *syscall.SysProcAttr) {
	a.Cloneflags = unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWNS | unix.CLONE_NEWIPC
	uid := os.Geteuid()
	a.UidMappings, a.GidMappings = same(uid), same(os.Getegid())
	if p.nobody {
		a.UidMappings = append(a.UidMappings, same(nobody)...)
		a.GidMappings = append(a.GidMappings, same(nobody)...)
		a.GidMappingsEnableSetgroups = true
		a.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	if uid != 0 || p.nobody { // who is 0 has them all
		a.AmbientCaps = []uintptr{
			unix.CAP_DAC_OVERRIDE, unix.CAP_KILL, unix.CAP_NET_ADMIN, unix.CAP_NET_RAW, unix.CAP_SETPCAP,
			unix.CAP_SYS_ADMIN, unix.CAP_SYS_PTRACE, unix.CAP_SYS_RESOURCE,
		}
	}
}

// same maps a user or a group to itself.
func same(id int) []syscall.SysProcIDMap {
	return []syscall.SysProcIDMap{{ContainerID: id, HostID: id, Size: 1}}
}

// environment is the whole environment of a box, but for what it is given.
func environment() []string {
	path := systemBin
	if root := toolchain(); root != "" {
		path = filepath.Join(root, "bin") + ":" + path
	}
	return []string{"PATH=" + path, "HOME=/tmp", "TMPDIR=/tmp", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

// toolchain returns the folder of the Go toolchain, or "" where there is none.
func toolchain() string {
	tool, err := exec.LookPath("go")
	if err != nil {
		return ""
	}
	if tool, err = filepath.EvalSymlinks(tool); err != nil {
		return ""
	}
	return filepath.Dir(filepath.Dir(tool))
}

// plan writes down what a box needs to know.
func (b Box) plan(boxed bool) string {
	p := plan{Boxed: boxed, Disk: b.Disk, Read: binds(b.Read), Write: binds(b.Write), Shadow: binds(b.Shadow)}
	if p.Disk == 0 {
		p.Disk = usualDisk
	}
	if root := toolchain(); root != "" {
		p.Read = append(p.Read, bind{root, root})
	}
	text, _ := json.Marshal(p) // texts and numbers can be written
	return string(text)
}

// binds resolves links: inside, they would lead elsewhere.
func binds(names []string) (all []bind) {
	for _, name := range names {
		from, err := filepath.EvalSymlinks(name)
		if err != nil {
			from = name // it is missing, which Enter will say
		}
		all = append(all, bind{filepath.Clean(name), from})
	}
	return all
}

// Enter closes the box around this process, which Command has started, and
// returns the cage for the programs that it will start. The text is the word
// that Command has put behind Word. The error says what could not be closed;
// then nothing must be started.
func Enter(text string) (*Cage, error) {
	var p plan
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return nil, fmt.Errorf("the plan of the sandbox: %w", err)
	}
	if p.Boxed {
		for _, step := range []func() error{loopback, p.closeFiles, bounds} {
			if err := step(); err != nil {
				return nil, err
			}
		}
	}
	return newCage(p), harden(p.Boxed)
}

// harden makes this process deaf to the signals of those it judges, and blind
// to their looks. The first process of a PID namespace cannot be ended from the
// inside by a signal that it does not handle, and by SIGKILL never
// (pid_namespaces(7)); the Go runtime handles all, so all are taken off it.
func harden(boxed bool) error {
	if boxed {
		signal.Reset()
		signal.Notify(make(chan os.Signal, 1)) // nobody reads them
		go guard()
	}
	return os.NewSyscallError("prctl", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0))
}

// loopback brings up the one network interface of a new namespace.
func loopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, lo); err != nil {
		return os.NewSyscallError("SIOCGIFFLAGS lo", err)
	}
	lo.SetUint16(lo.Uint16() | unix.IFF_UP)
	return os.NewSyscallError("SIOCSIFFLAGS lo", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo))
}

// How many processes and threads there may be. What the programs may not have,
// the checker has left.
const (
	mostProcesses = 4096 // in a box
	mostPrograms  = 1000 // when one of its programs makes one more
)

// bounds limits how many processes there can be, and lets none make namespaces
// of its own, in which it would have rights again. The number of processes is
// bounded by user, see nobody, and where the kernel can (since Linux 6.14) for the
// namespace. Where a box of the user 0 cannot run as another, a program that
// multiplies may leave the checker in it without a thread, which ends both.
func bounds() error {
	for name, value := range map[string]string{"user/max_user_namespaces": "0", "kernel/pid_max": fmt.Sprint(mostProcesses)} {
		_ = os.WriteFile("/proc/sys/"+name, []byte(value), 0) // older kernels have it for the whole machine
	}
	var bound unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NPROC, &bound); err != nil {
		return os.NewSyscallError("getrlimit", err)
	}
	most := min(bound.Max, mostProcesses) // nobody may raise it
	if err := unix.Setrlimit(unix.RLIMIT_NPROC, &unix.Rlimit{Cur: most, Max: most}); err != nil {
		return os.NewSyscallError("setrlimit", err)
	}
	return attribute("/proc", unix.MOUNT_ATTR_RDONLY)
}
