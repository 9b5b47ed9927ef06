package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// explain gathers the evidence that is still missing, first on the live
// program and then from its death, and has the tutor name the mistake.
func (s *script) explain(e *tutor.Evidence, message string) {
	e.Role, e.Told, e.Calls, e.Frames = s.role, s.told, s.calls, s.frames
	e.Source, e.HeldBack = s.binary.Source, s.holding
	if s.prog != nil {
		e.Args = s.prog.Args
	}
	if s.prog != nil && s.hurry > 0 {
		s.starved = s.prog.Starved()
	}
	e.Typed, e.Together = s.typed, s.together
	e.Home.Served = s.served != nil && len(s.homes.users) > 0
	s.lookAtFiles(e)
	if s.prog != nil && !e.Spinning && e.Kind != tutor.NotQuiet { // one that spins neither rests nor ends
		s.gatherExit()
	}
	e.Wire = s.log.Events() // before the experiments add to it
	s.markUnread(e.Wire)
	if s.prog != nil && e.Left == nil {
		e.Left = s.living() // before an experiment ends a command
	}
	e.Runs, e.Reuse = s.runsCommands(), s.reuse
	s.lookAtAll(e)
	if e.Conn != "" {
		s.lookAtConn(e, s.conns[e.Conn])
	}
	s.lookAtAuth(e)
	s.lookAtCrowd(e)
	s.lookAtLogin(e)
	if s.prog != nil {
		s.lookAtProgram(e)
	}
	if step := s.classify(e); step != "" {
		message = "step " + step + " is not written yet"
		e.Places = program.Find(s.prog.Binary.Source, notWritten+step+`"`)
		if n, err := strconv.Atoi(step); err == nil && n > s.check.Step {
			s.stop(Skip, Needs+"step %d, which is not written yet", n)
		}
	}
	s.failure = s.newFailure(e, message)
}

// newFailure puts the evidence into the words of a report.
func (s *script) newFailure(e *tutor.Evidence, message string) *Failure {
	d := tutor.Diagnose(e)
	f := &Failure{
		Role: s.role, Words: e.Args, Mistake: d.Mistake, Message: message, Explain: d.Say,
		Where: append([]program.Place{}, e.Places...), Wire: events(e.Wire), Stderr: lastLines(e.Stderr), Frames: s.frames, Conn: e.Conn,
		ofChance: e.Role == "serve" && s.proofs[e.Conn].Challenge != nil && e.Auth.Sent != "" && e.Auth.Sent != tutor.SentNothing,
		moved:    e.Answered() && s.prog != nil && len(s.prog.Binary.Source) > 0, spins: e.Spinning,
	}
	f.usual, f.often = s.check.Cause, e.Kind == tutor.Grows || s.measured
	f.timed = s.hurry > 0 && !s.limited && len(s.binary.Source) == 0 && tutor.Endless(d.Mistake)
	if d.Mistake == "" {
		f.Explain = s.check.Cause
	}
	f.Experiments = tutor.Looks(e)
	for _, x := range e.Findings {
		f.Experiments = append(f.Experiments, x.Told)
	}
	switch e.Kind {
	case tutor.RacesData:
		_, report, _ := strings.Cut(e.Stderr, "==================\n")
		f.Stderr, _, _ = strings.Cut(report, "==================\n")
	case tutor.NotWritten:
		f.Stderr, f.Wire = "", []Event{} // they add nothing
	case tutor.NoWords, tutor.NoLine, tutor.BadMessage, tutor.NotRefused: // no single byte is wrong
	default:
		if len(e.Want)+len(e.Got) > 0 && (e.Home.Cmd == "" || len(e.Want) > 0) { // what a reply says is no bytes
			f.Differs = &Difference{e.Conn, e.Want, e.Got}
		}
	}
	return f
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
	s.gauge(e, c)
	s.answerQuit(e, func(reply []byte) { _ = c.Send(reply) })
	s.lookAtReads(e, c)
	s.lookAtEnd(e, c, end)
	missing := len(e.Want) > len(e.Got) || s.store.awaited != nil // without it, no experiment can have an effect
	if e.Kind == tutor.NoReply && missing && e.Role == "serve" && end == nil && !s.again && !e.Spinning {
		rest := e.Want
		if bytes.HasPrefix(e.Want, e.Got) {
			rest = e.Want[len(e.Got):]
		}
		answers, only := func(heard []byte) bool { return bytes.HasPrefix(heard, rest) }, []string(nil)
		if !bytes.HasSuffix(tutor.Upper(e.Sent()), e.Want) {
			only = []string{tutor.Newline, tutor.Filler, tutor.HalfClose} // a letter would be a part of something else
		}
		if s.store.awaited != nil { // other bytes would be taken for a part of a file
			answers, only = s.store.awaited, []string{tutor.HalfClose}
		}
		e.Findings = s.try(c, only, answers)
	}
	s.lookAtLength(e, c)
}

