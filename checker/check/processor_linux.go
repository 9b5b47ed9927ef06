package check

import (
	"math/rand/v2"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// onOneProcessor calls f on a thread that stays on one processor, any one, and
// is soon awake. A program that has the same one does not run while f does: so f
// comes between two of its steps, however busy the machine is.
func onOneProcessor(f func(one unix.CPUSet)) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var all unix.CPUSet
	one := all
	if unix.SchedGetaffinity(0, &all) == nil {
		defer unix.SchedSetaffinity(0, &all) // as it was
		one = oneOf(all)
		_ = unix.SchedSetaffinity(0, &one) // otherwise the right moment is met less often, here and below
	}
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0) // nanoseconds
	defer unix.Prctl(unix.PR_SET_TIMERSLACK, 0, 0, 0, 0)
	_ = askForSlices(leastSlice)
	defer askForSlices(0) // as usual
	f(one)
}

// leastSlice is the shortest slice that Linux gives. Whoever asks for a shorter
// one than others have may interrupt them (sched_setattr(2), since Linux 6.12).
const leastSlice = 100 * time.Microsecond

func askForSlices(d time.Duration) error {
	return unix.SchedSetAttr(0, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Runtime: uint64(d)}, 0)
}

// nap lets the thread sleep, not only the goroutine, which would be awake a
// millisecond later now and then. It may end early, at a signal.
func nap(d time.Duration) {
	short := unix.NsecToTimespec(int64(d))
	_ = unix.Nanosleep(&short, nil)
}

// oneOf returns a set of one of these processors, any one.
func oneOf(all unix.CPUSet) (one unix.CPUSet) {
	nth := rand.IntN(max(all.Count(), 1))
	for cpu := range len(all) * 64 {
		if all.IsSet(cpu) {
			if nth == 0 {
				one.Set(cpu)
			}
			nth--
		}
	}
	return one
}
