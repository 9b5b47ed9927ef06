package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/tutor"
)

// bytesValue sets a variable to random bytes, and one to their SHA-256.
func (s *script) bytesValue(args []string) {
	r, _ := s.noise(args[1])
	value, err := io.ReadAll(r)
	if err != nil {
		s.unknown("making random bytes: %v", err)
	}
	s.ts.Setenv(args[0], string(value))
	s.ts.Setenv(args[0]+"_sum", sumOf(string(value)))
}

// large writes a file of random bytes, too large to be held in a variable.
func (s *script) large(args []string) {
	path := filepath.Join(args[1], args[0])
	r, _ := s.noise(args[2])
	hash := sha256.New()
	f, err := os.Create(path)
	if err == nil {
		var n int64
		n, err = io.Copy(io.MultiWriter(f, hash), r)
		s.store.large = max(s.store.large, n)
		s.store.written[path] = f // stays open: the program may lay another file there
		s.reserved = append(s.reserved, f)
	}
	if err != nil {
		s.unknown("writing a large file: %v", err)
	}
	s.ts.Setenv(args[0], path)
	s.ts.Setenv(args[0]+"_sum", hex.EncodeToString(hash.Sum(nil)))
}

// sendFile sends the bytes of a file.
func (s *script) sendFile(args []string) {
	c := s.conn(args[0])
	f, err := os.Open(args[1])
	if err != nil {
		s.misuse("sendfile: %v", err)
	}
	defer f.Close() // only read
	done := make(chan error, 1)
	go func() {
		defer s.bell.ring()
		done <- c.Pour(f)
	}()
	over := false
	o := s.await(func() bool {
		select {
		case <-done: // a program that has hung up is judged by a later word
			over = true
		default:
		}
		return over
	})
	if !over && o != exited {
		s.failOn(o, tutor.Evidence{Kind: tutor.NotReading, Conn: c.Name}, "the program does not read what %s says; it %s", c.Name, s.doing(o))
	}
}

// deaf leaves what the program says unread until the end of the connection.
func (s *script) deaf(args []string) { s.conn(args[0]).Pause() }

// drink waits for exactly the bytes of a large file, as it was written.
func (s *script) drink(args []string) {
	f := s.store.written[args[1]]
	if f == nil {
		s.misuse("drink: there is no large file %s", args[1])
	}
	info, err := f.Stat()
	if err != nil {
		s.unknown("a large file: %v", err)
	}
	s.hearBody(s.conn(args[0]), io.NewSectionReader(f, 0, info.Size()), info.Size())
}

// instep waits for all bytes of a file that was refused on its way, and for the
// next message behind them, or for the end of the connection. After deaf,
// whoever listens hears the refusal before the file is read.
func (s *script) instep(args []string) {
	c := s.conn(args[0])
	want, err := os.ReadFile(args[1])
	if err != nil {
		s.misuse("instep: %v", err)
	}
	if c.Paused() {
		s.takesIn(c)
		c.Resume()
	}
	var got []byte
	var end error
	o := s.await(func() bool { got, end = c.Heard(); return end != nil || len(got) > len(want) })
	n := min(len(got), len(want))
	e := tutor.Evidence{Kind: tutor.Extra, Conn: c.Name, Files: tutor.Files{Refused: true}}
	switch {
	case !bytes.Equal(got[:n], want[:n]):
		s.fail(e, "%s refused a file on its way, and heard the beginning of it, and then something else as if it were whole", c.Name)
	case end != nil:
		return
	case len(got) <= len(want):
		e.Kind = tutor.NoReply
		s.failOn(o, e, "%s refused a file on its way, and waits for the rest of it, or the end; the program %s", c.Name, s.doing(o))
	}
	c.Take(len(want))
	s.expects([]string{c.Name, args[2]})
}

// plant lays something into a folder.
func (s *script) plant(args []string) {
	path, text := filepath.Join(args[0], args[1]), strings.Join(args[3:], "")
	var err error
	switch args[2] {
	case "file":
		err = os.WriteFile(path, []byte(text), 0o666)
	case "folder":
		err = os.Mkdir(path, 0o777)
	case "link":
		err = os.Symlink(text, path)
	case "fifo":
		err = makeFIFO(path)
	case "stale":
		err = plantStale(path)
	default:
		s.misuse("plant: there is no kind %q", args[2])
	}
	if err != nil {
		s.stop(Skip, "this system cannot have a %s: %v", args[2], err)
	}
	s.store.planted[path] = laid{args[2], text}
}

