package check

import (
	"fmt"
	"sync"

	"socketworkshop/checker/program"
	"socketworkshop/checker/sight"
	"socketworkshop/checker/wire"
)

// This file is what a check does when the checker has few descriptors itself.

// sawAll takes a verdict back when the checker has not seen all since there were
// so many missed moments.
func (s *script) sawAll(missed int64) {
	if sight.Missed() > missed && (s.verdict == Pass || s.verdict == Fail) {
		s.verdict, s.reason = Unknown, fmt.Sprintf("what the program does cannot be seen: %v", program.ErrBlind)
	}
}

// promises are the descriptors that checks have been granted and may not have
// opened yet, in all checks that run now: they share those of one process.
var promises struct {
	sync.Mutex
	n int
}

// spareShare is which part of its descriptors the checker leaves for everything
// but silent callers.
const spareShare = 3

// grant returns how many of n callers there are descriptors for, here and in the
// program, and says so where those are fewer. Those here are kept for this check
// until kept is called.
func (s *script) grant(n int) (most int, kept func()) {
	most = n
	if there, err := s.process().Room(); err == nil {
		most = min(most, there)
	}
	promises.Lock()
	defer promises.Unlock()
	if limit, err := wire.Descriptors(); err == nil {
		free := limit - limit/spareShare - program.Held() - promises.n
		most = min(most, free/2) // other checks need some, too
	}
	if most < n {
		s.log.Note("", "checker", fmt.Sprintf("has no descriptors for %d callers, only for %d", n, most))
	}
	most = max(most, 1)
	promises.n += most
	return most, func() {
		promises.Lock()
		defer promises.Unlock()
		promises.n -= most
	}
}
