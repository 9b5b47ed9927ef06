package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
)

// A refusedLogin is all that a stranger sees of a login that failed.
type refusedLogin struct {
	salt       string
	iterations int
	size       int               // of the nonce
	answer     map[string]string // to the proof: its fields and its body
	both       string
}

// trait returns one thing of all, in a text. A field of the answer goes by its name
// in quotes.
func (r refusedLogin) trait(name string) string {
	switch name {
	case "salt":
		return fmt.Sprint(len(r.salt))
	case "iterations":
		return fmt.Sprint(r.iterations)
	case "nonce":
		return fmt.Sprint(r.size)
	}
	return r.answer[name]
}

// String writes the answer as it was heard, but for the order of its fields.
func (r refusedLogin) String() string {
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(r.answer)) {
		if name != bodyTrait {
			fields = append(fields, name+":"+r.answer[name])
		}
	}
	return "{" + strings.Join(fields, ",") + "}" + r.answer[bodyTrait]
}

const bodyTrait = "" // the body, among the fields of an answer, whose names are in quotes

// both returns a set of the names that one of two answers has.
func both(a, b map[string]string) map[string]bool {
	all := map[string]bool{}
	for _, answer := range []map[string]string{a, b} {
		for name := range answer {
			all[name] = true
		}
	}
	return all
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
	answer := map[string]string{bodyTrait: body}
	for name, value := range fields {
		answer[strconv.Quote(name)] = string(value)
	}
	s.logins.forged = ""
	return refusedLogin{base(x.salt), x.iterations, len(x.both), answer, x.both}
}

// strangers compares what a user hears whose password is wrong with what
// somebody hears who is no user. Said again, for another server with the same
// users, it wants the salt of the same name to be the same; and with anew, for
// one with other users, to be another.
func (s *script) strangers(args []string) {
	user, nobody := args[0], cmp.Or(s.logins.nobody, s.pick(9, letters[:26]))
	s.asksBoth(user, nobody)
	known, first := s.refusedAs(user, "password"), s.refusedAs(nobody, "stranger")
	again, other := s.refusedAs(nobody, "stranger"), s.refusedAs(s.pick(11, letters[:26]), "stranger")
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	tell := func(mistake, format string, args ...any) {
		e.Login.Formula = mistake
		s.fail(e, format, args...)
	}
	if body := known.answer[bodyTrait]; !strings.HasPrefix(body, "e=") {
		s.fail(e, "the answer to a wrong proof has the body %.60q; want an e= in it, as in e=invalid-proof", body)
	}
	before := cmp.Or(s.logins.salt, first.salt)
	s.logins.nobody, s.logins.salt = nobody, first.salt
	switch {
	case len(args) > 1 && before == first.salt:
		tell("salt-of-strangers", "for one and the same name that is no user's, two servers with users files of their own have the same salt: %s", first.salt)
	case len(args) < 2 && before != first.salt:
		tell("salt-of-strangers", "for one and the same name that is no user's, the server had the salt %s earlier, and has %s now", before, first.salt)
	case first.salt != again.salt:
		tell("salt-of-strangers", "for one and the same name that is no user's, the server has two salts: %s and %s", first.salt, again.salt)
	case first.salt == other.salt || first.salt == known.salt:
		tell("salt-of-strangers", "two names have the same salt: %s", first.salt)
	}
	s.alike(user, nobody, known, first)
	s.alike(user, inherited, known, s.refusedAs(inherited, "stranger"))
	nonces := []string{known.both, first.both, again.both, other.both}
	slices.Sort(nonces)
	if len(slices.Compact(nonces)) < len(nonces) {
		tell("nonce-used-twice", "two logins have the same nonce")
	}
}

// asksBoth wants somebody who is no user to be asked for a proof as a user is.
func (s *script) asksBoth(user, nobody string) {
	asked := func(name string) bool {
		c := s.dialTo(fmt.Sprint("asks", s.calls+1), s.addr)
		defer s.forget(c)
		return s.mayBegin(c.Name, name) != nil
	}
	for range 2 { // what is told of both, or now and then, tells nobody who is a user
		if !asked(user) || asked(nobody) {
			return
		}
	}
	s.enumerates("a user hears a challenge; %q, who is none, an error or the end of the connection", nobody)
}

// alike wants a name that is no user's to be refused as a user is.
func (s *script) alike(user, name string, known, other refusedLogin) {
	if s.differs(user, name, known, other, "salt") {
		s.enumerates("the salt of a user has another length than that of %q, who is none", name)
	}
	if s.differs(user, name, known, other, "iterations") {
		s.enumerates("a user has i=%d, %q, who is none, i=%d", known.iterations, name, other.iterations)
	}
	if s.differs(user, name, known, other, "nonce") {
		s.enumerates("the nonce for a user has another length than that for %q, who is none", name)
	}
	for _, field := range slices.Sorted(maps.Keys(both(known.answer, other.answer))) {
		if s.differs(user, name, known, other, field) {
			s.enumerates("with a wrong password a user hears %.200s; %q, who is none, hears %.200s", known, name, other)
		}
	}
}

// enumerates fails a server that tells who is a user.
func (s *script) enumerates(format string, args ...any) {
	e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
	e.Login.Formula = "user-enumeration"
	s.fail(e, format, args...)
}

// differs reports whether a trait tells a user from a stranger. Where it is not
// the same, both are asked again, and other strangers: what changes from one
// refusal of a name to the next, or from one stranger to the next, tells
// nobody who is a user.
func (s *script) differs(user, name string, known, other refusedLogin, trait string) bool {
	if known.trait(trait) == other.trait(trait) {
		return false
	}
	first := [3]string{}
	for i := range manyRefused {
		now := [3]string{
			s.refusedAs(user, "password").trait(trait),
			s.refusedAs(name, "stranger").trait(trait),
			s.refusedAs(s.pick(10, letters[:26]), "stranger").trait(trait),
		}
		if i == 0 {
			first = now
		}
		if now != first {
			return false
		}
	}
	return first[0] != first[1]
}

const manyRefused = 8 // refusals of a name are enough to see what changes

// inherited is a name that an object of JavaScript has before anybody is put
// into it.
const inherited = "constructor"
