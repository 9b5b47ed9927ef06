package program

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/sight"
)

const tick = 10 * time.Millisecond // of /proc/PID/stat: 1/USER_HZ, see proc_pid_stat(5)

// Look returns what the program does at this moment. With ErrNoProc the
// system does not show it, with ErrBlind this process cannot look.
func (p *Process) Look() (Activity, error) {
	var a Activity
	all, missed := []int{p.cmd.Process.Pid}, sight.Missed()
	for i := 0; i < len(all) && i < maxFamily; i++ {
		stat, err := readStat(fmt.Sprintf("/proc/%d/stat", all[i]))
		if err != nil && i == 0 {
			return a, lookError(err)
		}
		if i == 0 {
			a.Stopped, a.Ending = stat.state == 'T', stat.dead()
		}
		a.CPU += stat.cpu // none of a child that is gone
		all = append(all, lookAtThreads(all[i], &a)...)
	}
	a.Children = len(all) - 1
	if sight.Missed() > missed {
		return a, ErrBlind
	}
	return a, nil
}

const maxFamily = 1000 // processes of one program that are looked at

// family returns the program's process and the descendants it has now, also
// through those of its own processes that have left it (daemon(3)).
func (p *Process) family() []int {
	first := p.cmd.Process.Pid
	all := append([]int{first}, descendants(first)...)
	for _, l := range p.own {
		if slices.Contains(all, l.PID) {
			continue
		}
		if s, err := readStat(fmt.Sprintf("/proc/%d/stat", l.PID)); err == nil && !s.dead() && p.isFrom(l.PID, s) {
			all = append(append(all, l.PID), descendants(l.PID)...)
		}
	}
	return all
}

// descendants returns the processes that descend from one.
func descendants(root int) []int {
	all := []int{root}
	for i := 0; i < len(all) && i < maxFamily; i++ {
		for _, task := range list(fmt.Sprintf("/proc/%d/task", all[i])) {
			all = append(all, children(all[i], task)...)
		}
	}
	return all[1:]
}

// children returns the processes that one thread has started.
func children(pid int, task string) []int {
	text, err := readProc(fmt.Sprintf("/proc/%d/task/%s/children", pid, task))
	if err != nil || len(text) == 0 {
		return nil // gone since: none
	}
	var all []int
	for _, word := range strings.Fields(string(text)) {
		if child, err := strconv.Atoi(word); err == nil {
			all = append(all, child)
		}
	}
	return all
}

// lookAtThreads notes in a whether a thread of a process runs, and returns the
// children of the process. One that is gone has none.
func lookAtThreads(pid int, a *Activity) (below []int) {
	for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
		stat, err := readStat(fmt.Sprintf("/proc/%d/task/%s/stat", pid, task))
		a.Running = a.Running || err == nil && (stat.state == 'R' || stat.state == 'D')
		below = append(below, children(pid, task)...)
	}
	return below
}

// Descriptors returns the inodes of the sockets that the program and its
// children hold, and how many descriptors they hold in all. With ErrNoProc
// the system does not show them.
func (p *Process) Descriptors() (sockets []uint64, files int, err error) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		return nil, 0, ErrNoProc
	}
	for _, pid := range p.family() {
		more, n, _ := descriptors(pid)
		sockets, files = append(sockets, more...), files+n
	}
	return sockets, files, nil
}

// descriptors returns the inodes of the sockets that a process holds, how many
// descriptors it holds in all, and how many of them are no pipes.
func descriptors(pid int) (sockets []uint64, files, kept int) {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	names := list(dir)
	for _, name := range names {
		target, err := os.Readlink(dir + "/" + name)
		if err != nil {
			continue // closed since
		}
		if !strings.HasPrefix(target, "pipe:") {
			kept++
		}
		number, ok := strings.CutPrefix(target, "socket:[")
		inode, err := strconv.ParseUint(strings.TrimSuffix(number, "]"), 10, 64)
		if ok && err == nil {
			sockets = append(sockets, inode)
		}
	}
	return sockets, len(names), kept
}

// Holders returns the processes that hold one of the sockets where the program's
// first process holds none, and is a shell or another wrapper: but for those that
// they have made for their callers.
func (p *Process) Holders(sockets func(inode uint64) bool) (holders []int) {
	below := map[int]bool{} // what descends from a holder
	for _, pid := range p.family() {
		if held, _, _ := descriptors(pid); below[pid] || !slices.ContainsFunc(held, sockets) {
			continue
		}
		if pid == p.cmd.Process.Pid {
			return nil
		}
		holders = append(holders, pid)
		for _, child := range descendants(pid) {
			below[child] = true
		}
	}
	return holders
}

type stat struct {
	state byte
	group int
	cpu   time.Duration
	begun time.Duration // when, since the system came up, to 10 ms
}

// dead reports whether the process or thread has ended (proc_pid_stat(5)).
func (s stat) dead() bool { return s.state == 'Z' || s.state == 'X' }

// readStat reads a /proc/PID/stat. The command's name stands in parentheses
// and may hold anything, so the fields are counted from the last of them.
func readStat(name string) (stat, error) {
	text, err := readProc(name)
	if err != nil {
		return stat{}, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 {
		return stat{}, fmt.Errorf("%s: %d fields behind the name, want at least 20", name, len(fields))
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(fields[i]) // the kernel writes numbers
		return n
	}
	cpu := time.Duration(number(11)+number(12)) * tick
	return stat{fields[0][0], number(2), cpu, time.Duration(number(19)) * tick}, nil
}

const (
	freezeLimit = 10 * time.Second      // long because a thread stops only when it gets a processor
	freezeTry   = 20 * time.Millisecond // the first; each takes twice as long as the one before
)

// Freeze stops the program and its children until Thaw, and returns once
// they stand still. A program that starts another cannot stop before that one has
// begun (vfork(2)), which it cannot when it is stopped itself: then both go on
// for a moment, and are stopped again.
func (p *Process) Freeze() error {
	for try, deadline := freezeTry, time.Now().Add(freezeLimit); time.Now().Before(deadline); try *= 2 {
		if err := p.signalFamily(syscall.SIGSTOP); err != nil {
			return err
		}
		if still, err := p.stands(try); still || err != nil {
			return err
		}
		if err := p.Thaw(); err != nil {
			return err
		}
		<-time.After(try / 10)
	}
	return fmt.Errorf("the program does not stop for SIGSTOP")
}

// stands reports whether the program and its children stand still before some
// time is over.
func (p *Process) stands(limit time.Duration) (bool, error) {
	poll := time.NewTicker(200 * time.Microsecond)
	defer poll.Stop()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); <-poll.C {
		if a, err := p.Look(); err != nil || a.Stopped && !a.Running {
			return err == nil, err
		}
	}
	return false, nil
}

// Thaw lets a frozen program go on.
func (p *Process) Thaw() error { return p.signalFamily(syscall.SIGCONT) }

// signalFamily sends a signal to the program's group, and to those of its
// processes that are in others (setsid(2)).
func (p *Process) signalFamily(sig syscall.Signal) error {
	first := p.cmd.Process.Pid
	for _, pid := range p.family() {
		if group, err := unix.Getpgid(pid); err == nil && group != first {
			_ = unix.Kill(pid, sig) // gone since, or not to be signalled: then it is seen not to stand
		}
	}
	return signalGroup(first, sig)
}
