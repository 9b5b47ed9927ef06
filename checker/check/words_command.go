package check

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"socketworkshop/checker/program"
	"socketworkshop/checker/spawn"
	"socketworkshop/checker/tutor"
)

// childless waits until nothing lives of the commands that the program has started.
func (s *script) childless([]string) {
	s.process()
	s.activity() // what cannot be seen is not gone
	var left []program.Leftover
	o := s.await(func() bool { left = s.living(); return len(left) == 0 })
	if len(left) > 0 {
		s.failOn(o, tutor.Evidence{Kind: tutor.LeftBehind, Conn: s.lastConn(), Left: left},
			"a process that the program has started lives on: %s (process %d)", left[0].Command, left[0].PID)
	}
}

// living returns what lives of the commands that the program was sent. Whatever
// else it has started is its own affair: one that writes its log, or speaks with a
// caller.
func (s *script) living() []program.Leftover {
	return slices.DeleteFunc(s.prog.Commands(), func(l program.Leftover) bool {
		line := plain(l.Command)
		return l.Command != "" && !slices.ContainsFunc(s.bidden, func(text string) bool { // "": it just begins, or ends
			return strings.Contains(line, plain(text)) || strings.Contains(plain(text), line)
		})
	})
}

// plain returns the words of a command line without what a shell has between them.
func plain(text string) string {
	between := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`;&|()"'`, r) }
	return " " + strings.Join(strings.FieldsFunc(text, between), " ") + " "
}

// runs waits until a process that the program has started has this text in its
// command line.
func (s *script) runs(args []string) {
	p := s.process()
	s.activity() // what cannot be seen may be there
	holds := func(l program.Leftover) bool { return strings.Contains(l.Command, args[0]) }
	s.bidden = append(s.bidden, args[0]) // a command may have computed it
	o := s.await(func() bool { return slices.ContainsFunc(p.Commands(), holds) })
	if o != reached {
		s.failOn(o, tutor.Evidence{Kind: tutor.NoReply, Conn: s.lastConn()}, "the program does not run the command that holds %q; it %s", args[0], s.doing(o))
	}
}

// upto waits for a text with a number of bytes before it, among which a line
// may be asked for.
func (s *script) upto(args []string) {
	least, most, err := readRange(args[1])
	if err != nil {
		s.misuse("upto %s: want two numbers, as in 0-60", args[1])
	}
	c, text := s.conn(args[0]), []byte(args[2])
	var got []byte
	var end error
	at := -1
	o := s.await(func() bool {
		got, end = c.Heard()
		at = bytes.Index(got, text)
		return at >= 0 || end != nil || len(got) > most+len(text)
	})
	e := tutor.Evidence{Conn: c.Name, Want: text, Got: got, Expected: args[3:]}
	switch {
	case at < 0 && end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %s, and then the program hung up", c.Name, count(len(got), "byte"))
	case at < 0 && len(got) <= most+len(text):
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s waits for %.60q; the program %s", c.Name, text, s.doing(o))
	case at < 0 || at > most:
		e.Kind = tutor.WrongBytes
		s.fail(e, "%s heard more than %d bytes before %.60q", c.Name, most, text)
	case at < least:
		e.Kind = tutor.NoLine
		s.fail(e, "%s heard %s before %.60q; want at least %d", c.Name, count(at, "byte"), text, least)
	}
	c.Take(at + len(text))
	s.turns[c.Name]++
	if len(args) == 3 && least == 0 {
		s.killedPerhaps(string(got[:at]))
	}
	for _, line := range args[3:] {
		if !slices.Contains(strings.Split(string(got[:at]), "\n"), line) {
			e.Kind = tutor.NoLine
			s.fail(e, "%s heard no line %q before %.60q", c.Name, line, text)
		}
	}
}

// readRange reads LEAST-MOST.
func readRange(text string) (least, most int, err error) {
	a, b, _ := strings.Cut(text, "-")
	if least, err = strconv.Atoi(a); err != nil {
		return 0, 0, err
	}
	most, err = strconv.Atoi(b)
	return least, most, err
}

// numbers sets a variable to what seq prints.
func (s *script) numbers(args []string) {
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 1 {
		s.misuse("numbers %s: want a number", args[1])
	}
	s.ts.Setenv(args[0], seq(n))
}

// seq returns the numbers from 1 to n, each on a line.
func seq(n int) string {
	var text []byte
	for i := range n {
		text = fmt.Appendln(text, i+1)
	}
	return string(text)
}

// runtimeMiB is what a program in Go uses, before it does anything, of the memory
// that it may.
const runtimeMiB = 16

// light makes sure that the program has never used more than some memory, and
// does not while the script waits for it from here on: who keeps all of something
// large need not be waited for.
func (s *script) light(args []string) {
	most, err := strconv.Atoi(args[0])
	if err != nil {
		s.misuse("light %s: want a number of MiB", args[0])
	}
	s.ceiling = int64(most) << 20
	_, used, err := s.process().Memory()
	if err != nil && s.overNow() {
		s.fail(tutor.Evidence{Kind: tutor.EndedEarly, Conn: s.lastConn()}, "the program %s", s.doing(exited))
	}
	if err != nil {
		s.unknown("the program's memory cannot be seen: %v", err)
	}
	s.keepsLight(used)
}

// keepsLight holds the memory that the program has used against what light allows it.
// Where its language takes more to be ready than Go, that does not count.
func (s *script) keepsLight(used int64) {
	allowed := s.ceiling + max(s.base-runtimeMiB<<20, 0)
	if s.ceiling > 0 && used > allowed {
		e := tutor.Evidence{Kind: tutor.TooMuch, Conn: s.lastConn()}
		e.Grown = used - s.base
		s.fail(e, "the program has used %d MiB of memory; want at most %d", used>>20, allowed>>20)
	}
}

// feed writes a text into a named pipe, once somebody reads it.
func (s *script) feed(args []string) {
	pipe, o := s.openPipe(args[0])
	if o != reached {
		s.failOn(o, tutor.Evidence{Kind: tutor.NoReply}, "no command reads %s; the program %s", filepath.Base(args[0]), s.doing(o))
	}
	_, err := pipe.WriteString(args[1])
	if err = errors.Join(err, spawn.Close(pipe)); err != nil {
		s.unknown("writing into a named pipe: %v", err)
	}
	s.log.Note("", "checker", "lets the command that reads "+filepath.Base(args[0])+" go on")
}

// openPipe opens a named pipe for writing, once somebody reads it.
func (s *script) openPipe(path string) (pipe *os.File, o outcome) {
	var err error
	o = s.await(func() bool {
		pipe, err = openFIFO(path)
		return !errors.Is(err, syscall.ENXIO) // nobody reads
	})
	if o == reached && err != nil {
		s.unknown("opening a named pipe: %v", err)
	}
	return pipe, o
}
