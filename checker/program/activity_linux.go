package program

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const tick = 10 * time.Millisecond // of /proc/PID/stat: 1/USER_HZ, see proc_pid_stat(5)

// Look returns what the program does at this moment. With ErrNoProc the
// system does not show it.
func (p *Process) Look() (Activity, error) {
	var a Activity
	stat, err := readStat(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return a, lookError(err)
	}
	a.Stopped = stat.state == 'T'
	for _, pid := range p.family() {
		look(pid, &a)
	}
	return a, nil
}

// lookError tells "the process is gone" from "there is no /proc".
func lookError(err error) error {
	if _, self := os.Stat("/proc/self/stat"); self != nil {
		return ErrNoProc
	}
	return err
}

// family returns the program's process and the descendants it has now.
func (p *Process) family() []int {
	all := []int{p.cmd.Process.Pid}
	for i := 0; i < len(all) && i < 1000; i++ {
		lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", all[i]))
		for _, list := range lists {
			text, _ := os.ReadFile(list) // gone since: no children
			for _, word := range strings.Fields(string(text)) {
				if pid, err := strconv.Atoi(word); err == nil {
					all = append(all, pid)
				}
			}
		}
	}
	return all
}

// look adds what one process does to a. A process that is gone adds nothing.
func look(pid int, a *Activity) {
	if stat, err := readStat(fmt.Sprintf("/proc/%d/stat", pid)); err == nil {
		a.CPU += stat.cpu
	}
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	for _, task := range tasks {
		if stat, err := readStat(task); err == nil && stat.state == 'R' {
			a.Running = true
		}
	}
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	files, _ := os.ReadDir(dir)
	a.Files += len(files)
	for _, file := range files {
		target, _ := os.Readlink(filepath.Join(dir, file.Name()))
		var inode uint64
		if _, err := fmt.Sscanf(target, "socket:[%d]", &inode); err == nil {
			a.Sockets = append(a.Sockets, inode)
		}
	}
}

type stat struct {
	state         byte
	parent, group int
	cpu           time.Duration
}

// readStat reads a /proc/PID/stat. The command's name stands in parentheses
// and may hold anything, so the fields are counted from the last of them.
func readStat(name string) (stat, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return stat{}, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return stat{}, fmt.Errorf("%s: %d fields behind the name, want at least 13", name, len(fields))
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(fields[i]) // the kernel writes numbers
		return n
	}
	cpu := time.Duration(number(11)+number(12)) * tick
	return stat{fields[0][0], number(1), number(2), cpu}, nil
}

// processes returns every process of the system.
func processes() []Leftover {
	names, _ := filepath.Glob("/proc/[1-9]*/stat")
	var all []Leftover
	for _, name := range names {
		s, err := readStat(name)
		pid, number := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err == nil && number == nil {
			all = append(all, Leftover{PID: pid, parent: s.parent, group: s.group, state: s.state})
		}
	}
	return all
}

// Leftovers returns the living processes that the program started, but not
// the program's own. They are known by their process group, and by a mark in
// their environment when they have left it.
func (p *Process) Leftovers() []Leftover {
	var left []Leftover
	for _, q := range processes() {
		own := q.PID == p.cmd.Process.Pid || q.state == 'Z' || q.state == 'X'
		if own || q.group != p.cmd.Process.Pid && !p.marked(q.PID) {
			continue
		}
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", q.PID))
		q.Command = strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " "))
		left = append(left, q)
	}
	return left
}

func (p *Process) marked(pid int) bool {
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	return err == nil && bytes.Contains(env, []byte(p.mark))
}

// Freeze stops the program and its children until Thaw, and returns once
// they stand still.
func (p *Process) Freeze() error {
	if err := signalGroup(p.cmd.Process.Pid, syscall.SIGSTOP); err != nil {
		return err
	}
	poll := time.NewTicker(200 * time.Microsecond)
	defer poll.Stop()
	for deadline := time.Now().Add(time.Second); time.Now().Before(deadline); <-poll.C {
		if a, err := p.Look(); err != nil || a.Stopped && !a.Running {
			return err
		}
	}
	return fmt.Errorf("the program does not stop for SIGSTOP")
}

// Thaw lets a frozen program go on.
func (p *Process) Thaw() error { return signalGroup(p.cmd.Process.Pid, syscall.SIGCONT) }
