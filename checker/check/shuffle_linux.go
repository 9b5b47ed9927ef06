package check

import (
	"math/rand/v2"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/program"
)

// shuffles is how often threads are moved before it is looked which there are.
const shuffles = 32

// shuffle moves threads of the program from one processor to another until over
// returns true. Who is moved waits there behind others, in the middle of
// anything, while another thread of the program goes on.
func shuffle(p *program.Process, over func() bool) {
	var all unix.CPUSet
	if unix.SchedGetaffinity(unix.Getpid(), &all) != nil || all.Count() < 2 {
		return // there is nowhere to go
	}
	onOneProcessor(func(unix.CPUSet) {
		defer p.KeepTo(all)
		for !over() {
			threads := p.Threads()
			for range shuffles {
				if len(threads) == 0 || over() {
					break
				}
				one := oneOf(all)
				_ = unix.SchedSetaffinity(threads[rand.IntN(len(threads))], &one) // gone since: it needs none
				nap(rand.N(2 * slice))
			}
		}
	})
}
