package check

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"socketworkshop/checker/tutor"
)

// oddNames tries names of users that a careless server takes for paths. Each may
// be refused, or be a user like any other with a home of their own.
func (s *script) oddNames(args []string) {
	file, root, other, password := args[0], args[1], args[2], args[3]
	c := s.dialTo("other", s.addr)
	s.login([]string{c.Name, other, password}) // now there is a home
	names := []string{"../" + other, ".", "..", "a/../" + other, strings.Repeat("n", 300), "a=b,c"}
	for i, name := range names {
		before := s.folders()
		p, status := s.addUser([]string{file, name, password, "1000000"})
		if status.Code != 0 && status.Code != 1 && status.Code != 2 || status.Signal != "" || tutor.HasTrace(string(p.Stderr.Bytes())) {
			s.accuse(p, tutor.Evidence{Kind: tutor.BadExit}, "adduser %.40q ended with %v; want 0, or 1 and one line on standard error", name, status)
		}
		odd := fmt.Sprint("odd", i+1)
		s.dialTo(odd, s.addr)
		in := s.tryLogin(odd, name, password)
		s.judgeName(name, root, status.Code == 0, in, before)
		if in {
			s.notTheirs(odd, name, c.Name)
		}
	}
	s.otherCase(file, other, password, c.Name)
}

// otherCase logs in with the name of a user in capitals. Where that is taken for
// the user, it must lead to their home; where it is added, to another one.
func (s *script) otherCase(file, user, password, conn string) {
	name := strings.ToUpper(user)
	if _, err := os.Stat(filepath.Join(filepath.Dir(file), strings.ToUpper(filepath.Base(file)))); err == nil {
		return // on this disk the two are one
	}
	s.dialTo("capitals", s.addr)
	if s.tryLogin("capitals", name, password) {
		if !s.sharesHome("capitals", conn) {
			s.fail(tutor.Evidence{Kind: tutor.NotRefused, Conn: "capitals"}, "the server has let in %q with the password of %q, and not into their home", name, user)
		}
		return
	}
	if _, status := s.addUser([]string{file, name, password, "1000000"}); status.Code != 0 {
		return
	}
	if s.dialTo("added", s.addr); s.tryLogin("added", name, password) {
		s.notTheirs("added", name, conn)
	}
}

// sharesHome reports whether what one session makes stands in the home of another.
func (s *script) sharesHome(name, other string) bool {
	folder := "theirs" + s.pick(8, letters[:26])
	s.ask([]string{name, `{"cmd":"mkdir","path":"` + folder + `"}`})
	s.takesMessage([]string{name, `{"status":"ok"}`})
	s.ask([]string{other, `{"cmd":"ls"}`})
	_, list := s.hearWhole(s.conn(other), `{"status":"ok"}`)
	return strings.Contains(list, folder)
}

// tryLogin logs in on a connection, if the server lets it. A proof that it
// refuses must be refused with the code, where there is one.
func (s *script) tryLogin(conn, user, password string, code ...string) bool {
	x := s.mayBegin(conn, user)
	if x == nil {
		return false
	}
	s.ask([]string{conn, `{"cmd":"login"}`, x.final(s.keysOf(password, x.salt, x.iterations))})
	return s.inOrOut(conn, code...)
}

// inOrOut takes the reply to a proof: a refusal, with the code, or ok.
func (s *script) inOrOut(name string, code ...string) bool {
	c := s.conn(name)
	if s.declined(c) {
		s.denies(append([]string{name}, code...))
		return false
	}
	s.hearWhole(c, `{"status":"ok"}`)
	return true
}

// judgeName wants no new folder outside of the homes, and no login without a
// user.
func (s *script) judgeName(name, root string, added, in bool, before map[string]bool) {
	e := tutor.Evidence{Kind: tutor.NotRefused, Conn: s.lastConn()}
	switch {
	case added && !in && strings.ContainsAny(name, "=,"): // a message of SCRAM has them in another form
		s.fail(e, "adduser has taken the name %.40q, and the server refuses its right password", name)
	case !added && in:
		s.fail(e, "the server has let in %.40q, who is no user", name)
	}
	e.Login.Formula = "user-name-as-path"
	for path := range s.folders() {
		if rel, err := filepath.Rel(root, path); err == nil && !before[path] && !filepath.IsLocal(rel) {
			s.fail(e, "after the login of %.40q there is a folder outside of -root: %s", name, path)
		}
	}
}

