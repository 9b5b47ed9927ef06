package check

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// explain gathers the evidence that is still missing, first on the live
// program and then from its death, and has the tutor name the mistake.
func (s *script) explain(e *tutor.Evidence, message string) {
	e.Role, e.Told, e.Calls, e.Typed = s.role, s.told, s.calls, s.typed
	if e.Conn != "" {
		s.lookAtConn(e, s.conns[e.Conn])
	}
	if s.prog != nil {
		s.lookAtProgram(e)
	}
	if s.listener != nil {
		e.Waiting = s.listener.Waiting()
	}
	e.Wire = s.log.Events()
	s.classify(e)
	d := tutor.Diagnose(e)
	explain := d.Say
	if d.Mistake == "" {
		explain = s.check.Cause
	}
	s.failure = &Failure{
		Mistake: d.Mistake, Message: message, Explain: explain,
		Where: e.Places, Wire: events(e.Wire), Stderr: lastLines(e.Stderr),
	}
	if s.failure.Where == nil {
		s.failure.Where = []program.Place{}
	}
	for _, f := range e.Findings {
		s.failure.Experiments = append(s.failure.Experiments, f.Told)
	}
	if len(e.Want)+len(e.Got) > 0 && e.Kind != tutor.NoWords {
		s.failure.Differs = &Difference{e.Conn, e.Want, e.Got}
	}
}

// lookAtConn notes how the connection stands and experiments on it.
func (s *script) lookAtConn(e *tutor.Evidence, c *wire.Conn) {
	if c == nil {
		return
	}
	e.Turns = s.turns[c.Name]
	peer, err := c.Peer()
	e.Peer, e.PeerGone = peer, errors.Is(err, wire.ErrGone)
	e.PeerSeen = err == nil || e.PeerGone
	_, end := c.Heard()
	switch {
	case errors.Is(end, wire.ErrReset) || c.Broken():
		e.End = "reset"
	case end == io.EOF:
		e.End = "eof"
	}
	if e.Kind == tutor.NoReply && e.Role == "serve" && end == nil && len(e.Got) == 0 {
		e.Findings = tutor.Experiment(c, s.bell.rings)
	}
}

// lookAtProgram notes what the program has done and where it stands. A Go
// program that still runs is ended for that.
func (s *script) lookAtProgram(e *tutor.Evidence) {
	if a, err := s.prog.Look(); err == nil {
		e.Listeners, _ = wire.Listening(a.Sockets) // without them a rule does not match
	}
	s.gatherExit()
	e.Stderr, e.Stdout = string(s.prog.Stderr.Bytes()), string(s.prog.Stdout.Bytes())
	e.Written = s.prog.Stderr.Total() + s.prog.Stdout.Total()
	e.Status, e.Exited = s.prog.Status()
	if e.Kind != tutor.LeftBehind {
		e.Places = s.prog.Dump()
	}
}

// gatherExit waits a moment for a program that is about to end: what it does
// to a connection is seen before its exit is.
func (s *script) gatherExit() {
	select {
	case <-s.prog.Exited():
	case <-time.After(50 * time.Millisecond):
	}
}

// classify finds the causes that hold for every kind of failure.
func (s *script) classify(e *tutor.Evidence) {
	switch {
	case strings.Contains(e.Stderr, "not written yet: step"):
		e.Kind = tutor.NotWritten
	case strings.Contains(e.Stderr, "WARNING: DATA RACE"):
		e.Kind = tutor.RacesData
	case s.prog != nil && s.prog.Flooded():
		e.Kind = tutor.Flooded
	}
}

const shownLines = 12 // of standard error in an explanation

// lastLines returns the end of text, without the goroutine dump that the
// checker itself has asked for.
func lastLines(text string) string {
	text, _, _ = strings.Cut(text, "SIGQUIT: quit\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if extra := len(lines) - shownLines; extra > 0 {
		lines = append([]string{fmt.Sprintf("[%d lines before]", extra)}, lines[extra:]...)
	}
	return strings.Join(lines, "\n")
}
