package check

import "socketworkshop/checker/tutor"

// misdelivers sends a file in other ways than was agreed, and wants that refused:
// longer or shorter than was said, from another offset (offset), or something
// else instead (other). All of it, said to be from another offset (moved), may
// be taken, if the file is the right one then.
func (s *script) misdelivers(args []string) {
	name, path, text := args[0], args[1], args[2]
	said := map[string]string{
		"longer":  query{"cmd": "data", "offset": 0}.frame(text + "more"),
		"shorter": query{"cmd": "data", "offset": 0}.frame(text[:len(text)-1]),
		"offset":  query{"cmd": "data", "offset": 1}.frame(text[1:]),
		"other":   query{"cmd": "datum", "offset": 0}.frame(text),
		"moved":   query{"cmd": "data", "offset": 1}.frame(text),
	}
	for _, kind := range args[3:] {
		if said[kind] == "" {
			s.misuse("misdelivers: there is no kind %q", kind)
		}
		offset := s.offered(name, "", path, text, false)
		if s.sendOne(s.conn(name), []byte(said[kind])); kind == "shorter" {
			s.finish([]string{name}) // the rest will not come
		}
		a := s.heed(s.conn(name))
		right := kind == "moved" && a.ok() && s.removed(name, path) == text
		if e := s.homely(name, tutor.SizeIgnored); a.ok() && !right {
			e.Kind = tutor.Obeyed
			s.fail(e, "from byte %d on %d bytes were to come, and what came was %s; %s heard %s; want an error, or the end", offset, len(text), kind, name, a.says())
		}
		_ = s.conn(name).Close() // who has refused it may not know where the next request begins
		s.enterAgain(name)
	}
}

// abandons gives up an upload, and wants the session to go on in step. Whether
// abort is answered is the program's choice.
func (s *script) abandons(args []string) {
	name, path, text := args[0], args[1], args[2]
	s.offered(name, "", path, text, true)
	c := s.say(name, query{"cmd": "abort"}, "")
	s.say(name, request("pwd"), "")
	a := s.heed(c)
	if isHome := a.folder() != "" && inHome(a.folder()) == ""; isHome || a.gone {
		return
	}
	if a = s.heed(c); !a.gone && (!a.ok() || inHome(a.folder()) != "") {
		e := s.homely(name, "")
		e.Kind, e.Got = tutor.WrongReply, a.header
		s.fail(e, "%s gave up an upload, and then asked for pwd; heard %s", name, a.says())
	}
}

// removed returns what a file holds, which is removed.
func (s *script) removed(name, path string) string {
	a := s.mustDo(name, "", request("get", path), "")
	s.mustDo(name, "", request("rm", path), "")
	return string(a.body)
}

// spoils sends the first bytes of another file for an upload and is cut off. Who
// goes on with the right rest has sent another file than they said: it must be
// refused, unless the program begins again.
func (s *script) spoils(args []string) {
	name, path, text, other := args[0], args[1], args[2], args[3]
	at := s.place(args[4], len(text))
	s.offered(name, "", path, text, true)
	c := s.conn(name)
	s.sendOne(c, []byte(query{"cmd": "data", "offset": 0, sizeField: len(text)}.frame("")+other[:at]))
	s.handed(c)
	s.faults++
	s.hangup([]string{name})
	s.closed([]string{name})
	s.enterAgain(name)
	a := s.query(name, putting(path, text, true), "")
	offset, _ := a.number("offset")
	switch {
	case a.status() != "continue":
		return // it knows already
	case offset == 0: // then all would come rightly, and the old file would be replaced
		s.hangup([]string{name})
		s.closed([]string{name})
		s.enterAgain(name)
		return
	case offset < 0 || offset > int64(at):
		offset = int64(at) // as much as it can have
	}
	s.sendOne(s.conn(name), []byte(data(text, int(offset))))
	if a = s.heed(s.conn(name)); a.ok() {
		e := s.homely(name, tutor.SumIgnored)
		e.Kind, e.Got = tutor.Obeyed, a.header
		s.fail(e, "the first %d bytes that were sent are not those of the file, the others came in another call, and %s heard %s; want an error", offset, name, a.says())
	}
}
