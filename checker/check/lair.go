package check

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
)

// A secret is a folder that nothing in a home may lead to, with one file.
type secret struct {
	dir, file string
	content   []byte
	sum       string            // of the content
	tree      map[string]string // what lay there, by its path
}

func (t secret) path() string { return filepath.Join(t.dir, t.file) }

const (
	leastSecret = 40_000 // bytes, so that its size is no other's
	mostSecret  = 60_000
)

// hide lays a file outside of every home, in a folder of its own.
func (s *script) hide() {
	dir := filepath.Join(s.dir, "outside")
	t := secret{dir: dir, file: s.pick(9, letters), content: []byte(s.pick(leastSecret+s.random.IntN(mostSecret-leastSecret), letters))}
	if err := errors.Join(os.Mkdir(dir, 0o777), os.WriteFile(t.path(), t.content, 0o666)); err != nil {
		s.unknown("laying a file outside: %v", err)
	}
	s.guard(t)
}

// hideTheirs uploads a file in another user's session, and guards their home.
func (s *script) hideTheirs(name string) {
	t := secret{dir: s.homeOf(name), file: s.pick(9, letters), content: []byte(s.pick(leastSecret+s.random.IntN(mostSecret-leastSecret), letters))}
	s.lay(name, t.file, string(t.content))
	s.guard(t)
}

func (s *script) guard(t secret) {
	t.sum, t.tree = sumOf(string(t.content)), s.tree(t.dir)
	s.homes.secrets = append(s.homes.secrets, t)
}

// tree returns what lies in a folder, by path: what it is, how large, and of
// when.
func (s *script) tree(dir string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		all[path] = d.Type().String()
		if !d.Type().IsRegular() {
			return nil
		}
		info, err := d.Info()
		if err == nil {
			all[path] = fmt.Sprint(d.Type(), info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	if err != nil {
		all[dir] = "unreadable"
	}
	return all
}

// homeOf finds the home of a session's user: in a call of its own it makes a folder
// and looks where that is.
func (s *script) homeOf(name string) string {
	user := s.homes.owners[name]
	if home := s.homes.dirs[user]; home != "" {
		return home
	}
	finder, folder := "finds"+user, s.pick(16, letters)
	s.enter([]string{finder, user}) // who stands at home
	s.mustDo(finder, "", request("mkdir", folder), "")
	home := ""
	_ = filepath.WalkDir(s.root(), func(path string, d fs.DirEntry, err error) error { // not found: skipped below
		if err == nil && d.Name() == folder && d.IsDir() {
			home = filepath.Dir(path)
		}
		return nil
	})
	s.mustDo(finder, "", request("rm", folder), "")
	s.hangup([]string{finder})
	delete(s.homes.owners, finder)
	if home == "" {
		s.stop(Skip, "the files of a user have no folder under -root")
	}
	s.homes.dirs[user] = home
	return home
}

// lay lays a file into a user's home by hand, or uploads it where the program
// does not see it then, or does not count it.
func (s *script) lay(name, path, text string) {
	before := s.usage(name)
	place := filepath.Join(s.homeOf(name), filepath.FromSlash(path))
	err := os.WriteFile(place, []byte(text), 0o600)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.unknown("laying a file into a home: %v", err)
	}
	seen := err == nil && (s.query(name, request("stat", "/"+path), "").ok() || s.query(name, request("stat", path), "").ok())
	if seen && s.usage(name) == before+int64(len(text)) {
		s.homes.counts = true
		return
	}
	_ = os.Remove(place) // it is of no use, if it is there
	s.store1(name, "", "/"+path, text)
}

// harm says what has been changed outside, or "".
func (s *script) harm() string {
	for _, t := range s.homes.secrets {
		now := s.tree(t.dir)
		for path, was := range t.tree {
			switch is, ok := now[path]; {
			case !ok:
				return fmt.Sprintf("%q is gone", filepath.Base(path))
			case is != was:
				return fmt.Sprintf("%q has been changed", filepath.Base(path))
			}
		}
		for path := range now {
			if _, ok := t.tree[path]; !ok {
				return fmt.Sprintf("there is %q now", filepath.Base(path))
			}
		}
	}
	return ""
}

// makes reports whether a request gives something a name.
func makes(q query) bool { return q["cmd"] == "mkdir" || q["cmd"] == "mv" || q["cmd"] == "put" }

// leak says what of the outside an answer tells, or "". That the request names
// it is no leak.
func (s *script) leak(q query, a response) string {
	asked := q.String()
	for _, t := range s.homes.secrets {
		size := strconv.Itoa(len(t.content))
		all := string(a.header) + "\n" + string(a.body[:min(len(a.body), maxMessage)])
		switch {
		case bytes.Contains(a.body, t.content[:64]):
			return "its content"
		case strings.Contains(all, t.sum):
			return "the sum of its content"
		case strings.Contains(all, t.file) && !strings.Contains(asked, t.file) && !s.homes.named[t.file]:
			return "its name"
		case holds(all, size):
			return "its size"
		}
	}
	return ""
}

// tempt sends a request that may lead out, and fails a program that lets it.
func (s *script) tempt(name, clue string, q query) response {
	a := s.query(name, q, "")
	told := s.leak(q, a)
	if a.status() == "continue" {
		s.sendOne(s.conn(name), []byte(query{"cmd": "data", "offset": 0}.frame("x")))
		a = s.heed(s.conn(name))
	}
	for _, t := range s.homes.secrets {
		if a.ok() && makes(q) && strings.Contains(q.String(), t.file) {
			s.homes.named[t.file] = true // now an entry of the home may have this name, too
		}
	}
	e := s.homely(name, clue)
	e.Kind, e.Got = tutor.Escaped, a.header
	if told != "" {
		s.fail(e, "%s asked for %v, and was told of a file outside of the home: %s", name, q, told)
	}
	if harm := s.harm(); harm != "" {
		s.fail(e, "%s asked for %v, and outside of the home %s", name, q, harm)
	}
	return a
}
