package check

import (
	"bytes"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// ended waits for the program to end by itself and returns its status. Where it
// has hung up, the checker does the same.
func (s *script) ended() program.Status {
	p := s.process()
	over := false
	o := s.await(func() bool {
		for _, c := range s.open {
			c.EndToo()
		}
		_, over = p.Status()
		return over
	})
	if !over {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotExited, Conn: s.lastConn()}, "the program did not end; it %s", s.doing(o))
	}
	status, _ := p.Status()
	s.nothingLeft()
	return status
}

// lastConn returns the name of the connection that was made last, or "".
func (s *script) lastConn() string {
	if len(s.open) == 0 {
		return ""
	}
	return s.open[len(s.open)-1].Name
}

const (
	leftoverLook  = 10 * time.Millisecond
	leftoverLooks = 30 // in a row that find the children asleep: they do not follow their parent
)

// nothingLeft makes sure that no process of the program lives on.
func (s *script) nothingLeft() {
	if left := s.survivors(); len(left) > 0 {
		s.fail(tutor.Evidence{Kind: tutor.LeftBehind, Left: left},
			"the program has ended, but a process it started lives on: %s (process %d)", left[0].Command, left[0].PID)
	}
}

// survivors returns what lives on of the program when it has had time to follow it.
func (s *script) survivors() (left []program.Leftover) {
	awake := func(l program.Leftover) bool { return !l.Asleep() }
	for end, asleep := time.Now().Add(lateLimit), 0; asleep < leftoverLooks && time.Now().Before(end); asleep++ {
		if left = s.prog.Leftovers(); len(left) == 0 {
			return nil
		}
		if slices.ContainsFunc(left, awake) {
			asleep = 0
		}
		<-time.After(leftoverLook)
	}
	return left
}

func (s *script) exit(args []string) {
	want := 0
	if len(args) > 0 {
		var err error
		if want, err = strconv.Atoi(args[0]); err != nil {
			s.misuse("exit %s: want a number", args[0])
		}
	}
	if status := s.ended(); status.Code != want {
		s.fail(tutor.Evidence{Kind: tutor.BadExit, Conn: s.lastConn()}, "the program ended with %v; want exit status %d", status, want)
	}
}

func (s *script) fails(texts []string) {
	status := s.ended()
	stderr := string(s.prog.Stderr.Bytes())
	s.endedWell(status, stderr)
	switch there := lineWith(stderr, texts); {
	case there:
	case len(texts) == 0:
		s.fail(tutor.Evidence{Kind: tutor.NoWords}, "standard error does not say what is wrong")
	default:
		s.fail(tutor.Evidence{Kind: tutor.NoWords}, "no line of standard error says %s", strings.Join(quoted(texts), " and "))
	}
}

// endedWell wants the end of a program that gives up, whatever it says, and not
// that of a part that is not written yet.
func (s *script) endedWell(status program.Status, stderr string) {
	e := tutor.Evidence{Kind: tutor.BadExit, Conn: s.lastConn()}
	switch {
	case status.Code != 1, strings.Contains(stderr, notWritten):
		s.fail(e, "the program ended with %v; want exit status 1 and one line on standard error that says why", status)
	case tutor.HasTrace(stderr):
		s.fail(e, "the program ended with a trace on standard error; want one line there that says why")
	}
}

// lineWith reports whether some line that is not blank holds all texts, in
// any case, a number by itself, also one written as 1,000. A text "a or b" is one of
// the two.
func lineWith(text string, texts []string) bool {
	for line := range strings.Lines(strings.ToLower(text)) {
		all := strings.TrimSpace(line) != ""
		for _, t := range texts {
			this := func(one string) bool { return holds(line, one) || holdsGrouped(line, one) }
			all = all && slices.ContainsFunc(strings.Split(strings.ToLower(t), " or "), this)
		}
		if all {
			return true
		}
	}
	return false
}

// holds reports whether text stands in a line, and, where it is a number, not
// as a part of another.
func holds(line, text string) bool {
	if _, err := strconv.ParseInt(text, 10, 64); err != nil || !strings.Contains(line, text) {
		return strings.Contains(line, text)
	}
	return regexp.MustCompile(`(?:^|\D)` + text + `(?:\D|$)`).MatchString(line)
}

