package check

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// umask sets the umask of those programs that run beside the one under test.
func (s *script) umask(args []string) {
	if _, err := strconv.ParseUint(args[0], 8, 9); err != nil {
		s.misuse("umask %s: want an octal number", args[0])
	}
	if runtime.GOOS == "windows" {
		s.stop(Skip, "on Windows there is no umask")
	}
	s.logins.umask = args[0]
}

// masked is the program under test, started with the umask.
func (s *script) masked() program.Binary {
	b := s.binary
	if s.logins.umask != "" {
		b.Command = append([]string{"/bin/sh", "-c", "umask " + s.logins.umask + ` && exec "$@"`, "sh"}, b.Command...)
	}
	return b
}

// private wants a file that is its owner's alone.
func (s *script) private(args []string) {
	info, err := os.Stat(args[0])
	e := tutor.Evidence{Kind: tutor.WrongFile}
	if err != nil {
		s.fail(e, "the users file is not there: %v", reason(err))
	}
	if mode := info.Mode(); runtime.GOOS != "windows" && mode.Perm()&0o077 != 0 {
		e.Login.Formula = "users-file-open"
		s.fail(e, "the users file has the mode %04o, with the umask %s; want 0600", mode.Perm(), s.logins.umask)
	}
}

// keeps wants the right keys in a users file, and no others. A file that does
// not show them as they are, in hex or in base64, is judged by a login.
func (s *script) keeps(args []string) {
	x, password := s.scramOn(args[1]), args[2]
	text, err := os.ReadFile(args[0])
	if err != nil {
		s.fail(tutor.Evidence{Kind: tutor.WrongFile}, "the users file cannot be read: %v", reason(err))
	}
	k := s.keysOf(password, x.salt, x.iterations)
	e := tutor.Evidence{Kind: tutor.WrongFile, Conn: args[1]}
	tell := func(mistake, what string) {
		e.Login.Formula = mistake
		s.fail(e, "the users file holds %s", what)
	}
	in := func(secret []byte) bool { return holdsSecret(text, secret) }
	switch {
	case in([]byte(password)):
		tell("password-in-users-file", "the password")
	case in(k.salted):
		tell("login-key-in-users-file", "the salted password")
	case in(k.stored) && in(k.server) && !in(k.client):
		return
	}
	for mistake, other := range otherKeys(password, x.salt, x.iterations) {
		if in(other.stored) {
			tell(mistake, "keys that are made of the password in another way")
		}
	}
	if in(k.client) {
		tell("login-key-in-users-file", "the client key")
	}
	s.login([]string{s.dialTo("judge", s.addr).Name, x.user, password})
}

// holdsSecret reports whether a text holds the beginning of a secret in one of
// the usual forms.
func holdsSecret(text, secret []byte) bool {
	return shownIn(string(text), secret) != "" || bytes.Contains(text, []byte(strings.ToUpper(fmt.Sprintf("%x", secret[:12]))))
}

// newcomers adds users at the same time: all are started, and then all hear
// their password. Those who were there before must be there, too.
func (s *script) newcomers(args []string) {
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 2 {
		s.misuse("newcomers %s: want a number, 2 or more", args[1])
	}
	var all []*program.Process
	names := args[2:]
	for range n {
		all = append(all, s.beside([]string{"adduser", "-users", args[0], "-quota", "1000000", s.pick(12, letters[:26])}))
	}
	for _, p := range all {
		if err := p.Type(s.pick(20, letters) + "\n"); err == nil {
			_ = p.EndInput() // it may have ended already
		}
	}
	for _, p := range all {
		name := p.Args[len(p.Args)-1]
		switch status := s.endOf(p, p.Args); {
		case status.Code == 0 && status.Signal == "":
			names = append(names, name)
		case status.Code != 1 || tutor.HasTrace(string(p.Stderr.Bytes())) || strings.Contains(string(p.Stderr.Bytes()), notWritten):
			s.accuse(p, tutor.Evidence{Kind: tutor.BadExit}, "one of %d that were started at the same time, adduser %s, ended with %v; want exit status 0", n, name, status)
		}
	}
	if len(names) == len(args[2:]) {
		s.accuse(all[0], tutor.Evidence{Kind: tutor.BadExit}, "of %d that were started at the same time, every adduser ended with status 1", n)
	}
	for _, name := range names {
		s.stillThere(args[0], name, "user-lost")
	}
}

// stillThere wants a user in the file: their name stands there, or, if it does
// not, cannot be added.
func (s *script) stillThere(file, name, mistake string) {
	if text, err := os.ReadFile(file); err == nil && bytes.Contains(text, []byte(name)) {
		return
	}
	p, status := s.addUser([]string{file, name, s.pick(20, letters), "1000000"})
	if status.Code != 1 {
		e := tutor.Evidence{Kind: tutor.WrongFile}
		e.Login.Formula = mistake
		s.accuse(p, e, "the user %s is not in the file any more: adduser ended with %v", name, status)
	}
}

const (
	beyond    = 10 // bytes that an adduser may write more than there are: so its writing fails in the middle
	deathBeds = 2  // that are killed
)

// torn lets adduser fail in the middle of its writing, and be killed at a random
// moment. Whoever was there must still be there, and the next be added.
func (s *script) torn(args []string) {
	file, name := args[0], args[1]
	info, err := os.Stat(file)
	if err != nil {
		s.misuse("torn: %v", err)
	}
	next := func(after string) {
		s.stillThere(file, name, "users-file-torn")
		p, status := s.addUser([]string{file, after, s.pick(20, letters), "1000000"})
		if status.Code != 0 {
			e := tutor.Evidence{Kind: tutor.WrongFile}
			e.Login.Formula = "users-file-torn"
			s.accuse(p, e, "after an adduser that was cut off, the next one ended with %v", status)
		}
	}
	begun := time.Now()
	s.store.maxFile = info.Size() + beyond
	s.addUser([]string{file, s.pick(12, letters[:26]), s.pick(20, letters), "1000000"}) // it may fail or not
	s.store.maxFile = 0
	s.faults++
	usual := time.Since(begun)
	next("after")
	for range deathBeds {
		p := s.beside([]string{"adduser", "-users", file, "-quota", "1000000", s.pick(12, letters[:26])})
		_ = p.Type(s.pick(20, letters) + "\n") // it may have ended already
		<-time.After(time.Duration(s.random.Int64N(int64(usual) + 1)))
		p.Stop()
		s.log.Note("", "checker", "kills it")
	}
	next("later")
}

// back goes back to the server, whose caller has been under test.
func (s *script) back([]string) {
	if s.served == nil {
		s.misuse("no server runs; serve comes first")
	}
	s.prog, s.role = s.served, "serve"
}

// saltsOf wants the salts of two users to be different.
func (s *script) saltsOf(args []string) {
	var salts []string
	for _, user := range args {
		c := s.dialTo("asks-"+user, s.addr)
		s.begin([]string{c.Name, user})
		salt := s.scramOn(c.Name).salt
		if len(salt) < leastSalt {
			s.fail(tutor.Evidence{Kind: tutor.WrongAnswer, Conn: c.Name}, "the salt of %s has %d bytes; want %d or more", user, len(salt), leastSalt)
		}
		salts = append(salts, base(salt))
	}
	if salts[0] == salts[1] {
		e := tutor.Evidence{Kind: tutor.WrongAnswer, Conn: s.lastConn()}
		e.Login.Formula = "same-salt"
		s.fail(e, "%s and %s have the same salt, %s", args[0], args[1], salts[0])
	}
}

const leastSalt = 8 // bytes