// holds wants exactly these files in a folder, beside what plant has laid there
// that is no file.
func (s *script) holds(args []string) {
	if len(args)%2 == 0 {
		s.misuse("holds %s: want a folder, and names and texts", strings.Join(quoted(args), " "))
	}
	want := map[string]string{}
	for pair := range slices.Chunk(args[1:], 2) {
		want[pair[0]] = pair[1]
	}
	var d tutor.Damage
	o := s.await(func() bool { d = s.damage(args[0], want); return d.Kind == "" })
	if d.Kind == "" {
		return
	}
	e := tutor.Evidence{Kind: tutor.WrongFolder, Conn: s.lastConn(), Files: tutor.Files{Damage: d}}
	s.failOn(o, e, "in the folder of the files, %s", inWords(d))
}

func inWords(d tutor.Damage) string {
	switch d.Kind {
	case tutor.Missing:
		return fmt.Sprintf("%.40q is missing; it should have %d bytes", d.File, d.Of)
	case tutor.Stray:
		return fmt.Sprintf("there is %.40q with %d bytes, which should not be", d.File, d.Size)
	}
	return fmt.Sprintf("%.40q has %d bytes that should not be; it should have its %d (%s)", d.File, d.Size, d.Of, d.Kind)
}

// damage returns what is wrong in a folder first.
func (s *script) damage(dir string, want map[string]string) tutor.Damage {
	entries, err := os.ReadDir(dir)
	if err != nil {
		s.unknown("the folder of the files: %v", err)
	}
	there := map[string]bool{}
	var stray tutor.Damage
	for _, e := range entries {
		text, wanted := want[e.Name()]
		there[e.Name()] = true
		if kind := s.store.planted[filepath.Join(dir, e.Name())].kind; kind != "" && kind != "file" && !wanted {
			continue
		}
		d := s.fileDamage(dir, e, text, wanted)
		if d.Kind != "" && wanted {
			return d
		}
		if d.Kind != "" {
			stray = d
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !there[name] {
			return s.known(tutor.Damage{Kind: tutor.Missing, File: name, Of: int64(len(want[name]))}, dir)
		}
	}
	return stray
}

// known adds what is known about the file.
func (s *script) known(d tutor.Damage, dir string) tutor.Damage {
	path := filepath.Join(dir, d.File)
	d.Planted, d.Linked = s.store.planted[path].kind != "", s.linked(path)
	d.Request, d.Inside = s.about(d.File), s.inside(d.File)
	return d
}

// fileDamage returns what is wrong with one file.
func (s *script) fileDamage(dir string, e os.DirEntry, text string, wanted bool) tutor.Damage {
	var content []byte
	if e.Type().IsRegular() {
		var err error
		if content, err = os.ReadFile(filepath.Join(dir, e.Name())); errors.Is(err, os.ErrNotExist) {
			return tutor.Damage{} // it was just removed
		}
	}
	d := tutor.Damage{File: e.Name(), Size: int64(len(content)), Of: int64(len(text)), Kind: tutor.Stray}
	switch {
	case wanted && e.Type().IsRegular() && string(content) == text:
		return tutor.Damage{}
	case wanted:
		d.Kind = s.change(content, text, e.Name())
	}
	d.Holds = s.change(content, text, e.Name())
	return s.known(d, dir)
}

// change says in what way the content of a file is not what it should be.
func (s *script) change(content []byte, want, name string) string {
	sources := []string{want, s.store.contents[name]}
	has := func(f func(source string) bool) bool { return slices.ContainsFunc(sources, f) }
	switch {
	case len(content) == 0:
		return tutor.Emptied
	case has(func(b string) bool { return string(content) == b }) && !s.store.cut[name]:
		return tutor.Whole
	case has(func(b string) bool { return strings.HasPrefix(b, string(content)) }):
		return tutor.Half
	case has(func(b string) bool { return b != "" && bytes.HasPrefix(content, []byte(b)) }):
		return tutor.Longer
	}
	return tutor.Mixed
}
