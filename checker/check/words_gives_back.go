package check

import (
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// manyCommands says commands one after another, and looks whether the program gives
// back what it opens for them.
func (s *script) manyCommands(args []string) {
	c, n := s.conn(args[0]), s.number("commands", args[1])
	before := -1 // where the system does not show them, nothing is judged
	for i := range n {
		s.oneCommand(c)
		if i+1 == warmUp {
			before, _ = s.process().Kept()
		}
	}
	if after, err := s.process().Kept(); err != nil || before < 1 || after <= before+fewFiles {
		return
	}
	more, back := s.givesBackLate(c, before)
	if back {
		return
	}
	if o, after, e := s.stillHeld(before); o != reached {
		e.Kind, e.LeftOpen = tutor.Keeps, false
		s.failOn(o, e, "after %d commands the program holds %d descriptors; earlier it held %d", n+more, after, before)
	}
}

// oneCommand says a command by the handshake, and hears its reply.
func (s *script) oneCommand(c *wire.Conn) {
	text := s.pick(12, letters)
	s.sendOne(c, []byte("echo "+text))
	s.expect(c, []byte("13"))
	s.sendOne(c, []byte(ready))
	s.expect(c, []byte(text+"\n"))
}

const (
	lateCommands = 1000 // within which a garbage collector has given back what was left to it
	manyFiles    = 750  // that are held leave no doubt; a process may often have 1024
)

// givesBackLate says commands until the program gives back half of the descriptors
// that it holds more than before, as one does that leaves them to its garbage
// collector. It does not where they grow to the last, or are very many.
func (s *script) givesBackLate(c *wire.Conn, before int) (said int, back bool) {
	most, half := 0, 0
	for i := range lateCommands {
		s.oneCommand(c)
		now := s.kept() - before
		if most = max(most, now); now <= max(most/2, fewFiles) {
			return i + 1, true
		}
		switch {
		case now >= manyFiles:
			return i + 1, false
		case i+1 == lateCommands/2:
			half = now
		}
	}
	return lateCommands, most-half <= half/2
}
