package program

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/sight"
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
		if err != nil || s.dead() || slices.Contains(all[:i], pid) {
			continue
		}
		left = append(left, Leftover{PID: pid, Command: commandLine(pid), state: s.state})
	}
	return left
}

const (
	wordsLook   = 10 * time.Millisecond
	wordsLooks  = 100 // at most
	wordsAsleep = 30  // in a row that find all of them asleep: they have nothing to say
)

// lastWords waits for what other processes of the program, which has ended, have
// yet to write for it: a filter that it writes through, as tee(1), passes on what
// has come and then ends, too. Of what lives on that is not waited for.
func (p *Process) lastWords() {
	for looks, asleep := 0, 0; looks < wordsLooks && asleep < wordsAsleep && !p.stopped.Load(); looks++ {
		if soon := time.After(wordsLook); p.Stdout.endsBefore(soon) && p.Stderr.endsBefore(soon) {
			return
		}
		left := p.orphans() // it has none but these now
		if len(left) == 0 {
			return
		}
		asleep++
		if slices.ContainsFunc(left, awake) {
			asleep = 0
		}
	}
}

// awake reports whether a process lives and does not sleep.
func awake(pid int) bool {
	s, err := readStat(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !s.dead() && s.state != 'S'
}

func commandLine(pid int) string {
	line, _ := readProc(fmt.Sprintf("/proc/%d/cmdline", pid)) // gone since: none
	return strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " "))
}

// Settle is called when the program is ready. The processes that it has then
// are its own: a shell or another wrapper may have started the server, perhaps
// before its bounds were set, which are set for all of them now.
func (p *Process) Settle(o Options) error {
	first := p.cmd.Process.Pid
	p.own = append(p.Leftovers(), Leftover{PID: first, Command: commandLine(first)})
	for i, l := range p.own {
		p.own[i].file = executable(l.PID)
		if err := p.limit(l.PID, o); err != nil && !errors.Is(err, os.ErrPermission) {
			// with ErrPermission it has given itself lower ones
			return err
		}
	}
	return nil
}

// Commands returns the leftovers that are none of the program's own processes,
// nor a copy of one (fork(2)), nor its executable once more (execve(2)), as a
// server may start one for each of its callers.
func (p *Process) Commands() []Leftover {
	return slices.DeleteFunc(p.Leftovers(), func(l Leftover) bool {
		return slices.ContainsFunc(p.own, func(o Leftover) bool {
			return o.PID == l.PID || o.Command == l.Command || o.file != "" && o.file == executable(l.PID)
		})
	})
}

// executable returns the file that a process runs, or "" where that cannot be seen
// or is what the commands of the checker run, too: a server may be a shell's script.
func executable(pid int) string {
	file, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil || file == shell() {
		return "" // or it is gone since
	}
	return file
}

// shell is the file of the shell that commands run in.
var shell = sync.OnceValue(func() string {
	file, err := exec.LookPath("sh")
	if err != nil {
		return ""
	}
	file, _ = filepath.EvalSymlinks(file) // or there is none
	return file
})

// orphans returns the processes that come from the program and have lost their
// parent, and what descends from them.
func (p *Process) orphans() []int {
	var all []int
	for _, pid := range adopted() {
		s, err := readStat(fmt.Sprintf("/proc/%d/stat", pid))
		switch {
		case err != nil: // gone since
		case s.dead():
			bury(pid, s.group)
		case p.isFrom(pid, s):
			all = append(append(all, pid), descendants(pid)...)
		}
	}
	return all
}

// adopted returns the children of this process that it has not started. The
// kernel gives an orphan to the first living thread of its new parent, which
// in a Go program is always the one that main began in (find_new_reaper in
// kernel/exit.c). A list of children may lack one while another ends
// (proc_tid_children(5)), so it is read twice.
func adopted() []int {
	self := os.Getpid()
	var all []int
	for range 2 {
		all = append(all, children(self, strconv.Itoa(self))...)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(pid int) bool { _, ours := running.Load(pid); return ours })
}

// bury takes leave of a dead process that this one has adopted, lest the dead
// be looked at again and again. What this one has started itself, a program or
// the go command, leads a group or is in the checker's own: it is waited for
// elsewhere.
func bury(pid, group int) {
	if group != pid && group != unix.Getpgrp() {
		reap(pid)
	}
}

// offspring returns the children of a process, whichever thread has started
// them.
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

// isFrom reports whether a process comes from the program, whoever its parent is now.
func (p *Process) isFrom(pid int, s stat) bool { return s.group == p.cmd.Process.Pid || p.marked(pid) }

func (p *Process) marked(pid int) bool {
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)) // of any length
	sight.Lost(err)
	return err == nil && bytes.Contains(env, []byte(p.mark))
}
