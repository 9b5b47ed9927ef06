package check

import (
	"bytes"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// auth is what a script knows of lesson15's handshakes.
type auth struct {
	key     []byte                 // that the program has, or nil
	proofs  map[string]tutor.Proof // by connection, or by $variable
	nonces  map[string]bool        // that have come from servers
	spent   map[string]string      // those of callers who were rejected, and who they were
	rung    time.Time              // when the last caller dialled
	dawdled bool                   // the checker has taken more time for an answer than it had
	waited  bool                   // it has taken its time, and had it
}

const challengeSize = 32 // bytes

// keyFile writes a key for the program to read, and holds it as the one that
// both sides have.
func (s *script) keyFile(args []string) {
	key, tail, mode := []byte(s.pick(24, letters)), "\n", os.FileMode(0o600)
	switch args[1] {
	case "plain":
	case "bare":
		tail = ""
	case "long":
		key = []byte(s.pick(131, letters))
	case "huge":
		key = []byte(s.pick(5000, letters))
	case "blanks":
		key = []byte(" \t\r ")
	case "odd":
		key, tail = []byte(" \x00\xff\r\n"+s.pick(20, letters)+"\xc3 \t\n"), "\n"
	case "empty":
		key, tail = nil, ""
	case "newline":
		key = nil
	case "open":
		mode = 0o644
	case "others":
		mode = 0o604
	default:
		s.misuse("key %s: no kind %q", args[0], args[1])
	}
	if mode != 0o600 && runtime.GOOS == "windows" {
		s.stop(Skip, "on Windows these permissions say nothing")
	}
	// The name says what is in it, for the rules to read.
	path := s.newPath(args[1])
	err := os.WriteFile(path, append(bytes.Clone(key), tail...), mode)
	if err == nil {
		err = os.Chmod(path, mode) // whatever the umask
	}
	if err != nil {
		s.unknown("writing a key: %v", err)
	}
	s.ts.Setenv(args[0], path)
	if key != nil {
		s.key = key
	}
}

// question waits for a server's challenge.
func (s *script) question(c *wire.Conn) tutor.Proof {
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) >= challengeSize })
	e := tutor.Evidence{Kind: tutor.NoChallenge, Conn: c.Name, Got: got}
	switch {
	case s.key == nil:
		s.misuse("there is no key; key comes first")
	case len(got) < challengeSize && end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %d of the %d bytes of a challenge, and then the program hung up", c.Name, len(got), challengeSize)
	case len(got) < challengeSize:
		s.failOn(o, e, "%s heard %d of the %d bytes of a challenge, and then nothing more; the program %s", c.Name, len(got), challengeSize, s.doing(o))
	}
	if other := s.spent[string(got[:challengeSize])]; other != "" {
		e.Kind = tutor.BadNonce
		s.fail(e, "%s is asked what %s was asked before, who was rejected", c.Name, other)
	}
	c.Take(challengeSize)
	return s.keepProof(c.Name, got[:challengeSize])
}

// keepProof remembers a challenge under a name.
func (s *script) keepProof(name string, challenge []byte) tutor.Proof {
	if s.proofs == nil {
		s.proofs, s.nonces = map[string]tutor.Proof{}, map[string]bool{}
		s.spent = map[string]string{}
	}
	p := tutor.Proof{Challenge: bytes.Clone(challenge), Right: tutor.Mac(s.key, challenge)}
	s.proofs[name] = p
	return p
}

// rejected waits for the end of a connection, without a word, and for the line
// that says so on standard error.
func (s *script) rejected(args []string) {
	c := s.conn(args[0])
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) > 0 })
	e := tutor.Evidence{Kind: tutor.LetIn, Conn: c.Name}
	switch {
	case len(got) > 0:
		e.Got = s.rest(c)
		s.fail(e, "%s has not answered as one who has the key, and heard %s", c.Name, count(len(e.Got), "byte"))
	case end == nil:
		e.Kind = tutor.NotClosed
		s.failOn(o, e, "%s has not answered as one who has the key, and the program did not hang up; it %s", c.Name, s.doing(o))
	}
	_ = c.Close() // the program has hung up first
	s.calls++
	if p, ok := s.proofs[c.Name]; ok {
		s.spent[string(p.Challenge)] = c.Name
	}
	if s.overNow() {
		e.Kind = tutor.EndedEarly
		s.fail(e, "the program %s when %s had not answered as one who has the key", s.doing(exited), c.Name)
	}
	line := rejection(c)
	if o := s.await(func() bool { return line.Match(s.prog.Stderr.Bytes()) }); o != reached {
		e.Kind = tutor.NoWords
		s.failOn(o, e, "standard error does not say \"rejected %v: \" and why", c.Local())
	}
}

// rejection is what a server logs of a caller. A socket of both families shows
// an IPv4 address within an IPv6 one.
func rejection(c *wire.Conn) *regexp.Regexp {
	at := c.Local()
	host := regexp.QuoteMeta(at.Addr().String())
	return regexp.MustCompile(`(?i)rejected\s+(?:` + host + `|\[::ffff:` + host + `\]):` + strconv.Itoa(int(at.Port())) + `\s*:[ \t]*\S`)
}

// wrongLogged reports whether a caller who has begun a wrong answer, and said as
// much of it as the one in question of theirs, was rejected in the log.
func (s *script) wrongLogged(e *tutor.Evidence, name string) bool {
	said, c := (&tutor.Evidence{Conn: name, Wire: e.Wire}).Sent(), s.conns[name]
	wrong := len(said) == len(e.Sent()) && !bytes.HasPrefix(s.proofs[name].Right, said)
	return wrong && c != nil && rejection(c).Match(s.prog.Stderr.Bytes())
}

// dawdle answers rightly, but takes longer than the limit for it: the first byte
// is in time, the last ones are not. They are where the time has begun anew, be it
// once or with each Read.
func (s *script) dawdle(args []string) {
	c := s.conn(args[0])
	limit, err := time.ParseDuration(args[1])
	p, ok := s.proofs[c.Name]
	if err != nil || !ok {
		s.misuse("dawdle %s: want a challenge before, and a time", strings.Join(args, " "))
	}
	if s.slowly(c, [][]byte{p.Right[:1], p.Right[1:2], p.Right[2:]}, s.rung, limit, 5, 11, 12) {
		return
	}
	read := s.readUntil(c, time.Now().Add(limit))
	_, end := c.Heard()
	s.mayBeLate(!read || end == wire.ErrReset) // it has not read all, or hung up
}

// mayBeLate gives a program the longer time where it may have hung up because it
// came to nothing, or the checker did.
func (s *script) mayBeLate(late bool) {
	if late && !s.lastPace() {
		s.tooLate("the program may have hung up because it came to nothing")
	}
}

// enters goes through the handshake of a caller, where there is one: one caller
// of four is let in, the others answer wrongly, or hang up, or break off.
func (s *script) enters(c *wire.Conn) bool {
	if s.key == nil {
		return true
	}
	p := s.question(c)
	defer delete(s.proofs, c.Name) // there are many
	switch s.calls % 4 {
	case 0:
		s.sendOne(c, p.Right)
		s.read([]string{c.Name})
		return true
	case 1:
		wrong := bytes.Clone(p.Right)
		wrong[0] ^= 1
		s.sendOne(c, wrong)
		s.ends([]string{c.Name})
	case 2:
		_ = c.Reset() // the program may have hung up first
	}
	return false
}
