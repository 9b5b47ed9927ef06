//go:build amd64 || arm64

package program

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Parked tells whether the program sleeps for so long at least, as far as its
// threads and those of its children show: each is in a call of the kernel
// (proc_pid_syscall(5)) and waits for a descriptor, another thread, a child, or a
// time that is further off. Only something from without then sets it going, unless
// it is Restless. The answer is a mark that changes when a thread has run since,
// and "" when the program is not parked or the system does not tell.
func (p *Process) Parked(d time.Duration) (mark string) {
	var all strings.Builder
	for _, pid := range p.family() {
		if !parkedProcess(&all, pid, d) {
			return ""
		}
	}
	return all.String()
}

// parkedProcess is Parked for one process; its mark is written to all.
func parkedProcess(all *strings.Builder, pid int, d time.Duration) bool {
	tasks := list(fmt.Sprintf("/proc/%d/task", pid))
	for _, task := range tasks {
		dir := fmt.Sprintf("/proc/%d/task/%s", pid, task)
		stat, err := readStat(dir + "/stat")
		if err != nil || stat.state != 'S' {
			return false
		}
		ran, err := readProc(dir + "/schedstat")
		if err != nil {
			return false
		}
		text, err := readProc(dir + "/syscall")
		call, ok := parseCall(pid, string(text))
		if limit, waits := call.limit(); err != nil || !ok || !waits || limit <= stat.age()+d {
			return false
		}
		fmt.Fprintf(all, "%s %s%s", task, ran, text)
	}
	return len(tasks) > 0
}

// Restless reports whether something may wake the program of which its system
// calls show nothing: a timer or a watch behind a descriptor, a Unix socket with
// somebody unknown at its other end, a TCP socket that is still calling or sending,
// or an alarm(2). A program that catches every signal is one in Go, whose timers are
// in its system calls. It is true where the system does not tell.
func (p *Process) Restless() bool {
	return slices.ContainsFunc(p.family(), func(pid int) bool {
		dir := fmt.Sprintf("/proc/%d/fd", pid)
		names := list(dir)
		if len(names) > manyDescriptors {
			return true
		}
		for _, name := range names {
			target, err := os.Readlink(dir + "/" + name)
			if err != nil || restlessDescriptor(pid, name, target) {
				return true
			}
		}
		caught, err := caughtSignals(pid)
		const alarm, stackFault = 1 << (unix.SIGALRM - 1), 1 << (unix.SIGSTKFLT - 1)
		return err != nil || caught&alarm != 0 && caught&stackFault == 0
	})
}

const manyDescriptors = 3000 // each is looked at, in some microseconds

// restlessDescriptor is Restless for a descriptor, by its number and where its
// link below /proc leads.
func restlessDescriptor(pid int, number, target string) bool {
	switch target {
	case "anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[pidfd]":
		return false
	}
	if !strings.HasPrefix(target, "socket:") {
		return strings.HasPrefix(target, "anon_inode:")
	}
	fd, err := strconv.Atoi(number)
	if err != nil {
		return true
	}
	copied, err := copyDescriptor(pid, fd)
	if err != nil {
		return true
	}
	defer unix.Close(copied)
	return restlessSocket(copied)
}

func restlessSocket(fd int) bool {
	family, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN)
	kind, err2 := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	switch {
	case err != nil || err2 != nil:
		return true
	case family == unix.AF_UNIX:
		return strangerBehind(fd)
	case family != unix.AF_INET && family != unix.AF_INET6:
		return true
	case kind != unix.SOCK_STREAM:
		return false // a datagram is on its way to nobody who waits
	}
	info, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
	const calling, listens = 2, 10 // TCP_SYN_SENT, TCP_LISTEN of net/tcp_states.h
	return err != nil || info.State == calling || info.State != listens && (info.Unacked > 0 || info.Notsent_bytes > 0)
}

// strangerBehind reports whether a Unix socket has another end that is not the
// checker's own (SO_PEERCRED of unix(7)): what the checker says there has come by
// the time it is said.
func strangerBehind(fd int) bool {
	if _, err := unix.Getpeername(fd); err != nil {
		return false // it has no other end
	}
	peer, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	return err != nil || int(peer.Pid) != os.Getpid()
}

