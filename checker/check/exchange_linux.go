package check

import (
	"math/rand/v2"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/program"
)

// exchange swaps two names at once (RENAME_EXCHANGE of renameat2(2)).
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// naps is how many short ones there are for each time that the whole goroutine
// sleeps: in a nap nobody else has its place among GOMAXPROCS. The only one is
// not taken at all, for the others would starve.
const naps = 4

// between calls step between two steps of a program, at any moment, until it
// returns false. They have a processor in common as long as that takes.
func between(p *program.Process, step func() bool) {
	onOneProcessor(func(one unix.CPUSet) {
		var all unix.CPUSet
		if p.KeepTo(one); unix.SchedGetaffinity(unix.Getpid(), &all) == nil {
			defer p.KeepTo(all)
		}
		alone := runtime.GOMAXPROCS(0) == 1
		for n := 1; step(); n++ {
			if n%(naps+1) > 0 && !alone {
				nap(rand.N(2 * slice))
			} else {
				time.Sleep(rand.N(2 * naps * slice))
			}
		}
	})
}
