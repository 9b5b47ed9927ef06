package check

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
)

// lays lays a file into a home.
func (s *script) lays(args []string) { s.lay(args[0], args[1], args[2]) }

// listed writes a listing in words.
func listed(all []string) string {
	if len(all) == 0 {
		return "nothing"
	}
	if len(all) > 8 {
		return strings.Join(all[:8], ", ") + fmt.Sprintf(" and %d more", len(all)-8)
	}
	return strings.Join(all, ", ")
}

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
			e := e(a)
			if q["cmd"] == "mkdir" && s.query(name, request("stat", "/"+s.homes.places[name]+"/made"), "").ok() {
				e.Home.Clue = "" // it is no ghost, but has been made again
			}
			s.fail(e, "the folder of %s was removed, and %v is obeyed there", name, q)
		}
	}
}

// mvonto asks to move something to where a full folder is. That may be refused,
// or move it into the folder; nothing may be lost.
func (s *script) mvOnto(args []string) {
	name, from, to := args[0], args[1], args[2]
	there, was := s.list(name, to), s.entryOf(name, from)
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
	if one := s.entryOf(name, from); one == "" && !have[was] {
		s.fail(e, "%s asked for mv %q %q, and heard %s; %s is neither there nor in %q", name, from, to, a.says(), was, to)
	}
	if a.ok() {
		s.mustDo(name, "", request("mv", path.Join(to, path.Base(from)), from), "")
	}
}

// entryOf returns the entry of a name in its folder, or "".
func (s *script) entryOf(name, file string) string {
	for _, one := range s.list(name, path.Dir("/"+file)) {
		if base, _, _ := cutLast(one); strings.TrimSuffix(base, "/") == path.Base(file) {
			return one
		}
	}
	return ""
}

// mvOver asks to move a file to where another one is, or none to where one is.
// That may be refused, and then all is as it was; or the file takes the place of
// the other one, as rename(2) has it.
func (s *script) mvOver(args []string) {
	name, from, to := args[0], args[1], args[2]
	file := func(path string) (string, bool) {
		a := s.query(name, request("get", path), "")
		return string(a.body), a.ok()
	}
	mine, there := file(from)
	want, _ := file(to)
	used, move := s.usage(name), request("mv", from, to)
	a := s.query(name, move, "")
	if a.ok() && there && from != to {
		used -= int64(len(want))
	}
	if a.ok() && there {
		want = mine
	}
	left, still := file(from)
	now, is := file(to)
	e := s.homely(name, "")
	e.Kind, e.Got, e.Home.Cmd = tutor.WrongList, a.header, "mv"
	switch {
	case a.ok() && !there:
		e.Kind, e.Home.Clue = tutor.Obeyed, tutor.MovedOver
		s.fail(e, "%s asked for %v, and heard %s; want an error", name, move, a.says())
	case !is || now != want || there && !a.ok() && left != mine:
		e.Home.Clue = tutor.MovedOver
		s.fail(e, "%s asked for %v, and heard %s; what was there is lost", name, move, a.says())
	case a.ok() && still && from != to:
		s.fail(e, "%s asked for %v, and heard %s; %q is still there", name, move, a.says(), from)
	}
	s.used(name, fmt.Sprint(used), tutor.NotGivenBack)
}

// crams makes many folders with long names in a session's folder, and wants all
// of them to be listed.
func (s *script) crams(args []string) {
	name, want := args[0], s.list(args[0], "")
	c := s.conn(name)
	for names := range slices.Chunk(make([]string, s.number("crams", args[1])), atATime) {
		var all strings.Builder
		for i := range names {
			names[i] = s.pick(crammed, letters)
			want = append(want, names[i]+"/")
			all.WriteString(request("mkdir", names[i]).frame(""))
		}
		s.sendOne(c, []byte(all.String()))
		for _, one := range names {
			s.homes.asked = request("mkdir", one)
			if a := s.heed(c); !a.ok() || a.gone {
				e := s.homely(name, "")
				e.Kind, e.Got = tutor.NotObeyed, a.header
				s.fail(e, "%s asked for %v, and heard %s; want ok", name, s.homes.asked, a.says())
			}
		}
	}
	slices.Sort(want)
	if got := s.list(name, ""); !slices.Equal(got, want) {
		e := s.homely(name, "")
		e.Kind = tutor.WrongList
		s.fail(e, "of %d entries of a folder %s is shown %d, or others", len(want), name, len(got))
	}
}

const (
	crammed = 220 // bytes of a name: 300 of them are more than 64 KiB
	atATime = 60  // requests, each in its own message
)

// stamp is a time as RFC 3339 has it, with the blank and the small letters that
// it allows (section 5.6).
var stamp = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$`)

// dated wants ls to tell of each entry when it was changed. What lies in the home
// as ls tells of it has been changed when the checker says so.
func (s *script) dated(args []string) {
	var all []struct{ Name, MTime string }
	err := json.Unmarshal(s.mustDo(args[0], "", request("ls", args[1]), "").body, &all)
	when, aged := time.Now().Add(-time.Hour).Truncate(time.Second), map[string]bool{}
	for _, one := range all {
		place := filepath.Join(s.homeOf(args[0]), filepath.FromSlash(path.Join(args[1], path.Clean("/"+one.Name))))
		aged[one.Name] = os.Chtimes(place, when, when) == nil
	}
	a := s.mustDo(args[0], "", request("ls", args[1]), "")
	if all = nil; err == nil {
		err = json.Unmarshal(a.body, &all)
	}
	for _, one := range all {
		is, problem := time.Parse(time.RFC3339, strings.ToUpper(strings.Replace(one.MTime, " ", "T", 1)))
		switch {
		case !stamp.MatchString(one.MTime) || problem != nil:
			err = fmt.Errorf("the mtime of %q is %q", one.Name, one.MTime)
		case aged[one.Name] && !is.Truncate(time.Second).Equal(when):
			err = fmt.Errorf("the mtime of %q is %q, and it was changed at %s", one.Name, one.MTime, when.UTC().Format(time.RFC3339))
		}
	}
	if err != nil {
		e := s.homely(args[0], "")
		e.Kind, e.Got, e.Field = tutor.WrongReply, a.body[:min(len(a.body), 64)], "mtime"
		s.fail(e, "in a listing %s heard a time that is none, or in another form; want it as RFC 3339 has it: %v", args[0], err)
	}
}
