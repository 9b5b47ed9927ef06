package check

import (
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
)

// news returns what the program has said on standard error since afresh, in small
// letters, but for the line that says where it listens.
func (s *script) news() string {
	said := s.process().Stderr.Bytes()
	return strings.ToLower(logged(string(said[min(s.heeded, len(said)):])))
}

// afresh makes logs look only at what comes from here on: what a program says at
// any rate is no answer to what is typed next.
func (s *script) afresh([]string) {
	s.quiet(nil)
	s.heeded = len(s.process().Stderr.Bytes())
}

// remarks waits for a line on standard error, whatever it says.
func (s *script) remarks([]string) {
	said := func() bool { return strings.TrimSpace(s.news()) != "" }
	if o := s.await(said); o != reached && !said() {
		s.failOn(o, tutor.Evidence{Kind: tutor.NoWords, Conn: s.lastConn()}, "standard error says nothing of it")
	}
}

// logsOf waits for a text on as many lines of standard error. More of them are
// too many at any time: lines do not go away.
func (s *script) logsOf(args []string) {
	text := strings.ToLower(args[1])
	want, err := strconv.Atoi(args[0])
	if err != nil || want < 0 {
		s.misuse("logsof %s: want a number of lines", args[0])
	}
	lines := func() (n int) {
		for line := range strings.Lines(s.news()) {
			if strings.Contains(line, text) {
				n++
			}
		}
		return n
	}
	o := s.await(func() bool { return lines() >= want })
	e := tutor.Evidence{Kind: tutor.Extra, Conn: s.lastConn()}
	switch n := lines(); {
	case n < want:
		e.Kind = tutor.NoWords
		s.failOn(o, e, "standard error says %q on %d lines; want %d", args[1], n, want)
	case n > want:
		s.fail(e, "standard error says %q on %d lines; want %d", args[1], n, want)
	}
}

// logsLine waits for a line that has these texts in their order.
func (s *script) logsLine(texts []string) {
	there := func() bool {
		for line := range strings.Lines(s.news()) {
			if oneBehind(line, texts) {
				return true
			}
		}
		return false
	}
	if o := s.await(there); o != reached && !there() {
		e := tutor.Evidence{Kind: tutor.NoWords, Conn: s.lastConn(), Fault: "order"}
		s.failOn(o, e, "no line of standard error says %s, in this order", strings.Join(quoted(texts), ", "))
	}
}

// oneBehind reports whether a line of small letters has each text behind the one
// before.
func oneBehind(line string, texts []string) bool {
	for _, text := range texts {
		_, rest, ok := strings.Cut(line, strings.ToLower(text))
		if !ok {
			return false
		}
		line = rest
	}
	return true
}
