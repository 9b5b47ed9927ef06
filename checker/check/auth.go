package check

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
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
	e.Auth.Hurried, e.Auth.Waited = s.hurry > 0, s.waited && s.hurry == 0
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
			e.Auth.WrongLogged = e.Auth.WrongLogged || s.wrongLogged(e, name)
		}
	}
	e.Auth.Sent = tutor.WhatWasSent(p, s.wordsOn(e), e.Pieces, others)
	switch sent := e.Sent(); {
	case len(sent) >= challengeSize && string(sent[:challengeSize]) == s.ts.Getenv(e.Conn+"_alike"):
		e.Auth.Sent = tutor.SentAlike
	case s.dawdled && e.Turns == 0: // in a talk it may take its time
		e.Auth.Sent = tutor.SentLate
	case e.Auth.Sent == tutor.SentSecond && bytes.Contains(e.Got, tutor.Upper(p.Right)):
		e.Auth.Sent = tutor.SentWrong // the second answer was taken for a message: the first had let it in
	}
	if !s.again && !e.Spinning && s.prog != nil {
		s.tryAuth(e, p)
	}
}

// tryAuth experiments on a server that has refused the right answer, or that
// has not hung up after a wrong one.
func (s *script) tryAuth(e *tutor.Evidence, p tutor.Proof) {
	c := s.conns[e.Conn]
	refused := (e.Kind == tutor.EndedEarly || e.Kind == tutor.NoReply) && e.Turns == 0 && e.Auth.Sent == tutor.SentRight
	wrong := slices.Contains([]string{tutor.SentFlipped, tutor.SentSwapped, tutor.SentAlike, tutor.SentWrong, tutor.SentSecond}, e.Auth.Sent)
	switch {
	case refused && e.Kind == tutor.NoReply && s.heardMore(e, c):
		e.Auth.Swallowed = true // the experiments before this one were answered
	case refused && s.askedAnother(e) && s.tryAnothers(e):
	case refused && !e.Pieces && !e.Auth.Joined && !e.Auth.Hurried && !e.Auth.Waited:
		s.tryFormulas(e)
	case e.Kind == tutor.NotClosed && wrong && !e.Noted("says no more (half-close)"):
		s.tryOnceMore(e, c, p)
	}
}

// tryOnceMore finds why a server has not hung up after a wrong answer: because
// the talk has begun, or because it waits for another answer.
func (s *script) tryOnceMore(e *tutor.Evidence, c *wire.Conn, p tutor.Proof) {
	message := []byte(s.words(len(p.Right))) // as long as an answer
	if c.Send(message) != nil {
		return
	}
	got := s.takeSoon(c, len(message))
	_, end := c.Heard()
	switch {
	case bytes.Equal(got, tutor.Upper(message)):
		if e.Kind, e.Got = tutor.LetIn, got; e.Auth.Sent == tutor.SentSecond {
			e.Auth.Sent = tutor.SentWrong
		}
		s.found(e, tutor.SaidMore, "I said something, and it was answered.")
	case end != nil:
		e.Auth.Sent = tutor.SentSecond
		s.found(e, tutor.SaidMore, "I gave another wrong answer, and only then the program hung up.")
	case s.letIn(c, p.Right):
		e.Auth.Sent = tutor.SentSecond
		s.found(e, tutor.SaidMore, "I gave the right answer after the wrong one, and was let in.")
	}
}

// heardMore reports whether something has come since the check failed.
func (s *script) heardMore(e *tutor.Evidence, c *wire.Conn) bool {
	got, _ := c.Heard()
	return len(got) > len(e.Got)
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
	c := s.conns[e.Conn]
	if e.Kind != tutor.NoReply || len(e.Got) > 0 || len(sent) != challengeSize || s.again || e.Spinning || c == nil {
		return
	}
	answered := func(more string) bool {
		return c.Send([]byte(more)) == nil && len(s.takeSoon(c, challengeSize)) >= challengeSize
	}
	switch {
	case answered(strings.Repeat("x", filler)):
		s.found(e, tutor.SaidMore, fmt.Sprintf("I sent %d bytes more, and then an answer came.", filler))
	case answered("\n"):
		s.found(e, tutor.Newline, "I sent a newline, and then an answer came.")
	}
}