// notTheirs wants the home of a new user to be empty, and not to be that of
// another one.
func (s *script) notTheirs(odd, name, other string) {
	e := tutor.Evidence{Kind: tutor.NotRefused, Conn: odd}
	if strings.ContainsAny(name, "./") {
		e.Login.Formula = "user-name-as-path"
	}
	if s.sharesHome(odd, other) {
		s.fail(e, "what %.40q makes stands in the home of another user", name)
	}
	s.ask([]string{odd, `{"cmd":"ls"}`})
	if _, list := s.hearWhole(s.conn(odd), `{"status":"ok"}`); strings.Count(list, `"name"`) > 1 {
		s.fail(e, "the home of %.40q, who is new, holds more than they have made: %.200s", name, list)
	}
}

// folders returns all folders of the check.
func (s *script) folders() map[string]bool {
	all := map[string]bool{}
	_ = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error { // what is gone meanwhile is not there
		if err == nil && d.IsDir() {
			all[path] = true
		}
		return nil
	})
	return all
}

// relogin logs in as one user and tries to become another, with a wrong proof and
// with a right one. What is true of the session afterwards must fit together.
func (s *script) relogin(args []string) {
	for _, wrong := range []bool{true, false} {
		name := fmt.Sprint("twice", wrong)
		c := s.dialTo(name, s.addr)
		s.login([]string{name, args[0], args[1]})
		in := false
		if x := s.mayBegin(name, args[3]); x != nil {
			final := x.final(s.keysOf(args[4], x.salt, x.iterations))
			if wrong {
				final = s.forgery("zeros", x, args[4])
			}
			s.ask([]string{name, `{"cmd":"login"}`, final})
			in = s.inOrOut(name)
		}
		want := args[2]
		if in {
			want = args[5]
		}
		e := tutor.Evidence{Kind: tutor.NotRefused, Conn: name}
		e.Login.Formula = "relogin-keeps-old-rights"
		if in && wrong {
			s.fail(e, "%s has become %s without a right proof", args[0], args[3])
		}
		if quota, ok := s.quotaOn(c.Name); ok && quota != want {
			s.fail(e, "after a second login that was %s, du tells the quota %s; want %s", map[bool]string{true: "taken", false: "refused"}[in], quota, want)
		}
		s.forget(c)
	}
	s.loginBetween(args[0], args[1], args[3], args[4])
}

// loginBetween becomes another user between the two messages of an upload. What was
// allowed to the first may not come into the home of the second.
func (s *script) loginBetween(first, password, second, other string) {
	const name = "between"
	c := s.dialTo(name, s.addr)
	s.login([]string{name, first, password})
	text := s.pick(300, letters)
	s.homes.asked = putting("between", text, false)
	s.sendOne(c, []byte(s.homes.asked.frame("")))
	if a := s.heed(c); a.status() != "continue" {
		e := s.homely(name, "")
		e.Kind, e.Got = tutor.NotObeyed, a.header
		s.fail(e, "%s asked for %v, and heard %s; want continue", first, s.homes.asked, a.says())
	}
	in := false
	if x := s.mayBegin(name, second); x != nil {
		s.ask([]string{name, `{"cmd":"login"}`, x.final(s.keysOf(other, x.salt, x.iterations))})
		in = s.inOrOut(name)
	}
	if _, end := c.Unread(); end == nil && in {
		s.sendOne(c, []byte(data(text, 0)))
		if a := s.heed(c); a.ok() && s.query(name, request("stat", "/between"), "").ok() {
			e := s.homely(name, "")
			e.Kind, e.Got = tutor.Obeyed, a.header
			s.fail(e, "%s began an upload, and became %s, in whose home the file is now", first, second)
		}
	}
	s.forget(c)
}

// quotaOn asks du for the quota. A call that is over, or an error, has none.
func (s *script) quotaOn(name string) (quota string, ok bool) {
	c := s.conn(name)
	s.ask([]string{name, `{"cmd":"du"}`})
	if s.declined(c) {
		s.denies([]string{name})
		return "", false
	}
	header, body := s.hearWhole(c, `{"status":"ok"}`)
	fields, _ := readFields([]byte(header)) // hearWhole has read it
	a := response{fields: fields, body: []byte(body)}
	n, ok := a.total("quota")
	return fmt.Sprint(n), ok && a.told("quota") != a.told() // which may be what is used
}
