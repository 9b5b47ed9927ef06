package check

import (
	"math/rand/v2"
	"time"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/program"
)

// exchange swaps two names at once (RENAME_EXCHANGE of renameat2(2)).
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// between calls step between two steps of a program, at any moment, until it
// returns false. They have a processor in common as long as that takes.
func between(p *program.Process, step func() bool) {
	onOneProcessor(func(one unix.CPUSet) {
		var all unix.CPUSet
		if p.KeepTo(one); unix.SchedGetaffinity(unix.Getpid(), &all) == nil {
			defer p.KeepTo(all)
		}
		for n := 1; step(); n++ {
			if pause := rand.N(2 * slice); n%8 > 0 {
				nap(pause)
			} else { // the one thread that there may be reads an answer
				time.Sleep(pause)
			}
		}
	})
}
