package check

import (
	"encoding/json"
	"path"

	"socketworkshop/checker/tutor"
)

// lays lays a file into a home.
func (s *script) lays(args []string) { s.lay(args[0], args[1], args[2]) }

// ghost lets a session work in its folder, which was removed. There may be
// another one with its name, which has these entries.
func (s *script) ghost(args []string) {
	name := args[0]
	e := func(a response) tutor.Evidence {
		e := s.homely(name, tutor.Ghost)
		e.Kind, e.Got = tutor.WrongList, a.header
		return e
	}
	a := s.query(name, request("ls"), "")
	var all []entry
	err := json.Unmarshal(a.body, &all)
	empty := a.ok() && err == nil && len(all) == 0
	if empty && s.where(name) != "" {
		s.fail(e(a), "the folder of %s was removed, and ls tells of one that is empty", name)
	}
	if len(args) > 1 {
		return
	}
	for _, q := range []query{request("mkdir", "made"), request("stat", ".")} {
		if a = s.query(name, q, ""); a.ok() && s.where(name) != "" {
			s.fail(e(a), "the folder of %s was removed, and %v is obeyed there", name, q)
		}
	}
}

// mvonto asks to move something to where a full folder is. That may be refused,
// or move it into the folder; nothing may be lost.
func (s *script) mvOnto(args []string) {
	name, from, to := args[0], args[1], args[2]
	there, used := s.list(name, to), s.usage(name)
	a := s.query(name, request("mv", from, to), "")
	e := s.homely(name, tutor.MovedOver)
	e.Kind = tutor.WrongList
	inside := s.query(name, request("ls", to), "")
	var now []entry
	_ = json.Unmarshal(inside.body, &now) // what is no list has nothing in it
	have := map[string]bool{}
	for _, one := range now {
		have[one.String()] = true
	}
	for _, one := range there {
		if !have[one] {
			s.fail(e, "%s asked for mv %q %q, and heard %s; %s, which was in %q, is gone", name, from, to, a.says(), one, to)
		}
	}
	if after := s.usage(name); after != used {
		s.fail(e, "%s asked for mv %q %q, and heard %s; %d bytes were used, and now %d", name, from, to, a.says(), used, after)
	}
	if a.ok() {
		s.mustDo(name, "", request("mv", path.Join(to, path.Base(from)), from), "")
	}
}
