package check

import "socketworkshop/checker/tutor"

// misdelivers sends a file in other ways than was agreed, and wants that refused:
// longer or shorter than was said, from another offset (offset), or something
// else instead (other).
func (s *script) misdelivers(args []string) {
	name, path, text := args[0], args[1], args[2]
	said := map[string]string{
		"longer":  query{"cmd": "data", "offset": 0}.frame(text + "more"),
		"shorter": query{"cmd": "data", "offset": 0}.frame(text[:len(text)-1]),
		"offset":  query{"cmd": "data", "offset": 1}.frame(text[1:]),
		"other":   query{"cmd": "datum", "offset": 0}.frame(text),
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
		if e := s.homely(name, tutor.SizeIgnored); a.ok() {
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
