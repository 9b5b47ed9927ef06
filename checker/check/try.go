package check

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// try makes experiments on a connection until one of them brings the answer.
func (s *script) try(c *wire.Conn, only []string, answers func(heard []byte) bool) []tutor.Finding {
	return tutor.Subject{
		Conn: c, Only: only, Answers: answers, Changed: s.bell.rings, Resting: s.resting, Starved: s.prog.Starved,
	}.Experiment()
}

// lookAtEnd tries whether a server that has answered, or in lesson09 has told of a
// Read for each of its sizes, waits for its caller to hang up first.
func (s *script) lookAtEnd(e *tutor.Evidence, c *wire.Conn, end error) {
	if e.Kind != tutor.NotClosed || e.Role != "serve" || e.Turns == 0 && !s.readAll(e) || s.key != nil || s.again || e.Spinning || end != nil || c.SaidAll() {
		return
	}
	e.Findings = s.try(c, []string{tutor.HalfClose}, func([]byte) bool { _, end := c.Heard(); return errors.Is(end, io.EOF) })
}

// readAll reports whether a server of lesson09 has told of a Read for each of its
// sizes, without an experiment that made it do so.
func (s *script) readAll(e *tutor.Evidence) bool {
	i := slices.Index(e.Args, "-reads") + 1
	told := bytes.Count(append([]byte("\n"), s.prog.Stdout.Bytes()...), []byte("\nread "))
	return i > 0 && i < len(e.Args) && len(e.Findings) == 0 && told == strings.Count(e.Args[i], ",")+1
}

// lookAtReads tries whether a server of lesson09 that has told of no Read waits
// for more to fill its buffer. Of a program in Go, the stack tells that.
func (s *script) lookAtReads(e *tutor.Evidence, c *wire.Conn) {
	told := func() bool { return bytes.HasPrefix(s.prog.Stdout.Bytes(), []byte("read ")) }
	if e.Kind != tutor.NotClosed || !e.Flag("-reads") || e.Spinning || e.PeerGone || len(s.prog.Binary.Source) > 0 || told() {
		return
	}
	e.Findings = s.try(c, []string{tutor.Filler}, func([]byte) bool { _, end := c.Heard(); return end != nil || told() })
	s.gatherExit() // what it printed comes behind its end
}
