package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"syscall"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// otherHost is another loopback address than the one that callers call from.
const otherHost = "127.9.8.7"

// unhindered wants a session to be answered, and its user to be let in from
// another address, while somebody else has to wait who has guessed: who has been
// refused and guesses again, or whose refusal does not come because the program
// sleeps.
func (s *script) unhindered(args []string) {
	user, guess := s.homes.owners[args[0]], s.conn(args[1])
	begun := time.Now()
	if o := s.await(func() bool { n, end := guess.Unread(); return n > 0 || end != nil }); o == late {
		s.unknown("the machine is too slow to judge: a login took %v", time.Since(begun).Round(time.Millisecond))
	}
	s.quiet([]string{guess.Name})
	s.guessOn(args[2])
	s.logins.forged = tutor.Beside
	s.mustDo(args[0], "", request("pwd"), "")
	c := s.dialFrom("elsewhere", otherHost)
	s.login([]string{c.Name, user, s.homes.users[user]})
	s.logins.forged = ""
}

// guessOn guesses once more, and does not wait for a refusal: the program may let
// whoever guesses wait at the first message or at the last.
func (s *script) guessOn(user string) {
	c, x := s.dialTo("guess", s.addr), newScram(user, s.pick(nonceSize, letters))
	s.ask([]string{c.Name, `{"cmd":"login","mech":"SCRAM-SHA-256"}`, x.first()})
	s.quiet([]string{c.Name})
	if n, _ := c.Unread(); n == 0 || s.declined(c) {
		return
	}
	s.challenged(c, x)
	s.ask([]string{c.Name, `{"cmd":"login"}`, x.last() + ",p=" + base([]byte(s.pick(32, letters)))})
	s.quiet([]string{c.Name})
}

// dialFrom calls the server from another address of this machine.
func (s *script) dialFrom(name, host string) *wire.Conn {
	ctx, cancel := context.WithTimeout(s.ctx, throngLimit)
	defer cancel()
	c, err := s.log.DialFrom(ctx, name, host, s.addr)
	if errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EINVAL) {
		s.stop(Skip, "this system has no loopback address %s: %v", host, err)
	}
	if err != nil {
		s.unknown("dialling %s from %s: %v", s.addr, host, err)
	}
	s.keep(c)
	return c
}

// partings lets callers come who say no more, and waits each time for the
// program to hang up: one in three says nothing before, one a part of a
// message, and one logs in. Then it must have given its descriptors back.
func (s *script) partings(args []string) {
	n := s.number("partings", args[0])
	before := -1 // where the system does not show them, only the ends are judged
	for i := range n {
		c := s.dialTo(fmt.Sprint("parting", i+1), s.addr)
		switch i % 3 {
		case 1:
			s.sendOne(c, []byte(framed("{")[:lengthSize]))
		case 2:
			s.login([]string{c.Name, args[1], args[2]})
		}
		s.finish([]string{c.Name})
		s.ends([]string{c.Name})
		s.forget(c)
		if i == 2 {
			before, _ = s.process().Kept()
		}
	}
	s.throng.sessions += n
	if after, err := s.process().Kept(); err == nil && before > 0 && after > before+fewFiles {
		s.givesNothingBack(before)
	}
}

// noNames asks to upload files under texts, written as JSON, that are no names,
// and wants that refused.
func (s *script) noNames(args []string) {
	for _, text := range args[1:] {
		q := putting("", text, false)
		if q["path"] = json.RawMessage(text); !json.Valid([]byte(text)) {
			s.misuse("nonames %s: want a text in JSON", text)
		}
		if a := s.query(args[0], q, ""); a.status() != "error" && !a.gone {
			e := s.homely(args[0], tutor.AnyText)
			e.Kind, e.Got = tutor.Obeyed, a.header
			s.fail(e, "%s asked to upload a file with the name %s, and heard %s; want an error", args[0], text, a.says())
		}
	}
}
