package check

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"socketworkshop/checker/tutor"
)

// leadouts lets a session try every command with names that lead out of its
// home: to a file outside of the root, and to one in the home of another user.
func (s *script) leadOuts(args []string) {
	name := args[0]
	home := s.homeOf(name)
	s.hide()
	s.hideTheirs(args[1])
	s.does([]string{name, "mkdir", "docs"})
	var all []string
	for _, t := range s.homes.secrets {
		up, err := filepath.Rel(home, t.path())
		if err != nil {
			s.unknown("a way out: %v", err)
		}
		up = filepath.ToSlash(up)
		all = append(all, up, "/"+up, "docs/../"+up, "docs/../../docs/../"+up, "./"+up, filepath.ToSlash(t.path()), strings.ReplaceAll(up, "/", `\`))
	}
	all = append(all, "..", "../..", "/..", "../"+s.homes.owners[args[1]], "/../"+s.homes.owners[args[1]])
	for _, way := range all {
		s.tryAll(name, tutor.ByName, way, len(args) > 2, func() {})
	}
	if got := s.where(name); got != "" && got != "docs" {
		e := s.homely(name, tutor.ClimbsOut)
		e.Kind = tutor.WrongPlace
		s.fail(e, "%s is in %q, as pwd tells; want to be at home", name, "/"+got)
	}
}

// tryAll tries every command with a name that leads out. Before each, lay makes
// things as they were.
func (s *script) tryAll(name, clue, way string, puts bool, lay func()) {
	all := []query{
		request("get", way), request("stat", way), request("ls", way), request("ls", path.Dir(way)),
		request("mkdir", way+".folder"), request("mkdir", way+"/folder"), request("rm", way+"/none"),
		request("mv", "bait", way+".moved"), request("mv", "bait", way+"/moved"), request("mv", "bait", way), request("mv", way, "mine"), request("rm", way),
	}
	inside := []query{request("ls"), request("get", path.Base(way)), request("rm", path.Base(way))}
	if puts {
		all, inside = []query{byte1(way), byte1(way + ".new"), byte1(way + "/new")}, []query{byte1("inside.new")}
	}
	for _, q := range all {
		lay()
		if q["from"] == "bait" && !s.query(name, request("stat", "bait"), "").ok() {
			s.lay(name, "bait", "bait")
		}
		s.tempt(name, clue, q)
	}
	for _, folder := range []string{way, path.Dir(way), way + "/"} {
		lay()
		if a := s.tempt(name, clue, request("cd", folder)); !a.ok() {
			continue
		}
		for _, q := range inside {
			s.tempt(name, clue, q)
		}
		s.goesHome(name)
	}
}

// byte1 asks to upload one byte.
func byte1(path string) query { return putting(path, "x", false) }

// goesHome brings a session back to its home, with another login if need be.
func (s *script) goesHome(name string) {
	for range 3 {
		s.query(name, request("cd", ".."), "")
	}
	if s.where(name) != "" {
		_ = s.conn(name).Close()
		s.enterAgain(name)
	}
}

// lures lays links into a home that lead out of it, and lets a session try
// every command with them.
func (s *script) lures(args []string) {
	name := args[0]
	home := s.homeOf(name)
	s.hide()
	s.hideTheirs(args[1])
	out, theirs := s.homes.secrets[0], s.homes.secrets[1]
	near, err := filepath.Rel(home, theirs.path())
	if err != nil {
		s.unknown("a way out: %v", err)
	}
	links := map[string]string{
		"to-file": out.path(), "to-folder": out.dir, "to-them": theirs.dir, "near": near,
		"to-link": "to-file", "to-none": filepath.Join(out.dir, "none"),
	}
	lay := func() { s.link(home, links) }
	lay()
	for _, q := range []query{request("ls"), request("ls", "/"), request("stat", "to-file"), request("stat", "near")} {
		s.tempt(name, tutor.ByLink, q)
	}
	for _, way := range []string{
		"to-file", "to-folder", "to-them", "near", "to-link", "to-none", "to-folder/" + out.file, "to-them/" + theirs.file, "to-folder/../" + "to-file",
	} {
		s.tryAll(name, tutor.ByLink, way, len(args) > 2, lay)
	}
	if used := s.usage(name); used >= leastSecret {
		e := s.homely(name, tutor.ByLink)
		e.Kind = tutor.WrongUse
		s.fail(e, "%s has used %d bytes, as du tells: with links in the home, what they lead to is counted", name, used)
	}
}

// link makes links in a home as they should be.
func (s *script) link(home string, links map[string]string) {
	for name, to := range links {
		place := filepath.Join(home, name)
		if now, err := os.Readlink(place); err == nil && now == to {
			continue
		}
		_ = os.RemoveAll(place) // an upload may have its place now
		if err := os.Symlink(to, place); err != nil {
			s.stop(Skip, "this system cannot have a link: %v", err)
		}
	}
}

// climbs sends a session up in all ways, from a folder of its home: it must be
// at home then, or where it was.
func (s *script) climbs(args []string) {
	name, folder := args[0], args[1]
	ways := append([]string{"/", "..", "../..", "../../../..", "../" + folder + "/../..", folder + "/../../.."}, args[2:]...)
	for _, way := range ways {
		s.does([]string{name, "cd", folder})
		a := s.query(name, request("cd", way), "")
		got := s.where(name)
		e := s.homely(name, tutor.ClimbsOut)
		e.Kind, e.Home.Cmd, e.Home.Path = tutor.WrongPlace, "cd", way
		if way == "/" && got == inHome(folder) {
			e.Home.Clue = tutor.AbsoluteHere
		}
		if a.ok() && got != "" || !a.ok() && !a.gone && got != inHome(folder) {
			s.fail(e, "from %q %s asked for cd %q, heard %s, and is in %q, as pwd tells", "/"+folder, name, way, a.says(), "/"+got)
		}
		if a.ok() && !s.query(name, request("ls"), "").ok() {
			s.fail(e, "from %q %s asked for cd %q, heard %s, and then the folder it is in cannot be listed", "/"+folder, name, way, a.says())
		}
		if s.homes.places[name] = got; got != "" {
			s.goesHome(name)
		}
		s.homes.places[name] = ""
	}
	for range 10 {
		s.query(name, request("cd", ".."), "")
	}
	s.at([]string{name, ""})
}

var digits = regexp.MustCompile(`[0-9]+`)

// tellsnothing asks for what another user has and for what they have not, and
// wants the same to be said.
func (s *script) tellsNothing(args []string) {
	name := args[0]
	home := s.homeOf(name)
	s.hideTheirs(args[1])
	theirs := s.homes.secrets[len(s.homes.secrets)-1]
	there, err := filepath.Rel(home, theirs.path())
	if err != nil {
		s.unknown("a way out: %v", err)
	}
	for _, cmd := range []string{"get", "stat", "ls", "cd", "rm", "mkdir"} {
		said := func(way string) string {
			way = filepath.ToSlash(way)
			a := s.tempt(name, tutor.ByName, request(cmd, way))
			text := a.says()
			for part := range strings.SplitSeq(way, "/") {
				if part != ".." {
					text = strings.ReplaceAll(text, part, "NAME")
				}
			}
			return digits.ReplaceAllString(text, "N")
		}
		gone := func() string { return said(filepath.Join(filepath.Dir(there), s.pick(len(theirs.file), letters))) }
		one, none, another := said(there), gone(), said(there)
		if one == another && one != none && none == gone() {
			e := s.homely(name, tutor.TellsOfThem)
			e.Kind = tutor.Escaped
			s.fail(e, "%s for a file of another user says %s, and for one that they have not %s", cmd, one, none)
		}
	}
}
