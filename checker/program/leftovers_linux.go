package program

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Leftovers returns the living processes that the program started, but not
// the program's own. They are known by their process group, and by a mark in
// their environment when they have left it. Every one of them descends from
// the program, or, when its own parent has ended, from this process, whose
// child it has become.
func (p *Process) Leftovers() []Leftover {
	var left []Leftover
	all := append(p.family()[1:], p.orphans()...)
	for i := 0; i < len(all) && i < maxFamily; i++ {
		pid := all[i]
		s, err := readStat(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || s.state == 'Z' || s.state == 'X' || slices.Contains(all[:i], pid) {
			continue
		}
		line, _ := readProc(fmt.Sprintf("/proc/%d/cmdline", pid))
		command := strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " "))
		left = append(left, Leftover{PID: pid, Command: command, state: s.state})
	}
	return left
}

// orphans returns the children of this process that come from the program, and
// what descends from them.
func (p *Process) orphans() []int {
	var all []int
	for _, pid := range offspring(os.Getpid()) {
		if pid == p.cmd.Process.Pid {
			continue
		}
		s, err := readStat(fmt.Sprintf("/proc/%d/stat", pid))
		if err == nil && (s.group == p.cmd.Process.Pid || p.marked(pid)) {
			all = append(append(all, pid), descendants(pid)...)
		}
	}
	return all
}

// offspring returns the children of a process. A list of them in /proc may
// lack one while another ends (proc_tid_children(5)), so it is read twice.
func offspring(pid int) []int {
	var all []int
	for range 2 {
		for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
			all = append(all, children(pid, task)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (p *Process) marked(pid int) bool {
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)) // of any length
	return err == nil && bytes.Contains(env, []byte(p.mark))
}