func (s *script) terminate([]string) { s.end(syscall.SIGTERM, "SIGTERM") }

func (s *script) interrupt([]string) { s.end(syscall.SIGINT, "SIGINT") }

// end sends a signal and waits for the program to end of it.
func (s *script) end(sig syscall.Signal, name string) {
	p := s.process()
	s.tell(sig, name)
	over := false
	o := s.await(func() bool { _, over = p.Status(); return over })
	if !over {
		s.failOn(o, tutor.Evidence{Kind: tutor.IgnoresTerm}, "the program goes on after %s; it %s", name, s.doing(o))
	}
	if len(s.survivors()) > 0 { // a process for each caller may go on with those who are there
		for _, c := range s.open {
			_ = c.Close() // the program may have hung up first
		}
		s.nothingLeft()
	}
	status, _ := p.Status()
	if status.Code != 0 && !status.By(sig) {
		s.fail(tutor.Evidence{Kind: tutor.BadExit}, "after %s the program ended with %v; want 0, %d or the signal", name, status, 128+int(sig))
	}
}

func (s *script) prints(lines []string) {
	s.ended()
	want := strings.Join(append(lines, ""), "\n")
	got := s.prog.Stdout.Bytes()
	flat := strings.NewReplacer("\r\n", "\n")
	if !printed(flat.Replace(string(got)), flat.Replace(want), s.may) {
		s.fail(tutor.Evidence{Kind: tutor.BadOutput, Want: []byte(want), Got: got, May: s.may}, "standard output is not what was to be printed")
	}
}

// printed reports whether text is want, but for whole lines of may that stand
// between.
func printed(text, want string, may []string) bool {
	wanted := slices.Collect(strings.Lines(want))
	for line := range strings.Lines(text) {
		switch {
		case len(wanted) > 0 && line == wanted[0]:
			wanted = wanted[1:]
		case !slices.Contains(may, strings.TrimSuffix(line, "\n")):
			return false
		}
	}
	return len(wanted) == 0
}

// shows wants texts on standard output, but for newlines before, between and
// behind them.
func (s *script) shows(texts []string) {
	s.ended()
	e := tutor.Evidence{Kind: tutor.BadOutput, Want: []byte(strings.Join(texts, "")), Got: s.prog.Stdout.Bytes()}
	flat := strings.NewReplacer("\n", "", "\r", "")
	switch {
	case flat.Replace(string(e.Want)) != flat.Replace(string(e.Got)):
		s.fail(e, "standard output is not what was to be printed")
	case !shown(string(e.Got), texts):
		e.Kind = tutor.TornOutput
		s.fail(e, "standard output has other newlines within a reply than the reply has")
	}
}

// shown reports whether output is the texts, but for newlines around them.
func shown(output string, texts []string) bool {
	const newlines = "\r\n"
	if runtime.GOOS == "windows" { // where \n may be printed as both
		output = strings.ReplaceAll(output, "\r\n", "\n")
	}
	output = strings.TrimLeft(output, newlines)
	for _, text := range texts {
		rest, ok := strings.CutPrefix(output, strings.Trim(text, newlines))
		if !ok {
			return false
		}
		output = strings.TrimLeft(rest, newlines)
	}
	return output == ""
}

// newlines wants all newlines of the texts on standard output, and at most some besides.
func (s *script) newlines(args []string) {
	s.ended()
	more, got := s.number("newlines", args[0]), s.prog.Stdout.Bytes()
	least := strings.Count(strings.Join(args[1:], ""), "\n")
	n := bytes.Count(got, []byte("\n"))
	e := tutor.Evidence{Kind: tutor.BadOutput, Want: []byte(strings.Join(args[1:], "\n") + "\n"), Got: got}
	switch {
	case n < least:
		e.Want = []byte(strings.Join(args[1:], ""))
		s.fail(e, "standard output has %d newlines; want at least %d", n, least)
	case n > least+more:
		s.fail(e, "standard output has %d newlines; want at most %d", n, least+more)
	}
}

func (s *script) mayPrint(lines []string) { s.may = append(s.may, lines...) }
