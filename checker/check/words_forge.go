package check

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// forgery returns a last message of a caller who must not be let in.
func (s *script) forgery(kind string, x *scram, password string) string {
	k := s.keysOf(password, x.salt, x.iterations)
	last := x.last()
	switch kind {
	case "right-old": // the password that was the right one once
		return x.final(k)
	case "password":
		return x.final(s.keysOf(password+"x", x.salt, x.iterations))
	case "none":
		return last
	case "nothing":
		return ""
	case "nonce":
		last = "c=" + base([]byte(x.header)) + ",r=" + x.nonce + s.pick(len(x.both)-len(x.nonce), letters)
	case "own-nonce":
		last = "c=" + base([]byte(x.header)) + ",r=" + x.nonce
	case "binding":
		last = "c=" + base([]byte("y,,")) + ",r=" + x.both
	case "unbound":
		last = "r=" + x.both
	default:
		return last + ",p=" + base(s.forgedProof(kind, x, k))
	}
	return last + ",p=" + base(x.proof(k, last))
}

// forgedProof returns a wrong proof for the right message.
func (s *script) forgedProof(kind string, x *scram, k scramKeys) []byte {
	proof := x.proof(k, x.last())
	signature := signed(k.stored, x.said(x.last()))
	switch kind {
	case "bit":
		proof[len(proof)-1] ^= 1
		return proof
	case "short":
		return proof[:len(proof)-1]
	case "half":
		return proof[:len(proof)/2]
	case "longer":
		return append(proof, 0)
	case "empty":
		return nil
	case "zeros":
		return make([]byte, len(proof))
	case "signature": // as if the client key were zeros
		return signature
	case "stored": // what a thief of the users file can make
		return xor(k.stored, signature)
	}
	s.misuse("forge: there is no kind %q", kind)
	return nil
}

// forgeLogins tries to log in with forged proofs, in a call for each. None may be let
// in, nor may a command be obeyed afterwards.
func (s *script) forgeLogins(args []string) {
	for _, kind := range args[2:] {
		c := s.dialTo("try-"+kind, s.addr)
		s.begin([]string{c.Name, args[0]})
		final := s.forgery(kind, s.scramOn(c.Name), args[1])
		s.ask([]string{c.Name, `{"cmd":"login"}`, final})
		s.shut(c, kind)
		s.forget(c)
	}
}

// shut wants a login refused, and after it the door still closed.
func (s *script) shut(c *wire.Conn, kind string) {
	s.logins.forged = kind
	s.denies([]string{c.Name})
	if _, end := c.Unread(); end == nil {
		s.logins.forged = tutor.Afterwards
		s.ask([]string{c.Name, `{"cmd":"pwd"}`})
		s.denies([]string{c.Name})
	}
	s.logins.forged = ""
}

// replayed says on a new connection all that a caller has said on another, word
// for word.
func (s *script) replayed(args []string) {
	first := s.scramOn(args[0])
	k := s.keysOf(args[1], first.salt, first.iterations)
	c := s.dialTo("replay", s.addr)
	s.ask([]string{c.Name, `{"cmd":"login","mech":"SCRAM-SHA-256"}`, first.first()})
	if s.declined(c) {
		s.shut(c, "replay") // the nonce of the caller is known already
		return
	}
	_, challenge := s.hearWhole(c, `{"status":"continue"}`)
	if challenge == first.challenge {
		e := tutor.Evidence{Kind: tutor.BadNonce, Conn: c.Name, Got: []byte(challenge)}
		e.Login.Formula = "nonce-used-twice"
		s.fail(e, "the server has answered two callers with the same nonce")
	}
	s.ask([]string{c.Name, `{"cmd":"login"}`, first.final(k)})
	s.shut(c, "replay")
	s.forget(c)
	s.foreseen(first.user)
}

// foreseen wants the server's parts of some nonces to differ in more than what a
// clock or a count would make of them.
func (s *script) foreseen(user string) {
	var parts []string
	for range fewLogins {
		c := s.dialTo(fmt.Sprint("nonce", s.calls+1), s.addr)
		s.begin([]string{c.Name, user})
		x := s.scramOn(c.Name)
		parts = append(parts, x.both[len(x.nonce):])
		s.forget(c)
	}
	if drawn(parts) < leastDrawn {
		e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
		s.fail(e, "the server's parts of %d nonces are nearly the same, and so not random: %.100q", len(parts), parts)
	}
}

const (
	fewLogins  = 6
	leastDrawn = 40 // bits: nanoseconds of a quarter of an hour have as many
)

// drawn returns how many bits of random texts could make the difference between
// these.
func drawn(texts []string) float64 {
	seen, places := map[byte]bool{}, 0
	for at := range len(slices.MaxFunc(texts, func(a, b string) int { return len(a) - len(b) })) {
		here := map[byte]bool{}
		for _, text := range texts {
			if at < len(text) {
				here[text[at]] = true
			}
		}
		if len(here) > 1 {
			places++
			maps.Copy(seen, here)
		}
	}
	return float64(places) * math.Log2(float64(max(len(seen), 1)))
}

// outside says commands before any login.
func (s *script) outside(args []string) {
	for i, text := range args {
		c := s.dialTo(fmt.Sprint("stranger", i+1), s.addr)
		body := ""
		text, body, _ = strings.Cut(text, "|")
		s.ask([]string{c.Name, text, body})
		s.shut(c, tutor.Outside)
		s.forget(c)
	}
}

// inAfter says commands before the login, each in a call, and then logs in there,
// unless the program has hung up.
func (s *script) inAfter(args []string) {
	for i, text := range args[2:] {
		c := s.dialTo(fmt.Sprint("early", i+1), s.addr)
		text, body, _ := strings.Cut(text, "|")
		s.ask([]string{c.Name, text, body})
		s.denies([]string{c.Name})
		x := newScram(args[0], s.pick(nonceSize, letters))
		s.ask([]string{c.Name, `{"cmd":"login","mech":"SCRAM-SHA-256"}`, x.first()})
		if s.hearOrEnd(c) != nil {
			s.challenged(c, x)
			s.ask([]string{c.Name, `{"cmd":"login"}`, x.final(s.keysOf(args[1], x.salt, x.iterations))})
			s.hearWhole(c, `{"status":"ok"}`)
		}
		s.forget(c)
	}
}
