//go:build amd64 || arm64

package program

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Parked tells whether the program can do nothing by itself for that long: all
// its threads and those of its children sleep in the kernel (proc_pid_syscall(5)),
// and wait for a descriptor, one another, a child, or a time that is further
// off. Only something from without then sets it going. The answer is a mark that
// changes when a thread has run since, and "" when the program is not parked or
// the system does not tell.
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
	if pid <= 0 || wokenByKernel(pid) {
		return false
	}
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

// wokenByKernel reports whether something may wake a process of which its system
// calls show nothing: a timer or a watch behind a descriptor, a Unix socket with
// somebody unknown at its other end, a TCP socket that is still calling or
// sending, or an alarm(2). A program that catches every signal is one in Go, whose
// timers are in its system calls.
func wokenByKernel(pid int) bool {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	restless := restlessSockets(pid)
	for _, name := range list(dir) {
		target, err := os.Readlink(dir + "/" + name)
		if err != nil || restless[target] {
			return true
		}
		switch target {
		case "anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[pidfd]":
		default:
			if strings.HasPrefix(target, "anon_inode:") {
				return true
			}
		}
	}
	caught, err := caughtSignals(pid)
	const alarm, stackFault = 1 << (unix.SIGALRM - 1), 1 << (unix.SIGSTKFLT - 1)
	return err != nil || caught&alarm != 0 && caught&stackFault == 0
}

// restlessSockets returns the links of the sockets that there are in the process's
// network (proc_pid_net(5)) and that may wake whoever waits for them: Unix ones
// that are connected, and TCP ones that call or have sent what nobody has
// acknowledged.
func restlessSockets(pid int) map[string]bool {
	all := map[string]bool{}
	for _, table := range []struct {
		name           string
		columns, inode int
		restless       func(fields []string) bool
	}{
		{"unix", 7, 6, func(fields []string) bool { return fields[5] == "03" }},
		{"tcp", 10, 9, sending},
		{"tcp6", 10, 9, sending},
	} {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table.name)) // without it there are none
		for line := range strings.Lines(string(text)) {
			if fields := strings.Fields(line); len(fields) >= table.columns && table.restless(fields) {
				all["socket:["+fields[table.inode]+"]"] = true
			}
		}
	}
	return all
}

// sending reports whether a line of /proc/net/tcp is a socket that calls, state
// 02, or whose send queue is not empty.
func sending(fields []string) bool {
	return fields[3] == "02" || !strings.HasPrefix(fields[4], "00000000:")
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
