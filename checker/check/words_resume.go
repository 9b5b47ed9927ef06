package check

import (
	"strconv"

	"socketworkshop/checker/tutor"
)

// cutput begins an upload, which may be resumed, sends its first bytes, and
// when those are read hangs up or breaks off.
func (s *script) cutPut(args []string) {
	name, path, text, how := args[0], args[1], args[2], args[4]
	at := s.place(args[3], len(text))
	offset := s.offered(name, "", path, text, true)
	c := s.conn(name)
	all := data(text, offset)
	s.sendOne(c, []byte(all[:len(all)-len(text)+max(at, offset)]))
	s.handed(c)
	s.homes.parts, s.bent = true, true
	s.faults++
	switch how {
	case "hangup":
		s.hangup([]string{name})
	case "reset":
		s.reset([]string{name})
	case "stay": // something else will end it
		return
	default:
		s.misuse("cutput: there is no way %q", how)
	}
	s.closed([]string{name})
	s.enterAgain(name)
}

// place returns a place in a file of so many bytes: a number, one from its end
// (-1), or some.
func (s *script) place(text string, size int) int {
	if text == "some" {
		return 1 + s.random.IntN(size-1)
	}
	n, err := strconv.Atoi(text)
	if n < 0 {
		n += size
	}
	if err != nil || n < 0 || n > size {
		s.misuse("there is no place %s in %d bytes", text, size)
	}
	return n
}

// goeson goes on with an upload that was cut: not before LEAST, and not behind
// what was sent.
func (s *script) goesOn(args []string) {
	name, path, text := args[0], args[1], args[2]
	least, most := int(number64(args[3])), s.place(args[4], len(text))
	offset := s.offered(name, "", path, text, true)
	e := s.homely(name, tutor.NeverGoesOn)
	e.Kind = tutor.WrongPart
	if offset < least {
		if s.reserves(name) {
			e.Home.Clue = ""
		}
		s.fail(e, "%d bytes of %q were sent and read before the upload was cut, and it goes on at byte %d; want at least %d", most, path, offset, least)
	}
	if e.Home.Clue = tutor.OtherUpload; offset > most {
		s.fail(e, "%d bytes of %q were sent before the upload was cut, and it goes on at byte %d", most, path, offset)
	}
	s.deliver(name, path, text, offset)
	s.fetches([]string{name, path, text})
}

// reserves reports whether room is kept for an upload whose call is over: more is
// used then than lies on the disk, and the part may be there.
func (s *script) reserves(name string) bool {
	asked := s.homes.asked
	s.hangup([]string{name})
	s.enterAgain(name)
	over := !s.until(homesLimit, func() bool { return s.usage(name) <= s.disk() })
	s.homes.asked = asked
	return over
}

// startsover uploads a file of which no part can be there, and wants it to
// begin at its first byte, though it may be resumed.
func (s *script) startsOver(args []string) {
	name, path, text := args[0], args[1], args[2]
	a := s.query(name, putting(path, text, true), "")
	n, _ := a.number("offset")
	if a.status() == "continue" && n > 0 {
		e := s.homely(name, tutor.OtherUpload)
		e.Kind, e.Got = tutor.WrongPart, a.header
		s.fail(e, "of %q with this size and sum %s has sent nothing, and heard %s", path, s.homes.owners[name], a.says())
	}
	s.deliver(name, path, text, s.offer(name, a, "", text))
}

// liesum uploads a file with the sum of another one, and wants it refused.
func (s *script) lieSum(args []string) {
	name, path, text := args[0], args[1], args[2]
	q := putting(path, text, false)
	q["sha256"] = sumOf(text + "another")
	if a := s.query(name, q, ""); a.status() != "continue" {
		e := s.homely(name, "")
		e.Kind, e.Got = tutor.NotObeyed, a.header
		s.fail(e, "%s asked for %v, and heard %s; want continue", name, q, a.says())
	}
	s.sendOne(s.conn(name), []byte(data(text, 0)))
	if a := s.heed(s.conn(name)); a.ok() {
		e := s.homely(name, tutor.SumIgnored)
		e.Kind, e.Got = tutor.Obeyed, a.header
		s.fail(e, "a file with another sum than was said was sent, and %s heard %s; want an error", name, a.says())
	}
}

