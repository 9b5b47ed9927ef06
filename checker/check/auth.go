package check

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// lookAtAuth notes how a handshake of lesson15 went, and tries on a server that
// has refused the right answer what it would have taken.
func (s *script) lookAtAuth(e *tutor.Evidence) {
	if s.key == nil {
		return
	}
	e.Auth.Keyed, e.Auth.Joined = true, s.weather[e.Conn] == "joined"
	if e.Role != "serve" {
		s.lookAtAnswer(e)
		return
	}
	p, ok := s.proofs[e.Conn]
	if !ok {
		return
	}
	var others [][]byte
	for name, other := range s.proofs {
		if name != e.Conn {
			others = append(others, other.Right)
		}
	}
	e.Auth.Sent = tutor.WhatWasSent(p, s.wordsOn(e), e.Pieces, others)
	if s.dawdled > 0 {
		e.Auth.Sent = tutor.SentLate
	}
	if s.replay || e.Spinning || s.prog == nil {
		return
	}
	refused := e.Kind == tutor.EndedEarly || e.Kind == tutor.NoReply
	switch {
	case refused && e.Auth.Sent == tutor.SentRight && e.Turns == 0 && !e.Pieces && !e.Auth.Joined && !e.Flag("-handshake"):
		s.tryFormulas(e)
	case e.Kind == tutor.NotClosed && (e.Auth.Sent == tutor.SentFlipped || e.Auth.Sent == tutor.SentWrong) && !e.Noted("says no more (half-close)"):
		if s.letIn(s.conns[e.Conn], p.Right) {
			e.Auth.Sent = tutor.SentSecond
			s.found(e, "a second answer", "I gave the right answer after the wrong one, and was let in.")
		}
	}
}

// wordsOn returns what the checker has said on the connection, piece by piece.
func (s *script) wordsOn(e *tutor.Evidence) [][]byte {
	var words [][]byte
	for _, event := range e.Wire {
		if event.Conn == e.Conn && event.From == wire.FromChecker && event.Size > 0 {
			words = append(words, event.Bytes)
		}
	}
	return words
}

// lookAtAnswer finds how a caller has made its answer.
func (s *script) lookAtAnswer(e *tutor.Evidence) {
	sent := e.Sent()
	e.Auth.Short = len(sent) < challengeSize
	for _, p := range s.proofs {
		if len(sent) > 0 && bytes.HasPrefix(p.Challenge, sent[:min(len(sent), challengeSize)]) {
			e.Auth.Formula = tutor.FormulaOf(e.Got, s.key, p.Challenge)
		}
	}
}

const (
	letInLimit = 300 * time.Millisecond // for a server to take an answer or refuse it
	triesLimit = 3 * time.Second        // for all of them
)

// tryFormulas answers a server in the usual wrong ways, each in a call of its
// own, and notes the one that it takes.
func (s *script) tryFormulas(e *tutor.Evidence) {
	if c := s.conns[e.Conn]; c != nil {
		_ = c.Close() // who serves one after another is busy with this one
	}
	ctx, cancel := context.WithTimeout(s.ctx, triesLimit)
	defer cancel()
	for i, f := range tutor.Formulas() {
		if right := make([]byte, challengeSize); bytes.Equal(f.Make(s.key, right), tutor.Mac(s.key, right)) {
			continue // with this key it is no mistake
		}
		c, err := s.log.Dial(ctx, fmt.Sprint("formula", i), s.network, s.addr)
		if err != nil {
			return
		}
		challenge := s.takeSoon(c, challengeSize)
		in := len(challenge) == challengeSize && s.letIn(c, f.Make(s.key, challenge))
		_ = c.Close() // the program may have hung up first
		if in {
			e.Auth.Formula = f.Mistake
			s.found(e, f.Mistake, "I answered another caller's challenge with "+f.Told+", and was let in.")
			return
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// found notes an experiment that had an effect.
func (s *script) found(e *tutor.Evidence, name, told string) {
	e.Findings = append(e.Findings, tutor.Finding{Name: name, Effect: true, Told: told})
}

// letIn answers a challenge and reports whether the talk begins.
func (s *script) letIn(c *wire.Conn, answer []byte) bool {
	message := s.words(40)
	if c.Send(answer) != nil || c.Send([]byte(message)) != nil {
		return false
	}
	return bytes.HasPrefix(s.takeSoon(c, len(message)), tutor.Upper([]byte(message)))
}

// takeSoon waits a moment for n bytes and takes them.
func (s *script) takeSoon(c *wire.Conn, n int) []byte {
	limit := time.After(letInLimit)
	for {
		rings := s.bell.rings()
		got, end := c.Heard()
		if len(got) >= n {
			c.Take(n)
			return got[:n]
		}
		if end != nil {
			return got
		}
		select {
		case <-rings:
		case <-limit:
			return got
		}
	}
}
