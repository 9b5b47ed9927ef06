package program

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	busyLook  = 5 * time.Millisecond // between two looks at which thread works
	busyLooks = 20                   // for one that has not got a processor meanwhile
)

// signalBusiest sends a signal to the thread of the program's first process that
// works, or to the process when none does. Of the goroutines that are running, Go
// prints the stack of the one that the signal interrupts; of the others it says
// "stack unavailable".
func (p *Process) signalBusiest(sig syscall.Signal) error {
	if _, over := p.Status(); over {
		return errors.New("the program has ended already")
	}
	before := p.threads()
	for range busyLooks {
		time.Sleep(busyLook)
		a, err := p.Look()
		if err != nil || !a.Running {
			break
		}
		busiest, most := 0, time.Duration(0)
		for tid, ran := range p.threads() {
			if ran-before[tid] > most {
				busiest, most = tid, ran-before[tid]
			}
		}
		if busiest != 0 && unix.Tgkill(p.cmd.Process.Pid, busiest, sig) == nil {
			return nil
		}
	}
	return p.Signal(sig)
}

// threads returns how long each thread of the first process has run (the first
// number of /proc/PID/task/TID/schedstat, in nanoseconds: the kernel's
// Documentation/scheduler/sched-stats.rst). It is empty where that is not told.
func (p *Process) threads() map[int]time.Duration {
	pid := p.cmd.Process.Pid
	all := map[int]time.Duration{}
	for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
		text, _ := readProc(fmt.Sprintf("/proc/%d/task/%s/schedstat", pid, task)) // gone since: none
		tid, err := strconv.Atoi(task)
		if fields := strings.Fields(string(text)); len(fields) > 1 && err == nil {
			ran, _ := strconv.ParseInt(fields[0], 10, 64) // the kernel writes numbers here
			all[tid] = time.Duration(ran)
		}
	}
	return all
}
