package check

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
)

// does sends a request that has to be obeyed.
func (s *script) does(args []string) {
	s.mustDo(args[0], "", request(args[1], args[2:]...), "")
	if args[1] == "cd" {
		s.homes.places[args[0]] = inHome(from(s.homes.places[args[0]], args[2]))
	}
}

// from returns where a name leads from a folder of a home.
func from(dir, name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return path.Join("/", dir, name)
}

// wrongly says what it shows that a request was obeyed which has to be refused.
var wrongly = map[string]string{"cd": tutor.CdAnywhere, "rm": tutor.RemovesMuch, "mkdir": tutor.MadeAgain, "mv": tutor.MovedOver}

// wont sends requests that have to be refused: one for each name, or mv with
// its two. The session stays where it is.
func (s *script) wont(args []string) {
	name, cmd, rest := args[0], args[1], args[2:]
	queries := []query{request(cmd, rest...)}
	if cmd != "mv" {
		queries = nil
		for _, one := range rest {
			queries = append(queries, request(cmd, one))
		}
	}
	for _, q := range queries {
		a := s.query(name, q, "")
		if a.ok() {
			e := s.homely(name, wrongly[cmd])
			e.Kind, e.Got = tutor.Obeyed, a.header
			s.fail(e, "%s asked for %v, and heard %s; want an error", name, q, a.says())
		}
		if !a.gone {
			s.at([]string{name, s.homes.places[name]})
		}
	}
}

// at wants a session to be in a folder.
func (s *script) at(args []string) {
	name, want := args[0], inHome(args[1])
	asked := s.homes.asked
	got := s.where(name)
	if got == want {
		return
	}
	s.homes.asked = asked
	e := s.homely(name, s.movedBy(name, got))
	e.Kind = tutor.WrongPlace
	s.fail(e, "%s is in %q, as pwd tells; want %q", name, "/"+got, "/"+want)
}

// movedBy says who has moved a session to a folder, as far as that shows.
func (s *script) movedBy(name, got string) (clue string) {
	if s.elsewhere() {
		return tutor.ProcessMoved
	}
	for other, place := range s.homes.places {
		switch {
		case other == name || place == "" || place != got:
		case s.homes.owners[other] == s.homes.owners[name]:
			clue = tutor.MovedByOwn
		default:
			return tutor.MovedByThem
		}
	}
	return clue
}

// elsewhere reports whether the server's process has changed its working folder.
func (s *script) elsewhere() bool {
	folder, err := s.prog.Folder()
	return err == nil && folder != s.homes.stands
}

// An entry is a line of a listing.
type entry struct {
	Name, Type string
	Size       int64
}

// String writes an entry as the scripts do: a/ is a folder, a:5 a file.
func (e entry) String() string {
	switch e.Type {
	case "file":
		return fmt.Sprintf("%s:%d", e.Name, e.Size)
	case "dir", "folder", "directory":
		return e.Name + "/"
	}
	return e.Name + "@"
}

// list returns what is in a folder, as the program tells.
func (s *script) list(name, folder string) []string {
	q := request("ls", folder)
	if folder == "" {
		q = request("ls")
	}
	a := s.mustDo(name, "", q, "")
	var all []entry
	err := json.Unmarshal(a.body, &all)
	if err == nil && all == nil {
		err = errors.New("null is none")
	}
	if err != nil {
		e := s.homely(name, "")
		e.Kind, e.Got = tutor.WrongReply, a.header
		s.fail(e, "behind the reply to ls %s heard %.80q; want a list in JSON: %v", name, a.body, err)
	}
	texts := []string{}
	for _, one := range all {
		texts = append(texts, one.String())
	}
	slices.Sort(texts)
	return texts
}

// finds wants exactly these entries in a folder.
func (s *script) finds(args []string) {
	name, folder := args[0], args[1]
	want := slices.Sorted(slices.Values(args[2:]))
	got := s.list(name, folder)
	if folder == "" && s.homes.places[name] == "" {
		s.homes.listed[name] = want
	}
	if slices.Equal(got, want) {
		return
	}
	clue := ""
	for other, listed := range s.homes.listed {
		if s.homes.owners[other] != s.homes.owners[name] && slices.Equal(listed, got) && len(got) > 0 {
			clue = tutor.TheirHome
		}
	}
	if s.elsewhere() {
		clue = tutor.ProcessMoved
	}
	if clue == "" && s.homes.parts && len(got) > len(want) {
		clue = tutor.PartShown
	}
	if clue == "" && s.inHomeInstead(name, got, want) {
		clue = tutor.FromHome
	}
	e := s.homely(name, clue)
	e.Kind = tutor.WrongList
	s.fail(e, "in %q %s is shown %s; want %s", "/"+inHome(from(s.homes.places[name], folder)), name, listed(got), listed(want))
}

// inHomeInstead reports whether what is missing in the folder of a session
// stands in the home.
func (s *script) inHomeInstead(name string, got, want []string) bool {
	if s.homes.places[name] == "" || len(got) >= len(want) {
		return false
	}
	var there []entry
	if a := s.query(name, request("ls", "/"), ""); json.Unmarshal(a.body, &there) != nil {
		return false
	}
	return !slices.ContainsFunc(want, func(w string) bool {
		return !slices.Contains(got, w) && !slices.ContainsFunc(there, func(e entry) bool { return e.String() == w })
	})
}

// measures wants stat to tell of a file or a folder, written as finds has it.
func (s *script) measures(args []string) {
	name := args[0]
	a := s.mustDo(name, "", request("stat", args[1]), "")
	var one entry
	body := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(a.body)), "["), "]")
	if body == "" {
		body = string(a.header)
	}
	err := json.Unmarshal([]byte(body), &one)
	if one.Name == "" {
		one.Name = args[1] // the contract does not say that it must be told again
	}
	one.Name = path.Base(one.Name)
	if want := path.Base(args[2]); err != nil || one.String() != want && one.String() != args[2] {
		e := s.homely(name, "")
		e.Kind = tutor.WrongList
		s.fail(e, "stat %q told %s of %.200q; want %s", args[1], name, a.body, args[2])
	}
}

// uses waits until du tells that so many bytes are used.
func (s *script) uses(args []string) { s.used(args[0], args[1], tutor.OtherUse) }

// used is uses with what it shows when more bytes are used.
func (s *script) used(name, text, more string) {
	want, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		s.misuse("uses %s: want a number of bytes", text)
	}
	var got int64
	limit := homesLimit
	if more == tutor.NeverDropped {
		limit, s.measured = tidyLimit, true
	}
	if s.until(limit, func() bool { got = s.usage(name); return got == want }) {
		s.homes.counts = s.homes.counts || want > 0
		return
	}
	clue := tutor.OtherUse
	if got > want && (more != tutor.NotGivenBack || s.homes.counts) {
		clue = more
	}
	e := s.homely(name, clue)
	e.Kind = tutor.WrongUse
	s.fail(e, "%s has used %d bytes, as du tells; want %d", name, got, want)
}

// usage returns how many bytes are used, as the program tells.
func (s *script) usage(name string) int64 {
	a := s.mustDo(name, "", request("du"), "")
	n, ok := a.total("used", "size", "bytes", "total")
	if !ok {
		e := s.homely(name, "")
		e.Kind, e.Got, e.Field = tutor.WrongReply, a.header, "used"
		s.fail(e, "du told %s %s; want a number \"used\"", name, brief(a.header))
	}
	return n
}
