package check

// serveHomes starts the server with the users of the check.
func (s *script) serveHomes(args []string) {
	s.hire()
	s.serve(append([]string{"-users", s.usersFile(), "-root", s.root()}, args...))
	s.homes.stands, _ = s.prog.Folder() // unseen: a clue less
}

// enter calls the server and logs a user in.
func (s *script) enter(args []string) {
	name, user := args[0], args[1]
	s.dialTo(name, s.addr)
	s.ts.Setenv(name+"_addr", s.addr)
	s.homes.owners[name], s.homes.places[name] = user, ""
	s.login([]string{name, user, s.homes.users[user]})
}

// enterAgain is enter on a session of which the program has hung up: it goes to
// the folder where it was.
func (s *script) enterAgain(name string) {
	_ = s.conn(name).Close() // the program has hung up
	s.calls++
	place, asked := s.homes.places[name], s.homes.asked
	s.enter([]string{name, s.homes.owners[name]})
	if place != "" && s.heed(s.say(name, request("cd", "/"+place), "")).ok() {
		s.homes.places[name] = place
	}
	s.homes.asked, s.homes.refused[name] = asked, false
}