const filler = 4096 // bytes

const triesLimit = 15 * time.Second // for all that is tried on a server; a refusal takes it no time

// tryFormulas answers a server in the usual wrong ways, each in a call of its
// own, and notes the one that it takes. A server that takes whatever is as long
// has no formula.
func (s *script) tryFormulas(e *tutor.Evidence) {
	_ = s.conns[e.Conn].Close() // who serves one after another is busy with this one
	ctx, cancel := context.WithTimeout(s.ctx, triesLimit)
	defer cancel()
	for _, f := range tutor.Formulas() {
		some := make([]byte, challengeSize)
		if bytes.Equal(f.Make(s.key, some), tutor.Mac(s.key, some)) {
			continue // with this key it is no mistake
		}
		if !s.takes(ctx, func(challenge []byte) []byte { return f.Make(s.key, challenge) }) {
			continue
		}
		if !s.takes(ctx, func(challenge []byte) []byte { return []byte(s.pick(len(f.Make(s.key, challenge)), letters)) }) {
			e.Auth.Formula = f.Mistake
			s.found(e, f.Mistake, "I answered another caller's challenge with "+f.Told+", and was let in.")
		}
		return
	}
}

// askedAnother reports whether another caller has been asked, and has not
// answered yet.
func (s *script) askedAnother(e *tutor.Evidence) bool {
	return slices.ContainsFunc(s.open, func(c *wire.Conn) bool {
		got, _ := c.Heard()
		return c.Name != e.Conn && len(got) >= challengeSize
	})
}

// tryAnothers reports whether a server takes from one caller the answer to what
// it has asked the next.
func (s *script) tryAnothers(e *tutor.Evidence) bool {
	ctx, cancel := context.WithTimeout(s.ctx, triesLimit)
	defer cancel()
	took := s.takes(ctx, func([]byte) []byte {
		c, err := s.log.Dial(ctx, "next", s.network, s.addr)
		if err != nil {
			return nil
		}
		defer c.Close() // the program may have hung up first
		return tutor.Mac(s.key, s.takeSoon(c, challengeSize))
	})
	if took {
		e.Auth.Formula = "challenge-shared"
		s.found(e, e.Auth.Formula, "I answered with what was right for the caller who came next, and was let in.")
	}
	return took
}

// takes calls the server once more and reports whether it takes an answer.
func (s *script) takes(ctx context.Context, answer func(challenge []byte) []byte) bool {
	c, err := s.log.Dial(ctx, "formula", s.network, s.addr)
	if err != nil {
		return false
	}
	defer c.Close() // the program may have hung up first
	challenge := s.takeSoon(c, challengeSize)
	return len(challenge) == challengeSize && s.letIn(c, answer(challenge))
}

// found notes an experiment that had an effect.
func (s *script) found(e *tutor.Evidence, name, told string) {
	e.Findings = append(e.Findings, tutor.Finding{Name: name, Effect: true, Told: told})
}

// letIn answers a challenge and reports whether the talk begins.
func (s *script) letIn(c *wire.Conn, answer []byte) bool {
	message := s.words(40)
	if c.Send(answer) != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(s.ctx, time.Second)
	defer cancel()
	_ = c.Consumed(ctx) // so that the two are not read together
	if c.Send([]byte(message)) != nil {
		return false
	}
	return bytes.HasPrefix(s.takeSoon(c, len(message)), tutor.Upper([]byte(message)))
}

const soonLimit = 5 * time.Second // for a program that never rests

// takeSoon takes n bytes that come, or returns what is there when the program
// rests.
func (s *script) takeSoon(c *wire.Conn, n int) []byte {
	look := time.NewTicker(lookSoon)
	defer look.Stop()
	limit := time.After(soonLimit)
	for rest := 0; ; {
		rings := s.bell.rings()
		got, end := c.Heard()
		if len(got) >= n {
			c.Take(n)
			return got[:n]
		}
		if end != nil || rest >= restingLooks {
			return got
		}
		select {
		case <-rings:
		case <-limit:
			return got
		case <-look.C:
			rest++
			if !s.resting() {
				rest = 0
			}
		}
	}
}
