package check

import (
	"path/filepath"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// runsCommands reports whether the lesson is about a server that runs commands
// for whoever asks, by its name.
func (s *script) runsCommands() bool {
	return strings.Contains(filepath.Base(filepath.Dir(filepath.Dir(s.check.File))), "remote-command")
}

// gauges reports whether it shall be tried how much of a command the server
// reads: where a reply is another than expected, and no -max cuts replies.
func (s *script) gauges(e *tutor.Evidence) bool {
	if !e.Runs || e.Role != "serve" || s.again || e.Flag("-max") || e.Kind != tutor.WrongBytes && e.Kind != tutor.NoLine {
		return false
	}
	_, over := s.prog.Status()
	return !over
}

// gauge sends a long command and notes how much of it was run.
func (s *script) gauge(e *tutor.Evidence, c *wire.Conn) {
	n, end := c.Unread()
	if end != nil || !s.gauges(e) {
		return
	}
	c.Take(n)
	_ = c.Send([]byte(tutor.Ruler())) // without a reply nothing is told
	s.gatherExit()
	reply, _ := c.Heard()
	e.Room = tutor.RoomFor(reply)
}

// gaugePacket does the same with a datagram.
func (s *script) gaugePacket(e *tutor.Evidence, m *wire.Mailbox) {
	if !s.gauges(e) {
		return
	}
	before := len(m.Held())
	_ = m.Post([]byte(tutor.Ruler()), s.server()) // without a reply nothing is told
	s.gatherExit()
	if held := m.Held(); len(held) > before {
		e.Room = tutor.RoomFor(held[before].Bytes)
	}
}

// answerQuit answers a caller that has said quit, and notes whether it ends.
func (s *script) answerQuit(e *tutor.Evidence, answer func(reply []byte)) {
	if e.Role != "call" || e.Kind != tutor.Extra || string(e.Got) != "quit" || s.frames != "" || s.again {
		return
	}
	answer([]byte("QUIT"))
	s.gatherExit()
	_, over := s.prog.Status()
	if e.GoesOn = !over; e.GoesOn {
		e.Findings = append(e.Findings, tutor.Finding{Name: "answer to quit", Told: "I answered quit, and the program went on."})
	}
}
