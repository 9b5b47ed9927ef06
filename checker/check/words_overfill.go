package check

import (
	"strings"
	"time"

	"socketworkshop/checker/tutor"
)

const (
	firstWords = 2 // messages before the long text, each answered at once
	aloneLook  = 2 * time.Millisecond
	aloneLooks = 2 // looks in a row that find the program asleep: it serves one after another
)

// overfill says a text and reads nothing, so that the buffers fill on the way
// back. Then it reads, and wants the text in capitals. The program may stop
// reading while its own words do not get on, or keep them. Another caller may
// speak before it reads.
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
	if len(args) > 2 {
		s.meanwhile(args[2], args[3])
	}
	c.Widen()
	c.Resume()
	s.expect(c, tutor.Upper([]byte(text)))
}

// meanwhile lets somebody call and speak. A program that serves them at once is
// given the time to answer; one that lets them wait does not wake up for it, or
// goes to sleep again.
func (s *script) meanwhile(name, text string) {
	c := s.dialTo(name, s.addr)
	s.sendOne(c, []byte(text))
	ticker := time.NewTicker(aloneLook)
	defer ticker.Stop()
	for end, asleep := time.Now().Add(lullLimit), 0; asleep < aloneLooks && time.Now().Before(end); {
		<-ticker.C
		if n, _ := c.Unread(); n == len(text) {
			return
		}
		a, err := s.process().Look()
		if err != nil {
			return // it has ended, or what it does cannot be seen
		}
		asleep++
		if a.Running {
			asleep = 0
		}
	}
}
