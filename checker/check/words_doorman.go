package check

import (
	"cmp"
	"os"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

const usualIterations = leastIterations // of the checker's own server: it is to cost little

// welcome plays the server's side of a login, rightly.
func (s *script) welcome(args []string) {
	c := s.conn(args[0])
	s.greet(c, args[1], args[2])
	if len(args) > 3 {
		s.scramOn(c.Name).iterations = s.number("welcome", args[3])
	}
	s.challenges(c, args[2], "")
	s.proveItself(c, "")
}

// greet takes a caller's first message.
func (s *script) greet(c *wire.Conn, user, password string) {
	s.logins.secret = append(s.logins.secret, password)
	_, first := s.hearWhole(c, `{"cmd":"login","mech":"SCRAM-SHA-256"}`)
	x, problem := readFirst(first)
	e := tutor.Evidence{Kind: tutor.BadMessage, Conn: c.Name, Got: []byte(first)}
	switch {
	case problem != "":
		s.fail(e, "the caller's first message %s: %.200q", problem, first)
	case x.user != user:
		s.fail(e, "the caller says to be %q; want %q", x.user, user)
	case len(x.nonce) < leastNonce || s.nonces[x.nonce]:
		e.Login.Formula = "nonce-used-twice"
		s.fail(e, "the caller's nonce is %q; want one of %d characters or more that was never used", x.nonce, leastNonce)
	}
	if s.nonces == nil {
		s.nonces = map[string]bool{}
	}
	s.nonces[x.nonce] = true
	s.noteScram(c.Name, x)
}

const (
	leastNonce = 8  // characters: fewer can be guessed
	saltSize   = 20 // bytes; RFC 5802, section 5.1 names no size, and 16 is what most take
)

// challenges asks the caller for a proof. A fault makes it a challenge that they
// must not answer.
func (s *script) challenges(c *wire.Conn, password, fault string) {
	x := s.scramOn(c.Name)
	x.salt, x.iterations = s.octets(saltSize), cmp.Or(x.iterations, usualIterations+s.random.IntN(100))
	x.both = x.nonce + s.pick(nonceSize, letters)
	nonce, salt, iterations := x.both, base(x.salt), ""
	switch fault {
	case "other-nonce":
		nonce = s.pick(len(x.both), letters)
	case "nonce-behind":
		nonce = s.pick(nonceSize, letters) + x.nonce
	case "own-nonce":
		nonce = x.nonce
	case "no-salt":
		salt = ""
	case "i-4095":
		iterations = "4095"
	case "i-1":
		iterations = "1"
	case "i-10000001":
		iterations = "10000001"
	case "i-huge":
		iterations = "99999999999999999999"
	case "i-word":
		iterations = "many"
	}
	if iterations == "" {
		iterations = strconv.Itoa(x.iterations)
	}
	x.challenge = "r=" + nonce + ",s=" + salt + ",i=" + iterations
	x.keys = s.keysOf(password, x.salt, x.iterations)
	s.ask([]string{c.Name, `{"status":"continue"}`, x.challenge})
}

// proveItself takes the caller's proof and proves itself, or not.
func (s *script) proveItself(c *wire.Conn, fault string) {
	x := s.scramOn(c.Name)
	s.logins.hashing = true
	_, final := s.hearWhole(c, `{"cmd":"login"}`)
	s.logins.hashing = false
	last, ok := x.fits(x.keys, final)
	s.logins.proofs = append(s.logins.proofs, x.proof(x.keys, last))
	if !ok {
		e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: c.Name, Got: []byte(final), Want: []byte(x.final(x.keys))}
		e.Login.Formula = x.proofMistake(s.logins.secret[len(s.logins.secret)-1], final)
		s.fail(e, "the caller's proof is not the right one: %.200q", final)
	}
	text := x.said(last)
	right := "v=" + base(signed(x.keys.server, text))
	status, proof := `{"status":"ok"}`, right
	switch fault {
	case "other-key":
		proof = "v=" + base(signed(x.keys.client, text))
	case "bit":
		v := signed(x.keys.server, text)
		v[len(v)-1] ^= 1
		proof = "v=" + base(v)
	case "byte": // right, as far as it goes
		proof = "v=" + base(signed(x.keys.server, text)[:1])
	case "nothing":
		proof = ""
	case "error":
		proof = "e=invalid-proof"
	case "refused":
		status, proof = `{"status":"error","code":"auth","message":"login refused"}`, "e=invalid-proof"
	}
	s.ask([]string{c.Name, status, proof})
	s.store.request = tutor.Request{} // of a file nothing has been said yet
}

// impostor plays servers that a caller must not trust, in a call for each: the
// caller must say so and end, and say no more to them.
func (s *script) impostor(args []string) {
	user, password := args[0], args[1]
	file := s.newPath("password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		s.unknown("writing a password: %v", err)
	}
	for _, fault := range args[2:] {
		if s.listener == nil {
			s.listen(nil)
		}
		s.call([]string{"-user", user, "-password-file", file})
		s.typeLines([]string{"pwd", "ls"})
		s.endInput(nil)
		s.accept([]string{fault})
		c := s.conn(fault)
		s.logins.forged = fault
		s.greet(c, user, password)
		switch late, bad := strings.CutPrefix(fault, "v-"); {
		case fault == "ok-at-once":
			s.ask([]string{c.Name, `{"status":"ok"}`, "v=" + base([]byte(s.pick(32, letters)))})
		case bad:
			s.challenges(c, password, "")
			s.proveItself(c, late)
		default:
			s.challenges(c, password, fault)
		}
		s.mistrust(c)
	}
	s.logins.forged = ""
}

// mistrust wants the caller to end, and to have said no more.
func (s *script) mistrust(c *wire.Conn) {
	over := false
	var got []byte
	o := s.await(func() bool {
		got, _ = c.Heard()
		_, over = s.prog.Status()
		return over || len(got) > 0
	})
	e := tutor.Evidence{Kind: tutor.Extra, Conn: c.Name, Got: got}
	if len(got) > 0 {
		s.fail(e, "the caller goes on with a server that it must not trust: it says %.100q", got[min(lengthSize, len(got)):])
	}
	if !over {
		e.Kind = tutor.NotExited
		s.failOn(o, e, "the caller does not end; it %s", s.doing(o))
	}
	s.fails(nil)
	if strings.Contains(string(s.prog.Stderr.Bytes()), notWritten) {
		s.fail(tutor.Evidence{Kind: tutor.BadExit, Conn: c.Name}, "the caller ended, for another reason than it should")
	}
	if got, _ := c.Heard(); len(got) > 0 {
		e.Got = got
		s.fail(e, "the caller goes on with a server that it must not trust: it says %.100q", got[min(lengthSize, len(got)):])
	}
	s.forget(c)
}
