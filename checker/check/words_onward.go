package check

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"socketworkshop/checker/tutor"
)

// heardAsk waits for a request of the caller under test, and takes it with its
// body.
func (s *script) heardAsk(name string, want string) response {
	c := s.conn(name)
	header, o := s.hearMessage(c)
	e := s.homely(name, "")
	if e.Home.Awaited = want; header == nil {
		s.noMessage(c, o, e, "a request")
	}
	fields, err := readFields(header)
	if e.Kind, e.Got = tutor.WrongReply, header; err != nil {
		s.fail(e, "%s heard %.80q; want a JSON object", name, header)
	}
	a := response{header: header, fields: fields}
	size, ok := a.number(sizeField)
	if e.Field = "cmd"; a.text("cmd") != want || !ok {
		s.fail(e, "%s heard %s; want the request %s, and its %s", name, brief(header), want, sizeField)
	}
	c.Take(lengthSize + len(header))
	n, _, o := s.hearBytes(c, size)
	if n < size {
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s heard %d of %d bytes behind %s; the program %s", name, n, size, brief(header), s.doing(o))
	}
	a.body = c.Peek(int(size))
	c.Take(int(size))
	return a
}

// puts waits for the caller's request to upload a file.
func (s *script) puts(name, text string) {
	a := s.heardAsk(name, "put")
	size, _ := a.number("filesize")
	resume, _ := a.fields["resume"].(bool)
	if size != int64(len(text)) || a.text("sha256") != sumOf(text) || !resume {
		e := s.homely(name, "")
		e.Kind, e.Got, e.Field = tutor.WrongReply, a.header, "filesize"
		s.fail(e, "%s heard %s; want filesize %d, sha256 %s and resume", name, brief(a.header), len(text), sumOf(text))
	}
}

// wantsrest lets the caller under test upload a file from each of several
// places on.
func (s *script) wantsRest(args []string) {
	name, text := args[0], args[1]
	for _, place := range args[2:] {
		at := s.place(place, len(text))
		s.puts(name, text)
		s.sendOne(s.conn(name), []byte(query{"status": "continue", "offset": at, "prefix_sha256": sumOf(text[:at])}.frame("")))
		a := s.heardAsk(name, "data")
		from, _ := a.number("offset")
		if e := s.homely(name, ""); from != int64(at) || string(a.body) != text[at:] {
			if e.Kind = tutor.WrongPart; from == 0 && string(a.body) == text {
				e.Home.Clue = tutor.NeverGoesOn
			}
			s.fail(e, "%s wants a file of %d bytes from byte %d on, and heard %d bytes behind %s", name, len(text), at, len(a.body), brief(a.header))
		}
		s.sendOne(s.conn(name), []byte(query{"status": "ok", "path": "a.bin", "filesize": len(text), "sha256": sumOf(text)}.frame("")))
	}
}

// misleads tells the caller under test to go on where it must not, and wants no
// byte of the file.
func (s *script) misleads(args []string) {
	name, text := args[0], args[1]
	reply := query{"status": "continue", "offset": len(text) / 2, "prefix_sha256": sumOf("another")}
	switch args[2] {
	case "prefix":
	case "below":
		reply["offset"] = -1
	case "whole":
		reply["offset"] = len(text)
	case "behind":
		reply["offset"] = len(text) + 1
	default:
		s.misuse("misleads: there is no kind %q", args[2])
	}
	s.puts(name, text)
	c := s.conn(name)
	s.sendOne(c, []byte(reply.frame("")))
	header, o := s.hearMessage(c)
	fields, _ := readFields(header)
	a := response{header: header, fields: fields}
	_, end := c.Unread()
	e := s.homely(name, tutor.GoesOnBlindly)
	e.Got = header
	switch {
	case header == nil && end == nil:
		s.noMessage(c, o, e, "abort, or the end")
	case header != nil && a.text("cmd") != "abort":
		if from, ok := a.number("offset"); ok && from == 0 {
			e.Home.Clue = "" // it does not go on, but begins anew
		}
		e.Kind = tutor.WrongPart
		s.fail(e, "told to go on behind bytes that are not the file's, the caller said %s; want abort", brief(header))
	case header != nil:
		c.Take(lengthSize + len(header))
		s.sendOne(c, []byte(query{"status": "error", "code": "aborted", "message": "given up"}.frame("")))
	}
}

