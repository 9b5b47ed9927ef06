package check

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// printsOf wants some of the lines on standard output, in their order. Which of
// them is left to the program.
func (s *script) printsOf(args []string) {
	n, lines := s.number("printsof", args[0]), args[1:]
	s.ended()
	got := s.prog.Stdout.Bytes()
	text := strings.TrimSuffix(string(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n"))), "\n")
	printed := strings.Split(text, "\n")
	if found, ok := inOrder(printed, lines); ok && found >= n {
		return
	}
	first := max(slices.Index(lines, printed[0]), 0) // those before it may be missing
	e := tutor.Evidence{Kind: tutor.BadOutput, Want: []byte(strings.Join(lines[first:], "\n") + "\n"), Got: got}
	s.fail(e, "standard output is not at least %d of the %d lines in their order", n, len(lines))
}

// inOrder counts how many of the lines are printed. It is not ok when one comes
// after a later one, or another line is printed.
func inOrder(printed, lines []string) (found int, ok bool) {
	last := -1
	for _, line := range printed {
		at := slices.Index(lines, line)
		if at < last || at < 0 {
			return found, false
		}
		if at > last {
			found++
		}
		last = at
	}
	return found, true
}

// askedIn makes sure that a question was not asked again when the time to wait
// for its reply was long over, and that the program, which has given it up now,
// has not waited for nearly twice that time, or for hardly any of it.
func (s *script) askedIn(args []string) {
	m, wait := s.box(args[0]), s.duration("askedin", args[1])
	var first, last time.Duration
	for _, event := range s.log.Events() {
		switch {
		case strings.HasPrefix(event.Note, "types "):
			first = 0
		case event.Conn == m.Name && event.From == wire.FromProgram:
			if last = event.At; first == 0 {
				first = last
			}
		}
	}
	e := tutor.Evidence{Kind: tutor.Extra, Conn: m.Name}
	if took := last - first; first > 0 && took > wait*5/4 {
		s.certain = took > wait*5/2 && s.hadProcessors(wait)
		s.fail(e, "the line was asked again after %v; it waits %v for a reply", took.Round(time.Millisecond), wait)
	}
	took := time.Since(s.typedAt) // not since the question came, for that may have been seen late
	if took < wait/4 || took > wait*7/4 {
		s.certain = took < wait/4 // what is seen late was done sooner still
		s.fail(e, "the line was given up after %v; it waits %v for a reply", took.Round(time.Millisecond), wait)
	}
}

// perhapsAsks answers a question, which the program asks whole or not at all.
func (s *script) perhapsAsks(m *wire.Mailbox, question, reply string) {
	over := false
	o := s.await(func() bool { _, over = s.prog.Status(); return over || len(m.Held()) > 0 })
	switch {
	case len(m.Held()) > 0:
		s.collect(m, []string{question})
		s.answer([]string{m.Name, question, reply})
	case !over:
		s.failOn(o, tutor.Evidence{Kind: tutor.NotExited, Conn: m.Name}, "the program neither asks %s nor ends; it %s", m.Name, s.doing(o))
	}
}

// answerEach takes questions as they come, and answers each: a program may ask them
// one by one or all at once.
func (s *script) answerEach(args []string) {
	m := s.box(args[0])
	if len(args)%2 == 0 {
		s.misuse("answers: want a reply for each question")
	}
	var questions []string
	replies := map[string]string{}
	for pair := range slices.Chunk(args[1:], 2) {
		questions = append(questions, pair[0])
		replies[pair[0]] = pair[1]
	}
	s.collectEach(m, questions, func(question string) { s.answer([]string{m.Name, question, replies[question]}) })
}
