package check

import (
	"strings"

	"socketworkshop/checker/tutor"
)

const firstWords = 2 // messages before the long text, each answered at once

// overfill says a text and reads nothing, so that the buffers fill on the way
// back. Then it reads, and wants the text in capitals. The program may stop
// reading while its own words do not get on, or keep them.
func (s *script) overfill(args []string) {
	c, text := s.dialBy(s.log.DialCramped, args[0], s.addr), args[1]
	for range firstWords {
		s.exchange(c, s.words(20))
	}
	c.Pause()
	go func() { _ = c.Pour(strings.NewReader(text)) }() // a program that has hung up is judged below
	last := int64(-1)
	s.lull(func() bool {
		taken, _ := c.Taken() // where that cannot be seen, its sleep alone tells
		still := taken == last
		last = taken
		return still
	})
	c.Widen()
	c.Resume()
	s.expect(c, tutor.Upper([]byte(text)))
}
