package check

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// putting is the first request of an upload.
func putting(path, text string, resume bool) query {
	q := query{"cmd": "put", "path": path, "filesize": len(text), "sha256": sumOf(text)}
	if resume {
		q["resume"] = true
	}
	return q
}

// offered asks to upload a file, and returns from where on the program wants
// it. What it says of that must be so.
func (s *script) offered(name, clue, path, text string, resume bool) (offset int) {
	return s.offer(name, s.query(name, putting(path, text, resume), ""), clue, text)
}

// offer reads the answer to a request to upload.
func (s *script) offer(name string, a response, clue, text string) (offset int) {
	e := s.homely(name, clue)
	e.Got = a.header
	n, ok := a.number("offset")
	switch {
	case a.gone || a.status() != "continue":
		e.Kind = tutor.NotObeyed
		s.fail(e, "%s asked for %v, and heard %s; want continue", name, s.homes.asked, a.says())
	case !ok || n < 0 || n > int64(len(text)):
		e.Kind, e.Field = tutor.WrongReply, "offset"
		s.fail(e, "%s is to upload %d bytes, and heard %s; want an offset from 0 to %d", name, len(text), a.says(), len(text))
	case a.text("prefix_sha256") != sumOf(text[:n]) && (n > 0 || a.text("prefix_sha256") != ""):
		e.Kind, e.Home.Clue = tutor.WrongPart, tutor.OtherPrefix
		s.fail(e, "%s heard %s; want in prefix_sha256 the sum of the first %d bytes of the file, %s", name, a.says(), n, sumOf(text[:n]))
	}
	return int(n)
}

// data is the request that carries the bytes of an upload.
func data(text string, offset int) string {
	return query{"cmd": "data", "offset": offset}.frame(text[offset:])
}

// deliver sends the rest of an upload, and waits for the confirmation.
func (s *script) deliver(name, path, text string, offset int) {
	c := s.conn(name)
	s.sendOne(c, []byte(data(text, offset)))
	s.confirmed(c, path, text)
}

// confirmed waits for the confirmation of an upload.
func (s *script) confirmed(c *wire.Conn, path, text string) {
	a := s.heed(c)
	e := s.homely(c.Name, "")
	e.Got = a.header
	n, ok := a.number("filesize")
	switch {
	case a.gone || !a.ok():
		e.Kind = tutor.WrongPart
		if s.throng.signals > 0 {
			e.Home.Clue = tutor.LostOnExit
		}
		s.fail(e, "all %d bytes of %q were sent, and %s heard %s; want ok", len(text), path, c.Name, a.says())
	case !ok || n != int64(len(text)) || a.text("sha256") != sumOf(text):
		e.Kind, e.Field = tutor.WrongReply, "sha256"
		s.fail(e, "%s heard %s; want filesize %d and sha256 %s", c.Name, a.says(), len(text), sumOf(text))
	}
}

// stores uploads a file, and wants it confirmed.
func (s *script) stores(args []string) { s.store1(args[0], "", args[1], args[2]) }

func (s *script) store1(name, clue, path, text string) {
	offset := s.offered(name, clue, path, text, false)
	if offset != 0 {
		e := s.homely(name, tutor.GoesOnUnasked)
		e.Kind = tutor.WrongPart
		s.fail(e, "%s did not ask to resume, and the program goes on at byte %d", name, offset)
	}
	s.deliver(name, path, text, offset)
}

// fetches downloads a file, and wants it to have this content.
func (s *script) fetches(args []string) {
	s.fetch(args[0], "", request("get", args[1]), args[2], 0)
}

// fetch asks for a file from an offset on, and wants the rest of it.
func (s *script) fetch(name, clue string, q query, text string, offset int) {
	a := s.mustDo(name, clue, q, "")
	e := s.homely(name, garbled(text[offset:], string(a.body)))
	size, _ := a.number("filesize")
	from, said := a.number("offset")
	e.Kind, e.Got = tutor.WrongReply, a.header
	switch {
	case size != int64(len(text)):
		e.Field = "filesize"
	case a.text("sha256") != sumOf(text):
		e.Field = "sha256"
	case said && from != int64(offset) || !said && offset > 0:
		e.Field = "offset"
	default:
		e.Field = ""
	}
	if e.Field != "" {
		s.fail(e, "%s heard %s; want filesize %d, sha256 %s, offset %d", name, a.says(), len(text), sumOf(text), offset)
	}
	if string(a.body) != text[offset:] {
		e.Kind, e.Got, e.Want = tutor.WrongPart, a.body[:min(len(a.body), 64)], []byte(text[offset:min(len(text), offset+64)])
		s.fail(e, "behind the reply %s heard %d bytes that are not those of the file from %d on", name, len(a.body), offset)
	}
}

// garbled says what it shows that a file has other bytes than it should.
func garbled(want, got string) (clue string) {
	const some = 64 // bytes that stand nowhere twice
	switch {
	case len(got) > len(want):
		return tutor.Garbled
	case len(got) >= some && strings.Index(want, got[:some]) > 0:
		return tutor.Displaced
	}
	return ""
}

// toolarge asks to upload a file for which there is no room, and wants that
// refused before the bytes are sent.
func (s *script) toolarge(args []string) {
	name, path := args[0], args[1]
	want := map[string]int64{}
	for i, field := range []string{"wanted", "quota", "used"} {
		n, err := strconv.ParseInt(args[2+i], 10, 64)
		if err != nil {
			s.misuse("toolarge %s: want a number of bytes", args[2+i])
		}
		want[field] = n
	}
	q := query{"cmd": "put", "path": path, "filesize": want["wanted"], "sha256": sumOf(path)}
	a := s.query(name, q, "")
	e := s.homely(name, "")
	e.Got = a.header
	if a.status() == "continue" {
		if e.Kind = tutor.Obeyed; s.homes.owners[name] != "" { // else its keys are new, and perhaps its quota
			e.Home.Clue = tutor.JudgedLate
		}
		s.fail(e, "%s has used %d bytes of %d, asked to upload %d, and heard %s; want an error with the code quota", name, want["used"], want["quota"], want["wanted"], a.says())
	}
	e.Kind = tutor.WrongReply
	if a.text("code") != "quota" {
		e.Field = "code"
		s.fail(e, "%s heard %s; want an error with the code quota", name, a.says())
	}
	for _, field := range []string{"quota", "used", "wanted"} {
		if n, ok := a.number(field); !ok || n != want[field] {
			if e.Field = field; field == "used" && n > want[field] && s.homes.counts {
				e.Kind, e.Home.Clue = tutor.WrongUse, tutor.NotGivenBack
			}
			s.fail(e, "%s heard %s; want %s %d", name, a.says(), field, want[field])
		}
	}
	s.homes.counts = s.homes.counts || want["used"] > 0
}
