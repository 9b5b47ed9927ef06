package check

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"

	"socketworkshop/checker/tutor"
)

// number64 returns the number that a text is; a script that has none is wrong.
func number64(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// disk returns how many bytes of files lie under the root.
func (s *script) disk() (sum int64) {
	_ = filepath.WalkDir(s.root(), func(_ string, d fs.DirEntry, err error) error { // what is gone takes no room
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// rush lets sessions of one user ask for room at the same moment, all of them
// before a byte comes, and sends the files of those who get it.
func (s *script) rush(args []string) {
	user, n, size, fits := args[0], s.number("rush", args[1]), s.number("rush", args[2]), s.number("rush", args[3])
	text := s.pick(size, letters)
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(user, i+1)
		s.enter([]string{names[i], user})
	}
	before := s.disk()
	s.freeze(nil)
	for _, name := range names {
		s.say(name, putting(name, text, false), "")
	}
	s.thaw(nil)
	granted, stored := s.promised(names, text), 0
	for _, name := range granted {
		s.sendOne(s.conn(name), []byte(data(text, 0)))
	}
	for _, name := range granted {
		if s.heed(s.conn(name)).ok() {
			stored++
		}
	}
	used, more := s.usage(names[0]), s.disk()-before
	e := s.homely(names[0], tutor.SameRoomTwice)
	e.Kind = tutor.WrongUse
	if stored > fits || used > int64(fits*size) || more > int64(fits*size)+int64(size)/2 {
		s.fail(e, "of %d uploads of %d bytes at once %d find room; %d were promised it, %d were taken, du tells of %d bytes", n, size, fits, len(granted), stored, used)
	}
	if len(granted) <= fits {
		e.Home.Clue = "" // no more was promised than there is
	}
	if stored == 0 {
		s.fail(e, "of %d uploads of %d bytes at once %d find room, and none was taken", n, size, fits)
	}
}

// promised hears what sessions are told that have asked to upload a text, and
// returns those that may send it.
func (s *script) promised(names []string, text string) (granted []string) {
	for _, name := range names {
		if a := s.heed(s.conn(name)); a.status() == "continue" {
			s.offer(name, a, "", text)
			granted = append(granted, name)
		}
	}
	return granted
}

// oddsizes asks to upload files of sizes that are none, or for which there is
// no room, and wants that refused.
func (s *script) oddSizes(args []string) {
	name := args[0]
	for _, size := range args[1:] {
		q := query{"cmd": "put", "path": "odd", "sha256": sumOf(size)}
		if size != "none" {
			q["filesize"] = json.RawMessage(size)
		}
		a := s.query(name, q, "")
		if a.gone || a.status() == "error" {
			continue
		}
		e := s.homely(name, "")
		if n := number64(size); n > 1<<40 {
			e.Home.Clue = tutor.Overflows
		}
		e.Kind, e.Got = tutor.Obeyed, a.header
		s.fail(e, "%s asked to upload a file with the filesize %s, and heard %s; want an error", name, size, a.says())
	}
}

// frees waits until du tells that so many bytes are used, and no more.
func (s *script) frees(args []string) { s.used(args[0], args[1], tutor.NotGivenBack) }

// replaces uploads a file over one that is there.
func (s *script) replaces(args []string) { s.store1(args[0], tutor.CountedTwice, args[1], args[2]) }

// movedaway lets a session move away the file that another one's upload
// replaces, while it comes: the quota must hold.
func (s *script) movedAway(args []string) {
	name, other, path, text, quota := args[0], args[1], args[2], args[3], number64(args[4])
	offset := s.offered(name, tutor.CountedTwice, path, text, false)
	s.query(other, request("mv", path, path+".moved"), "")
	s.sendOne(s.conn(name), []byte(data(text, offset)))
	s.heed(s.conn(name))
	s.fitsIn(other, tutor.MovedAway, quota)
}

// givenUp lets a session begin to replace a file by a smaller one, another one
// upload what would fit then, and the first give up: the quota must hold.
func (s *script) givenUp(args []string) {
	name, other, path, text, beside := args[0], args[1], args[2], args[3], args[4]
	s.offered(name, "", path, text, false)
	if a := s.query(other, putting("beside", beside, false), ""); a.status() == "continue" {
		s.sendOne(s.conn(other), []byte(data(beside, s.offer(other, a, "", beside))))
		s.heed(s.conn(other))
	}
	s.hangup([]string{name})
	s.closed([]string{name})
	s.fitsIn(other, "", number64(args[5]))
}

// fitsIn wants the files of a home, and what du tells, to be within the quota.
func (s *script) fitsIn(name, clue string, quota int64) {
	var sum int64
	for _, one := range s.list(name, "") {
		_, size, _ := cutLast(one)
		sum += size
	}
	if used := s.usage(name); sum > quota || used > quota {
		e := s.homely(name, clue)
		e.Kind = tutor.WrongUse
		s.fail(e, "the quota is %d bytes, and there are files of %d; du tells of %d", quota, sum, used)
	}
}

// cutLast cuts an entry of a listing into its name and its size.
func cutLast(text string) (name string, size int64, ok bool) {
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == ':' {
			return text[:i], max(number64(text[i+1:]), 0), true
		}
	}
	return text, 0, false
}

// partcounts asks from where a cut upload would go on, and wants so many bytes
// to be counted beside the others; it sets $NAME_used to them all, and
// $NAME_over to one more than there is room for.
func (s *script) partCounts(args []string) {
	name, path, text, others, quota := args[0], args[1], args[2], number64(args[3]), number64(args[4])
	part := int64(s.offered(name, "", path, text, true))
	s.hangup([]string{name})
	s.enterAgain(name)
	var got int64
	if !s.until(homesLimit, func() bool { got = s.usage(name); return got == part+others }) {
		e := s.homely(name, "")
		if s.homes.counts {
			e.Home.Clue = tutor.NotGivenBack
		}
		if got < part+others {
			e.Home.Clue = tutor.PartsFree
		}
		e.Kind = tutor.WrongUse
		s.fail(e, "an upload would go on at byte %d, other files have %d, and du tells of %d", part, others, got)
	}
	s.ts.Setenv(name+"_used", fmt.Sprint(got))
	s.ts.Setenv(name+"_over", fmt.Sprint(quota-got+1))
}