// gets waits for the caller's request to download a file, of which it may have
// so many bytes, and returns where it wants to go on.
func (s *script) gets(name, text string, least, most int) int {
	a := s.heardAsk(name, "get")
	from, _ := a.number("offset") // none is 0
	e := s.homely(name, tutor.NeverGoesOn)
	e.Kind, e.Got = tutor.WrongPart, a.header
	switch {
	case from < int64(least):
		s.fail(e, "%d bytes had come before the download was cut, and the caller asks for the file from byte %d on; want at least %d", most, from, least)
	case from > int64(most):
		if e.Home.Clue = ""; most > 0 {
			e.Home.Clue = tutor.OtherUpload
		} else if old, err := os.Stat(filepath.Join(flagValue(s.process().Args, "-dir"), path.Base(a.text("path")))); err == nil && old.Size() == from {
			e.Home.Clue = tutor.OldForPart
		}
		s.fail(e, "%d bytes had come, and the caller asks for the file from byte %d on", most, from)
	case from > 0 && a.text("prefix_sha256") != sumOf(text[:from]):
		e.Home.Clue = tutor.OtherPrefix
		s.fail(e, "%s heard %s; want in prefix_sha256 the sum of the first %d bytes of the file, %s", name, brief(a.header), from, sumOf(text[:from]))
	}
	return int(from)
}

// giving is the reply to a download.
func giving(text string, from int) string {
	return query{"status": "ok", "path": "a.bin", "filesize": len(text), "sha256": sumOf(text), "offset": from}.frame(text[from:])
}

// gives lets the caller under test download a file, or what it lacks of it: it
// must have from LEAST to MOST bytes. With a place, it is given so much alone; with
// another text of the same length, the bytes of that.
func (s *script) gives(args []string) {
	name, text := args[0], args[1]
	from := s.gets(name, text, s.place(args[2], len(text)), s.place(args[3], len(text)))
	all := giving(text, from)
	if len(args) > 5 {
		s.sendOne(s.conn(name), []byte(all[:len(all)-len(text)+from]+args[5][from:]))
		return
	}
	if len(args) < 5 {
		s.sendOne(s.conn(name), []byte(all))
		return
	}
	s.sendOne(s.conn(name), []byte(all[:len(all)-len(text)+s.place(args[4], len(text))]))
	s.handed(s.conn(name))
	s.homes.parts = true
}

// refuseschanged answers a request to go on with a download: the file has
// changed. Who then asks for all of it hears that it is gone.
func (s *script) refusesChanged(args []string) {
	c := s.conn(args[0])
	s.heardAsk(c.Name, "get")
	s.sendOne(c, []byte(query{"status": "error", "code": "changed", "message": "the file has changed"}.frame("")))
	if header, _ := s.hearMessage(c); header == nil {
		return // the next word looks what it did instead
	}
	a := s.heardAsk(c.Name, "get")
	if from, _ := a.number("offset"); from != 0 {
		e := s.homely(c.Name, "")
		e.Kind, e.Got, e.Field = tutor.WrongReply, a.header, "offset"
		s.fail(e, "%s has heard that the file has changed, and asks for it from byte %d on", c.Name, from)
	}
	s.sendOne(c, []byte(query{"status": "error", "code": "name", "message": "gone"}.frame("")))
}

// told wants each of some words on a line of standard output.
func (s *script) tellsOf(args []string) {
	s.ended()
	text := string(s.prog.Stdout.Bytes())
	for _, word := range args {
		if !strings.Contains(text, word) {
			s.fail(tutor.Evidence{Kind: tutor.BadOutput, Conn: s.lastConn(), Got: []byte(text)}, "standard output does not tell of %s", fmt.Sprintf("%.60q", word))
		}
	}
}

// spared wants the old file in the caller's folder once the program has ended,
// although another one came.
func (s *script) spared(args []string) {
	s.ended()
	content, err := os.ReadFile(args[0])
	if err == nil && string(content) == args[1] {
		return
	}
	e := s.homely(s.lastConn(), "")
	if e.Kind = tutor.WrongPart; err == nil && strings.HasSuffix(string(content), args[2][len(args[2])*9/10:]) {
		e.Home.Clue = tutor.SumIgnored
	}
	s.fail(e, "the old file should be there, for what came had another sum; there are %d bytes", len(content))
}
