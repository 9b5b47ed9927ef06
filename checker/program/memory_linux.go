package program

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Memory returns the peaks of the program's first process, in bytes: of its
// address space, which counts what was only asked for, and of what it has
// touched (VmPeak and VmHWM of proc_pid_status(5)).
func (p *Process) Memory() (space, touched int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, lookError(err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes numbers here
		switch fields[0] {
		case "VmPeak:":
			space = kilobytes << 10
		case "VmHWM:":
			touched = kilobytes << 10
		}
	}
	return space, touched, nil
}

// Transfers returns how many bytes the program's first process has read, and
// how often it has written, be it files, pipes or, with read(2) and write(2),
// sockets (rchar and syscw of proc_pid_io(5)).
func (p *Process) Transfers() (read, writes int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, lookError(err)
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		number, _ := strconv.ParseInt(value, 10, 64) // the kernel writes numbers here
		switch name {
		case "rchar":
			read = number
		case "syscw":
			writes = number
		}
	}
	return read, writes, nil
}

// Resident returns how much memory of its own the program's first process has
// now, in bytes (RssAnon of proc_pid_status(5)).
func (p *Process) Resident() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, lookError(err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "RssAnon:" {
			kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, ErrNoProc // a process that is just ending has no memory
}

// Starved returns how long the threads of the program's first process have
// been ready to run and had no processor, all together (the second number of
// /proc/PID/task/TID/schedstat, in nanoseconds: the kernel's
// Documentation/scheduler/sched-stats.rst). It is 0 where that is not told.
func (p *Process) Starved() (all time.Duration) {
	pid := p.cmd.Process.Pid
	for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
		text, _ := readProc(fmt.Sprintf("/proc/%d/task/%s/schedstat", pid, task)) // gone since: none
		if fields := strings.Fields(string(text)); len(fields) > 1 {
			delay, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes numbers here
			all += time.Duration(delay)
		}
	}
	return all
}
