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
