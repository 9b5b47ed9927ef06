package check

import (
	"fmt"
	"strings"

	"socketworkshop/checker/tutor"
)

// relogin logs another user in on the same connection: the session is then all
// of one or all of the other.
func (s *script) relogin(args []string) {
	name, user := args[0], args[1]
	first := s.homes.owners[name]
	for _, right := range []bool{false, true} {
		password := s.homes.users[user]
		if !right {
			password = s.pick(passwordSize, letters)
		}
		if s.logsIn(name, user, password) {
			s.homes.owners[name], s.homes.places[name] = user, ""
		}
		if _, end := s.conn(name).Unread(); end != nil {
			return // both are sent away
		}
		s.wholly(name, first, args[2:])
	}
}

// logsIn tries to log a user in on a connection where somebody is, and reports
// whether that worked. The answer to the first or the second message may be an
// error.
func (s *script) logsIn(name, user, password string) bool {
	x := newScram(user, s.pick(nonceSize, letters))
	a := s.query(name, query{"cmd": "login", "mech": "SCRAM-SHA-256"}, x.first())
	if a.status() != "continue" {
		return false
	}
	if problem, _ := x.hear(string(a.body)); problem != "" {
		return false
	}
	a = s.query(name, query{"cmd": "login"}, x.final(s.keysOf(password, x.salt, x.iterations)))
	return a.ok() && password == s.homes.users[user]
}

// wholly wants a session to be all its user's: folder, files and quota. Of the
// words, the first are the entry and the quota of the first user, and then those
// of the second.
func (s *script) wholly(name, first string, has []string) {
	mine := has[:2]
	if s.homes.owners[name] != first {
		mine = has[2:]
	}
	a := s.query(name, request("pwd"), "")
	if a.status() == "error" || a.gone {
		return // logged out is right, too
	}
	root := s.query(name, request("ls", "/"), "")
	quota, _ := s.query(name, request("du"), "").number("quota")
	if place := inHome(a.text("path")); place != s.homes.places[name] || !strings.Contains(string(root.body), mine[0]) || quota != number64(mine[1]) {
		e := s.homely(name, tutor.HalfRelogin)
		e.Kind = tutor.WrongPlace
		s.fail(e, "after another login on its connection %s should be %s, and is in %q, is shown %.200q and has a quota of %d", name, s.homes.owners[name], "/"+place, root.body, quota)
	}
}

// strangers adds users whose names are paths, and lets them in where the program
// does: they must not see, or change, what the user of a session has.
func (s *script) strangers(args []string) {
	owner := s.homes.owners[args[0]]
	s.hideTheirs(args[0])
	theirs := s.homes.secrets[0]
	for i, user := range args[1:] {
		password := s.pick(passwordSize, letters)
		if _, status := s.addUser([]string{s.usersFile(), user, password, "1000000"}); status.Code != 0 {
			continue // refused, as it should be
		}
		name := fmt.Sprint("stranger", i+1)
		s.dialTo(name, s.addr)
		s.homes.users[user], s.homes.owners[name], s.homes.places[name] = password, user, ""
		if !s.logsIn(name, user, password) {
			continue
		}
		for _, q := range []query{
			request("ls"), request("ls", owner), request("stat", theirs.file), request("stat", owner+"/"+theirs.file), request("get", theirs.file),
			request("get", owner+"/"+theirs.file), request("mkdir", "made"), request("mkdir", owner+"/made"), request("rm", theirs.file), request("rm", owner+"/"+theirs.file),
		} {
			s.tempt(name, tutor.ByUserName, q)
		}
	}
}