// caughtSignals returns the signals that a process catches, signal n as bit n-1
// (SigCgt of proc_pid_status(5)).
func caughtSignals(pid int) (uint64, error) {
	text, err := readProc(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(text, []byte("\nSigCgt:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return strconv.ParseUint(string(bytes.TrimSpace(line)), 16, 64)
}

// A call is a system call in which a thread sleeps.
type call struct {
	pid    int
	number uint64
	args   [6]uint64
}

// parseCall reads the text of /proc/PID/syscall. A stack below 4 GiB is that of
// a 32-bit program, whose calls have other numbers.
func parseCall(pid int, text string) (c call, ok bool) {
	fields := strings.Fields(text)
	const stack = 7
	if len(fields) != stack+2 {
		return c, false
	}
	var all [stack + 1]uint64
	for i := range all {
		n, err := strconv.ParseUint(fields[i], 0, 64)
		if err != nil {
			return c, false
		}
		all[i] = n
	}
	copy(c.args[:], all[1:])
	c.pid, c.number = pid, all[0]
	return c, all[stack] >= 1<<32
}

const forEver = time.Duration(1<<63 - 1)

// age returns how long ago the thread began: no call of it has lasted longer.
func (s stat) age() time.Duration {
	var now unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &now) != nil {
		return forEver / 2 // there is no telling
	}
	return time.Duration(now.Nano()) - s.begun
}

// limit returns the time limit of a call that waits, counted from when it was
// made.
func (c call) limit() (limit time.Duration, ok bool) {
	switch c.number {
	case unix.SYS_READ, unix.SYS_RECVFROM, unix.SYS_RECVMSG, unix.SYS_ACCEPT, unix.SYS_ACCEPT4:
		return forEver, c.onPipe() || unlimited(c.pid, fmt.Sprint(c.args[0]))
	case unix.SYS_WAIT4, unix.SYS_WAITID, unix.SYS_RT_SIGSUSPEND:
		return forEver, true
	case unix.SYS_EPOLL_PWAIT:
		return milliseconds(c.args[3])
	case unix.SYS_PPOLL:
		return c.timespec(2)
	case unix.SYS_PSELECT6:
		return c.timespec(4)
	case unix.SYS_NANOSLEEP:
		return c.timespec(0)
	case unix.SYS_CLOCK_NANOSLEEP:
		const absolute = 1 // TIMER_ABSTIME of clock_nanosleep(2)
		limit, ok = c.timespec(2)
		return limit, ok && c.args[1]&absolute == 0
	case unix.SYS_FUTEX:
		const command, wait = 0x7f, 0 // FUTEX_CMD_MASK, FUTEX_WAIT of futex(2); other waits have an absolute time
		limit, ok = c.timespec(3)
		return limit, ok && (limit == forEver || c.args[1]&command == wait)
	}
	return c.oldLimit()
}

// milliseconds is the limit of poll(2) and epoll_wait(2).
func milliseconds(arg uint64) (time.Duration, bool) {
	n := int32(arg)
	if n < 0 {
		return forEver, true
	}
	return time.Duration(n) * time.Millisecond, true
}

// timespec reads the struct timespec to which an argument points; without one
// there is no limit.
func (c call) timespec(arg int) (time.Duration, bool) {
	if c.args[arg] == 0 {
		return forEver, true
	}
	var buf [16]byte
	local := []unix.Iovec{{Base: &buf[0], Len: uint64(len(buf))}}
	remote := []unix.RemoteIovec{{Base: uintptr(c.args[arg]), Len: len(buf)}}
	n, err := unix.ProcessVMReadv(c.pid, local, remote, 0)
	if err != nil || n != len(buf) {
		return 0, false
	}
	sec, nsec := binary.NativeEndian.Uint64(buf[:8]), binary.NativeEndian.Uint64(buf[8:])
	if sec > 1<<32 { // years, or no time at all
		return 0, false
	}
	return time.Duration(sec)*time.Second + time.Duration(nsec), true
}

// onPipe reports whether the call's descriptor is a pipe.
func (c call) onPipe() bool {
	to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", c.pid, c.args[0]))
	return err == nil && strings.HasPrefix(to, "pipe:")
}
