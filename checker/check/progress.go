package check

import (
	"errors"
	"net/netip"
	"slices"
	"time"

	"socketworkshop/checker/wire"
)

// forks reports whether the program has more children than at any look before,
// as one has that starts a process for each caller. On some machines that takes
// seconds.
func (w *watch) forks(children int) bool {
	before := w.most
	w.most = max(before, children)
	return children > before
}

// swallows reports whether the program has read much more, as one does whose
// command prints much.
func (w *watch) swallows() bool {
	read, _, err := w.s.prog.Transfers()
	if err != nil || read < w.read+swallow || read > fedUp {
		return false
	}
	w.read, w.begun = read, time.Now() // who gets on is not late
	return true
}

// grows reports whether the program has used much more memory, as one does that
// keeps what its command prints. On some machines that takes seconds. One that has
// used more than it may fails here.
func (w *watch) grows() bool {
	_, used, err := w.s.process().Memory()
	if err != nil {
		return false
	}
	w.s.keepsLight(used)
	if used < w.grown+swallow || used > fedUp {
		return false
	}
	w.grown = used
	return true
}

// takes reports whether the program has taken more from its connections.
func (w *watch) takes() bool {
	if len(w.s.open) > fewConns {
		return false
	}
	var taken int64
	for _, c := range w.s.open {
		if peer, err := c.Peer(); err == nil {
			taken += peer.Received - int64(peer.Queued)
		}
	}
	if taken < w.taken+bite {
		return false
	}
	w.taken = taken
	return true
}

// drains reports whether the program has got on with what somebody said who has
// broken off, since it was last found at rest; at first, whether some is left.
func (w *watch) drains() bool {
	if w.s.prog == nil || !w.s.brokeOff {
		return false
	}
	before := w.left
	w.left = w.s.prog.LeftUnread()
	return w.left != before
}

// behind reports whether something has come from the program that the checker
// has not had a processor to read. What is left unread on purpose does not count.
func (s *script) behind() bool {
	if s.listener != nil && s.listener.Behind() {
		return true
	}
	for _, m := range s.boxes {
		if m.Behind() {
			return true
		}
	}
	return slices.ContainsFunc(s.open, func(c *wire.Conn) bool { return !c.Paused() && c.Behind() })
}

// unheard reports whether something has come from the program, or a connection of
// its has ended, that the checker has not had a processor to take.
func (s *script) unheard() bool {
	return s.behind() || slices.ContainsFunc(s.open, func(c *wire.Conn) bool {
		_, end := c.Heard()
		_, err := c.Peer()
		return end == nil && !c.Paused() && errors.Is(err, wire.ErrGone)
	})
}

// handedOn reports whether the checker calls the program, and the kernel has yet
// to bring the call there: on a busy machine that takes as long as anything else.
func (s *script) handedOn() bool {
	if !s.dialling.IsValid() {
		return false
	}
	full, err := wire.Full(s.dialling)
	return err == nil && !full
}

// handedIn is the same for a program that calls the checker.
func (s *script) handedIn() bool {
	if s.listener == nil {
		return false
	}
	at, err := netip.ParseAddrPort(s.listener.Addr())
	if err != nil {
		return false // a Unix socket: the call is there at once
	}
	called, err := wire.Called(at)
	return err == nil && called
}
