package program

import (
	"fmt"
	"strconv"

	"golang.org/x/sys/unix"
)

// KeepTo lets all threads that the program has now run on these processors only.
// Those that they start later do the same, sched_setaffinity(2).
func (p *Process) KeepTo(these unix.CPUSet) {
	for _, tid := range p.Threads() {
		_ = unix.SchedSetaffinity(tid, &these) // gone since: it needs none
	}
}

// Threads returns the threads that the program has now.
func (p *Process) Threads() (all []int) {
	for _, pid := range p.family() {
		for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
			if tid, err := strconv.Atoi(task); err == nil {
				all = append(all, tid)
			}
		}
	}
	return all
}