// twice lets two sessions send the same upload at once, of which a part is
// there: the first goes on, and the second does so, too, or begins anew. One of
// them may have to wait until the other is done.
func (s *script) twice(args []string) {
	a, b, path, text := args[0], args[1], args[2], args[3]
	anew := len(args) > 4
	first := s.offered(a, "", path, text, true)
	s.say(b, putting(path, text, !anew), "")
	s.quiet([]string{b})
	second := -1
	n, end := s.conn(b).Unread()
	waits := n == 0 && end == nil
	if !waits {
		second = s.granted(b, text)
	}
	one := data(text, first)
	cut := len(one) - (len(text)-first)/2
	s.sendOne(s.conn(a), []byte(one[:cut]))
	s.handed(s.conn(a))
	if second >= 0 && !anew {
		s.sendOne(s.conn(b), []byte(data(text, second)))
		s.consumed(s.conn(b))
	}
	s.sendOne(s.conn(a), []byte(one[cut:]))
	done := s.heed(s.conn(a)).ok()
	s.wholeAfter(a, path, text, done)
	if waits {
		second, anew = s.granted(b, text), true
	}
	if second >= 0 && anew {
		s.sendOne(s.conn(b), []byte(data(text, second)))
	}
	if second >= 0 {
		done = s.heed(s.conn(b)).ok() || done
	}
	s.wholeAfter(a, path, text, done)
	if !done {
		e := s.homely(a, tutor.PartShared)
		e.Kind = tutor.WrongPart
		s.fail(e, "two sessions sent all of %q at the same time, and neither was confirmed", path)
	}
}

// wholeAfter wants a file that was confirmed to be whole.
func (s *script) wholeAfter(name, path, text string, done bool) {
	if !done {
		return
	}
	if a := s.query(name, request("get", path), ""); string(a.body) != text {
		e := s.homely(name, tutor.PartShared)
		e.Kind = tutor.WrongPart
		s.fail(e, "two sessions sent all of %q at the same time, one was confirmed, and the file has other bytes", path)
	}
}

// granted takes the answer to a request to upload, and returns from where on,
// or -1 where it is refused.
func (s *script) granted(name, text string) int {
	a := s.heed(s.conn(name))
	if a.status() != "continue" {
		return -1
	}
	return s.offer(name, a, "", text)
}

// getrest downloads a file from a byte on, with the sum of what is before.
func (s *script) getRest(args []string) {
	name, path, text := args[0], args[1], args[2]
	for _, place := range args[3:] {
		at := s.place(place, len(text))
		s.fetch(name, "", query{"cmd": "get", "path": path, "offset": at, "prefix_sha256": sumOf(text[:at])}, text, at)
	}
}

// changed downloads a file from a byte on, with the sum of other bytes, and
// wants that refused with the code changed.
func (s *script) changed(args []string) {
	name, path, before := args[0], args[1], args[2]
	for _, text := range args[3:] {
		at := number64(text)
		q := query{"cmd": "get", "path": path, "offset": at, "prefix_sha256": sumOf(before)}
		if at > 0 && at < int64(len(before)) {
			q["prefix_sha256"] = sumOf(before[:at])
		}
		a := s.query(name, q, "")
		e := s.homely(name, tutor.PrefixIgnored)
		e.Kind, e.Got = tutor.Obeyed, a.header
		if at < 0 || at > int64(len(before)) {
			e.Home.Clue = tutor.OffsetIgnored
		}
		if a.ok() {
			s.fail(e, "%s asked for a file from byte %d on, and said another sum of what is before, or no byte is there; heard %s; want an error with the code changed", name, at, a.says())
		}
		e.Kind, e.Home.Clue, e.Field = tutor.WrongReply, "", "code"
		if a.text("code") != "changed" {
			s.fail(e, "%s asked for a file from byte %d on, and heard %s; want an error with the code changed", name, at, a.says())
		}
	}
}

// dropped waits until the parts are dropped, and so no more bytes are used than
// the files have.
func (s *script) partsDropped(args []string) { s.used(args[0], args[1], tutor.NeverDropped) }

// finishes sends the rest of an upload that was not cut, and wants it confirmed.
func (s *script) finishes(args []string) {
	name, path, text := args[0], args[1], args[2]
	s.sendOne(s.conn(name), []byte(text[s.place(args[3], len(text)):]))
	s.confirmed(s.conn(name), path, text)
}
