package check

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"socketworkshop/checker/tutor"
)

const (
	leastSwaps  = 2000 // while requests are answered
	leastRounds = 80   // of requests; one that looks and then opens is caught after eleven, on average
)

// swaps lets a folder of a home become a link that leads out, and a folder
// again, over and over, while a session works in it.
func (s *script) swapping(args []string) {
	name := args[0]
	home := s.homeOf(name)
	s.hide()
	t := s.homes.secrets[0]
	s.does([]string{name, "mkdir", "folder"})
	folder, link := filepath.Join(home, "folder"), filepath.Join(home, "link")
	if err := os.Symlink(t.dir, link); err != nil {
		s.stop(Skip, "this system cannot have a link: %v", err)
	}
	if err := exchange(folder, link); err != nil {
		s.stop(Skip, "this system cannot swap a folder and a link: %v", err)
	}
	swaps, stop := s.swapUntil(folder, link)
	defer stop() // a word that fails ends the goroutine of the script
	s.bent = true
	for round := 0; round < leastRounds || swaps.Load() < leastSwaps; round++ {
		for _, q := range swapped(t.file, len(args) > 1) {
			s.tempt(name, tutor.BySwap, q)
		}
		if round > mostRounds {
			s.unknown("the folder could not be swapped often enough: %d times", swaps.Load())
		}
	}
	stop()
	s.faults += int(swaps.Load())
}

const mostRounds = 3000

// swapped are requests about a file in the folder that is swapped.
func swapped(file string, puts bool) []query {
	in := "folder/" + file
	if puts {
		return []query{byte1("folder/new"), byte1(in), request("rm", in), request("rm", "folder/new")}
	}
	return []query{
		request("get", in), request("stat", in), request("ls", "folder"), request("mkdir", "folder/made"), request("rm", in),
		request("mv", in, "mine"), request("mv", "mine", "folder/moved"), request("rm", "folder/made"),
	}
}

// swapUntil swaps two names until stop is called, whatever the program is about
// just then, and counts.
func (s *script) swapUntil(a, b string) (swaps *atomic.Int64, stop func()) {
	swaps = new(atomic.Int64)
	var over atomic.Bool
	var swapper sync.WaitGroup
	swapper.Go(func() {
		between(s.prog, func() bool {
			if exchange(a, b) == nil {
				swaps.Add(1)
			}
			return !over.Load()
		})
	})
	return swaps, func() { over.Store(true); swapper.Wait() }
}
