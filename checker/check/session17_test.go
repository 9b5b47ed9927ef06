package check

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"time"
)

// A session17 is one session, with what its folder must hold.
type session17 struct {
	m            *many
	user, folder string
	conn         net.Conn
	files        map[string][]byte
	open         map[string][]byte // of these it is not known whether they were stored
	asked        int
}

func (s *session17) size() (sum int64) {
	for _, text := range s.files {
		sum += int64(len(text))
	}
	return sum
}

// login calls and logs in.
func (s *session17) login(addr string) (err error) {
	if s.conn, err = net.DialTimeout("tcp", addr, sessionWait); err != nil {
		return err
	}
	x := newScram(s.user, fmt.Sprint("nonce", rand.Uint64()))
	a, err := s.ask(query{"cmd": "login", "mech": "SCRAM-SHA-256"}, []byte(x.first()))
	if err != nil {
		return err
	}
	if problem := x.hear(string(a.body)); problem != "" {
		return errors.New(problem)
	}
	k, err := deriveKeys("pencil", x.salt, x.iterations)
	if err != nil {
		return err
	}
	return s.ok(query{"cmd": "login"}, []byte(x.final(k))...)
}

// ask sends a request and reads the reply.
func (s *session17) ask(q query, body []byte) (a response, err error) {
	s.asked++
	if err := s.conn.SetDeadline(time.Now().Add(sessionWait)); err != nil {
		return a, err
	}
	if _, err := io.WriteString(s.conn, q.frame(string(body))); err != nil {
		return a, err
	}
	return s.reply()
}

func (s *session17) reply() (a response, err error) {
	length := make([]byte, lengthSize)
	if _, err := io.ReadFull(s.conn, length); err != nil {
		return a, err
	}
	a.header = make([]byte, binary.LittleEndian.Uint32(length))
	if _, err := io.ReadFull(s.conn, a.header); err != nil {
		return a, err
	}
	if a.fields, err = readFields(a.header); err != nil {
		return a, err
	}
	size, _ := a.number(sizeField)
	a.body = make([]byte, size)
	_, err = io.ReadFull(s.conn, a.body)
	return a, err
}

// ok wants a request obeyed.
func (s *session17) ok(q query, body ...byte) error {
	a, err := s.ask(q, body)
	if err == nil && !a.ok() {
		err = fmt.Errorf("%v: %s", q, a.header)
	}
	return err
}

// put stores a file in the folder. It reports whether that was confirmed.
func (s *session17) put(name string, text []byte) (ok bool, err error) {
	a, err := s.ask(putting("/"+s.folder+"/"+name, string(text), false), nil)
	if err != nil || a.status() != "continue" {
		return false, err
	}
	a, err = s.ask(query{"cmd": "data", "offset": 0}, text)
	if ok = err == nil && a.ok(); ok {
		s.files[name] = text
	}
	return ok, err
}

// step does one of the things that a session does.
func (s *session17) step(addr string) error {
	name := fmt.Sprint("f", rand.IntN(8))
	text, there := s.files[name]
	path := "/" + s.folder + "/" + name
	switch kind := rand.IntN(8); {
	case !there || kind < 2:
		ok, err := s.put(name, noise(rand.IntN(20_000)))
		if err == nil && !ok {
			err = fmt.Errorf("%s was not stored", name)
		}
		return err
	case kind == 2:
		return s.cut(addr, name, noise(1+rand.IntN(200_000)))
	case kind == 3:
		delete(s.files, name)
		return s.ok(request("rm", path))
	case kind == 4:
		other := "moved-" + name
		if _, taken := s.files[other]; taken {
			return s.ok(request("stat", "/"+s.folder+"/"+other))
		}
		s.files[other] = text
		delete(s.files, name)
		return errors.Join(s.ok(request("cd", "/"+s.folder)), s.ok(request("mv", name, other)), s.ok(request("cd", "/")), s.swept(other))
	case kind == 5:
		return s.look()
	}
	a, err := s.ask(request("get", path), nil)
	if err == nil && !bytes.Equal(a.body, text) {
		err = fmt.Errorf("%s has %d other bytes: %s", path, len(a.body), a.header)
	}
	return err
}

// swept removes a file every second time, so that there are not too many.
func (s *session17) swept(name string) error {
	if rand.IntN(2) == 0 {
		return nil
	}
	delete(s.files, name)
	return s.ok(request("rm", "/"+s.folder+"/"+name))
}

// cut begins an upload, breaks off, and goes on with it in another call.
func (s *session17) cut(addr, name string, text []byte) error {
	q := putting("/"+s.folder+"/"+name, string(text), true)
	a, err := s.ask(q, nil)
	if err != nil || a.status() != "continue" {
		return fmt.Errorf("%v: %s %w", q, a.header, err)
	}
	all := data(string(text), 0)
	if _, err := io.WriteString(s.conn, all[:len(all)-1-rand.IntN(len(text))]); err != nil {
		return err
	}
	_ = s.conn.Close() // broken off
	if err := s.login(addr); err != nil {
		return err
	}
	if a, err = s.ask(q, nil); err != nil {
		return err
	}
	from, _ := a.number("offset")
	if a.status() != "continue" || from > int64(len(text)) || a.text("prefix_sha256") != sumOf(string(text[:from])) {
		return fmt.Errorf("going on with %s: %s", name, a.header)
	}
	s.files[name] = text
	return s.ok(query{"cmd": "data", "offset": from}, text[from:]...)
}

// look wants the folder to hold what was stored and confirmed, and nothing else.
func (s *session17) look() error {
	a, err := s.ask(request("ls", "/"+s.folder), nil)
	if err != nil || !a.ok() {
		return fmt.Errorf("ls: %s %w", a.header, err)
	}
	for name, text := range s.open {
		a, err := s.ask(request("get", "/"+s.folder+"/"+name), nil)
		if err != nil {
			return err
		}
		if a.ok() && bytes.Equal(a.body, text) {
			s.files[name] = text // it was stored, and the reply was lost
		}
	}
	var all []entry
	if err := json.Unmarshal(a.body, &all); err != nil {
		return err
	}
	var got, want []string
	for _, one := range all {
		got = append(got, one.String())
	}
	for name, text := range s.files {
		want = append(want, fmt.Sprintf("%s:%d", name, len(text)))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("there are %v, want %v", got, want)
	}
	return s.someAreWhole()
}

// someAreWhole gets some of the files.
func (s *session17) someAreWhole() error {
	for name, text := range s.files {
		a, err := s.ask(request("get", "/"+s.folder+"/"+name), nil)
		if err != nil || !bytes.Equal(a.body, text) {
			return fmt.Errorf("%s has other bytes: %s %w", name, a.header, err)
		}
		if rand.IntN(4) > 0 {
			break // all of them would take too long
		}
	}
	return nil
}