// lookAtAll notes what the connections that are not in question tell.
func (s *script) lookAtAll(e *tutor.Evidence) {
	alive := len(s.throng.silent)
	for _, c := range s.open {
		if peer, err := c.Peer(); err == nil && peer.State == wire.CloseWait {
			e.Held++
		} else if err == nil {
			alive++
		}
	}
	s.lookAtPackets(e)
	if s.prog != nil {
		if sockets, _, err := s.prog.Descriptors(); err == nil {
			e.Listeners = s.listening() // without them some rules do not match
			first := func(inode uint64) bool { return slices.Contains(s.sockets, inode) }
			e.Relistens = len(s.sockets) > 0 && !slices.ContainsFunc(slices.Collect(maps.Keys(e.Listeners)), first)
			// The kernel forgets a connection that was reset, but the
			// program's descriptor stays.
			e.Held = max(e.Held, len(sockets)-len(e.Listeners)-alive)
		}
	}
	if s.listener != nil {
		e.Waiting = s.listener.Waiting()
	}
	e.Pieces = s.pieces[e.Conn]
	e.Split = s.faults > 0 && strings.HasPrefix(s.weather[e.Conn], "split")
}

// lookAtProgram notes what the program has done and where it stands. A Go
// program that still runs is ended for that.
func (s *script) lookAtProgram(e *tutor.Evidence) {
	e.Stderr, e.Stdout = string(s.prog.Stderr.Bytes()), string(s.prog.Stdout.Bytes())
	e.Written = s.prog.Written()
	e.Status, e.Exited = s.prog.Status()
	e.TookCall = s.tookCall(e.Stderr)
	// An experiment that had an effect has set the program going: where it
	// stands now is not where it stood.
	if e.Kind != tutor.LeftBehind && !e.Answered() && len(e.Places) == 0 {
		e.Places = s.prog.Dump()
	}
	s.lookAtBuffer(e)
}

// tookCall reports whether the program has surely taken a call: it names the
// port of a caller, or has hung up on one. When it ends, the kernel resets the
// connections that nobody has accepted.
func (s *script) tookCall(stderr string) bool {
	return slices.ContainsFunc(s.open, func(c *wire.Conn) bool {
		_, end := c.Heard()
		return end == io.EOF || holds(stderr, strconv.Itoa(int(c.Local().Port())))
	})
}

const (
	restingLook  = 10 * time.Millisecond
	restingLooks = 5               // looks in a row that find the program at rest
	restingLimit = 2 * time.Second // for one that never is
)

// gatherExit waits until the program has ended, and all that it said is heard, or is
// at rest: on a busy machine its exit is seen long after what it does, or before.
func (s *script) gatherExit() {
	look := time.NewTicker(restingLook)
	defer look.Stop()
	limit := time.After(restingLimit)
	exited := s.prog.Exited()
	for rest := 0; rest < restingLooks; {
		select {
		case <-exited:
			exited = nil
		case <-limit:
			return
		case <-look.C:
		}
		if exited == nil && !s.unheard() {
			return
		}
		rest++
		if !s.resting() {
			rest = 0
		}
	}
}

// resting reports whether the program sleeps now, as far as that can be seen.
func (s *script) resting() bool {
	a, err := s.look()
	if err != nil {
		return errors.Is(err, program.ErrNoProc) // otherwise it is just ending
	}
	return !a.Running && !a.Ending && !s.prog.Pending() && !s.behind()
}

const notWritten = "not written yet: step " // what a stub's error says

// classify finds the causes that hold for every kind of failure. It returns
// the step of a stub that was called, or "".
func (s *script) classify(e *tutor.Evidence) (step string) {
	_, step, _ = strings.Cut(e.Stderr, notWritten)
	step = step[:len(step)-len(strings.TrimLeft(step, "0123456789"))] // in a log there may be more behind it
	switch {
	case step != "":
		e.Kind = tutor.NotWritten
	case strings.Contains(e.Stderr, "WARNING: DATA RACE"):
		e.Kind = tutor.RacesData
	case s.prog != nil && s.prog.Flooded():
		e.Kind = tutor.Flooded
	}
	return step
}

// count returns n things in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
