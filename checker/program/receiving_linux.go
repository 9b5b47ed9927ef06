package program

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Receiving reports whether some thread of the program waits in a receive from
// a socket that has no time limit, as a program in Python or C does whose
// socket has none (/proc/PID/syscall, see proc_pid_syscall(5)). It is false
// where the system does not tell.
func (p *Process) Receiving() bool {
	for _, pid := range p.family() {
		for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
			text, err := readProc(fmt.Sprintf("/proc/%d/task/%s/syscall", pid, task))
			fields := strings.Fields(string(text))
			if err != nil || len(fields) < 2 {
				continue // it runs, or may not be looked at
			}
			switch fields[0] {
			case strconv.Itoa(unix.SYS_RECVFROM), strconv.Itoa(unix.SYS_RECVMSG), strconv.Itoa(unix.SYS_READ):
				if unlimited(pid, fields[1]) {
					return true
				}
			}
		}
	}
	return false
}

// LeftUnread returns how many bytes the program has not read yet of what was said
// on TCP connections that are broken off. The kernel's tables do not list those
// any more, so it looks through copies of the descriptors, as NoDelay does.
func (p *Process) LeftUnread() (n int) {
	for _, pid := range p.family() {
		for _, file := range list(fmt.Sprintf("/proc/%d/fd", pid)) {
			if fd, err := strconv.Atoi(file); err == nil {
				n += leftUnread(pid, fd)
			}
		}
	}
	return n
}

// leftUnread returns the same of one descriptor, 0 where that is another thing.
func leftUnread(pid, fd int) int {
	to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, fd))
	if err != nil || !strings.HasPrefix(to, "socket:") {
		return 0
	}
	copied, err := copyDescriptor(pid, fd)
	if err != nil {
		return 0
	}
	defer unix.Close(copied)
	info, err := unix.GetsockoptTCPInfo(copied, unix.IPPROTO_TCP, unix.TCP_INFO)
	if err != nil || info.State != unix.BPF_TCP_CLOSE {
		return 0
	}
	n, err := unix.IoctlGetInt(copied, unix.SIOCINQ)
	if err != nil {
		return 0
	}
	return n
}

// Threaded reports whether the program's first process has several threads. It
// is false where the system does not tell.
func (p *Process) Threaded() bool { return len(p.threads()) > 1 }

// unlimited reports whether a descriptor, in hexadecimal, is a socket without
// SO_RCVTIMEO.
func unlimited(pid int, hex string) bool {
	fd, err := strconv.ParseUint(hex, 0, 32)
	if err != nil {
		return false
	}
	to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, fd))
	if err != nil || !strings.HasPrefix(to, "socket:") {
		return false
	}
	copied, err := copyDescriptor(pid, int(fd))
	if err != nil {
		return false
	}
	defer unix.Close(copied)
	limit, err := unix.GetsockoptTimeval(copied, unix.SOL_SOCKET, unix.SO_RCVTIMEO)
	return err == nil && limit.Sec == 0 && limit.Usec == 0
}
