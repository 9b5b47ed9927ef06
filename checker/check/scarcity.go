package check

import (
	"errors"
	"fmt"
	"sync"
	"syscall"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// This file is what a check does when the checker has few descriptors itself.

// lacking reports whether an error says that this machine had nothing left for a
// call, whoever was called.
func lacking(err error) bool {
	for _, lack := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.EADDRNOTAVAIL} {
		if errors.Is(err, lack) {
			return true
		}
	}
	return false
}

// sawAll takes a verdict back when the checker could not look at a program, or
// take its call, at some time since missed looks had been missed.
func (s *script) sawAll(missed int64) {
	if s.verdict != Pass && s.verdict != Fail {
		return
	}
	if s.listener != nil && s.listener.Err() != nil {
		s.verdict, s.reason = Unknown, fmt.Sprintf("the checker cannot take a call: %v", s.listener.Err())
	}
	if program.Missed() > missed {
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
