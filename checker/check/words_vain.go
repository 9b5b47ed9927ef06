package check

import (
	"slices"

	"socketworkshop/checker/tutor"
)

// smuggles sends commands with a body that is a request itself. Each may be
// answered or refused; what is in the body must not be obeyed, nor be left for
// the next request.
func (s *script) smuggles(args []string) {
	name, other := args[0], args[1]
	inner := request("mkdir", "/smuggled")
	for _, cmd := range args[2:] {
		s.query(name, request(cmd), inner.frame(""))
		a := s.query(name, request("pwd"), "") // the body has been read by then, as whatever it was taken for
		if slices.Contains(s.list(other, "/"), "smuggled/") {
			e := s.homely(name, "")
			e.Kind, e.Got = tutor.Obeyed, a.header
			s.fail(e, "%s asked for %s with the body %q, and that was obeyed", name, cmd, inner.frame("")[lengthSize:])
		}
		s.at([]string{name, s.homes.places[name]})
	}
}

// refusedGets asks N times for downloads that are refused, and hangs up. The
// program may hold no more descriptors afterwards than after the first.
func (s *script) refusedGets(args []string) {
	name, path := args[0], args[1]
	n := s.number("refusedgets", args[2])
	before := -1 // where the system does not show them, nothing is judged
	for i := range n {
		for _, q := range []query{
			{"cmd": "get", "path": path, "offset": 1, "prefix_sha256": sumOf(path)},
			{"cmd": "get", "path": path, "offset": int64(1) << 40, "prefix_sha256": sumOf(path)},
			request("get", path+"/none"),
		} {
			s.query(name, q, "")
		}
		if i == 0 {
			before, _ = s.process().Kept()
		}
	}
	s.hangup([]string{name})
	s.closed([]string{name})
	s.enterAgain(name)
	if after, err := s.process().Kept(); err != nil || before < 1 || after <= before+fewFiles {
		return
	}
	if o, after, e := s.stillHeld(before); o != reached {
		s.failOn(o, e, "after downloads that were refused the program holds %d descriptors; earlier it held %d", after, before)
	}
}

// toolong uploads a file for which the disk has no room, and wants that refused,
// before its bytes come or when they have come.
func (s *script) tooLong(args []string) {
	name, path, text := args[0], args[1], args[2]
	s.faults++
	a := s.query(name, putting(path, text, false), "")
	if a.status() == "continue" {
		s.sendOne(s.conn(name), []byte(data(text, 0)))
		a = s.heed(s.conn(name))
	}
	if a.ok() {
		e := s.homely(name, "")
		e.Kind, e.Got = tutor.Obeyed, a.header
		s.fail(e, "the disk has no room for %d bytes, and %s, who sent them, heard %s; want an error", len(text), name, a.says())
	}
}
