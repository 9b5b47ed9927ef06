package check

import (
	"cmp"
	"encoding/json"
	"fmt"
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

// A refusal is all that a stranger sees of a login that failed.
type refusedLogin struct {
	salt       string
	iterations int
	size       int    // of the nonce
	answer     string // to the proof
	both       string
}

// refusedAs tries to log in with a wrong proof.
func (s *script) refusedAs(user, kind string) refusedLogin {
	c := s.dialTo(fmt.Sprint("guess", s.calls+1), s.addr)
	defer s.forget(c)
	s.logins.forged = kind
	s.begin([]string{c.Name, user})
	x := s.scramOn(c.Name)
	proof := []byte(s.pick(len(hashed(nil)), letters))
	s.ask([]string{c.Name, `{"cmd":"login"}`, x.last() + ",p=" + base(proof)})
	header, body := s.hearWhole(c, `{"status":"error","code":"auth"}`)
	var fields map[string]json.RawMessage
	_ = json.Unmarshal([]byte(header), &fields) // hearWhole has read it
	answer, err := json.Marshal(fields)         // sorted, and without blanks
	if err != nil {
		s.unknown("writing a header: %v", err)
	}
	s.logins.forged = ""
	return refusedLogin{base(x.salt), x.iterations, len(x.both), string(answer) + body, x.both}
}

// strangers compares what a user hears whose password is wrong with what
// somebody hears who is no user. Said again, for another server with the same
// users, it wants the salt of the same name to be the same.
func (s *script) strangers(args []string) {
	user, nobody := args[0], cmp.Or(s.logins.nobody, s.pick(9, letters[:26]))
	known, first := s.refusedAs(user, "password"), s.refusedAs(nobody, "stranger")
	again, other := s.refusedAs(nobody, "stranger"), s.refusedAs(s.pick(11, letters[:26]), "stranger")
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	tell := func(mistake, format string, args ...any) {
		e.Login.Formula = mistake
		s.fail(e, format, args...)
	}
	before := cmp.Or(s.logins.salt, first.salt)
	s.logins.nobody, s.logins.salt = nobody, first.salt
	switch {
	case before != first.salt:
		tell("salt-of-strangers", "for one and the same name that is no user's, the server had the salt %s before it was started anew, and has %s now", before, first.salt)
	case first.salt != again.salt:
		tell("salt-of-strangers", "for one and the same name that is no user's, the server has two salts: %s and %s", first.salt, again.salt)
	case first.salt == other.salt || first.salt == known.salt:
		tell("salt-of-strangers", "two names have the same salt: %s", first.salt)
	}
	s.alike(known, first, nobody)
	s.alike(known, s.refusedAs(inherited, "stranger"), inherited)
	nonces := []string{known.both, first.both, again.both, other.both}
	slices.Sort(nonces)
	if len(slices.Compact(nonces)) < len(nonces) {
		tell("nonce-used-twice", "two logins have the same nonce")
	}
}

// alike wants a name that is no user's to be refused as a user is.
func (s *script) alike(known, other refusedLogin, name string) {
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	e.Login.Formula = "user-enumeration"
	switch {
	case len(other.salt) != len(known.salt):
		s.fail(e, "the salt of a user has another length than that of %q, who is none", name)
	case other.iterations != known.iterations:
		s.fail(e, "a user has i=%d, %q, who is none, i=%d", known.iterations, name, other.iterations)
	case other.size != known.size:
		s.fail(e, "the nonce for a user has another length than that for %q, who is none", name)
	case other.answer != known.answer:
		s.fail(e, "with a wrong password a user hears %.200s; %q, who is none, hears %.200s", known.answer, name, other.answer)
	}
}

// inherited is a name that an object of JavaScript has before anybody is put
// into it.
const inherited = "constructor"
