package check

import (
	"os"
	"syscall"
	"time"

	"socketworkshop/checker/tutor"
)

// tell sends a signal to the program, when it has done what it does once it
// listens, such as saying what signals are to do. Where a shell or another wrapper
// is its first process, those that listen are told as well.
func (s *script) tell(sig syscall.Signal, name string) {
	s.lull(always)
	listeners := s.listening() // none: the first process alone is told
	untold := func() []int {
		return s.process().Holders(func(inode uint64) bool { _, ok := listeners[inode]; return ok })
	}
	holders := untold()
	if err := s.process().Signal(sig); err != nil && s.overNow() {
		s.fail(tutor.Evidence{Kind: tutor.EndedEarly, Conn: s.lastConn()}, "the program %s before it was told to", s.doing(exited))
	} else if err != nil {
		s.unknown("sending %s: %v", name, err)
	}
	s.log.Note("", "checker", "sends "+name)
	if len(holders) > 0 {
		holders = s.forwarded(sig, untold)
	}
	for _, pid := range holders {
		if one, err := os.FindProcess(pid); err == nil {
			_ = one.Signal(sig) // it may have ended this moment
		}
	}
}

// forwarded lets the first process forward a signal, as a supervisor does, and
// returns who is still to be told then: a second signal is another matter. Whom the
// signal ends at once has told nobody. Of SIGINT a shell and many a runtime only take
// note; who goes on after SIGTERM forwards it.
func (s *script) forwarded(sig syscall.Signal, untold func() []int) (holders []int) {
	ticker := time.NewTicker(restLook)
	defer ticker.Stop()
	for end := time.Now().Add(forwardLimit); time.Now().Before(end); <-ticker.C {
		holders = untold()
		if a, err := s.process().Look(); len(holders) == 0 || err != nil || a.Ending {
			return holders
		}
	}
	if sig == syscall.SIGTERM {
		return nil
	}
	return holders
}

const forwardLimit = time.Second // some supervisors look only now and then
