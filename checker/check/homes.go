package check

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// homes is what the words about homes, quotas and parts of files remember.
type homes struct {
	places  map[string]string   // the folder each session is in, "" for the home
	listed  map[string][]string // what each has last been shown of its home
	asked   query               // the last request
	secrets []secret            // what lies outside of a home
	named   map[string]bool     // names of theirs that something in the home may have by now
	cutter  *cutter
	parts   bool              // some upload was cut
	counts  bool              // it has told of bytes, as many as there were
	stands  string            // the working folder of the server when it was ready, or ""
	staff   []string          // the users and their quotas: ana 1000
	users   map[string]string // the password of each user
	dirs    map[string]string // the home of each user, once it is found
	owners  map[string]string // whose session it is
	refused map[string]bool   // the last thing that was asked for in it
}

func newHomes() homes {
	return homes{places: map[string]string{}, listed: map[string][]string{}, users: map[string]string{}, owners: map[string]string{}, dirs: map[string]string{}, refused: map[string]bool{}, named: map[string]bool{}}
}

// A query is a request, without its data_size.
type query map[string]any

// request makes a request of words: mv has two names, the others one or none. A
// download begins with the first byte, and says so.
func request(cmd string, names ...string) query {
	q := query{"cmd": cmd}
	if cmd == "get" {
		q["offset"], q["prefix_sha256"] = 0, sumOf("")
	}
	switch {
	case cmd == "mv" && len(names) > 1:
		q["from"], q["to"] = names[0], names[1]
	case len(names) > 0:
		q["path"] = names[0]
	}
	return q
}

// frame returns the request with a body behind it.
func (q query) frame(body string) string {
	all := map[string]any{"data_size": len(body)}
	for name, value := range q {
		all[name] = value
	}
	text, _ := json.Marshal(all) // texts and numbers can be written
	return framed(string(text)) + body
}

// String shows the request in a line.
func (q query) String() string {
	text := fmt.Sprint(q["cmd"])
	for _, name := range []string{"path", "from", "to"} {
		if value, ok := q[name]; ok {
			text += fmt.Sprintf(" %.80q", value)
		}
	}
	return text
}

// A response is a reply and its body.
type response struct {
	header []byte
	fields map[string]any
	body   []byte
	gone   bool // the program has hung up instead, or in the middle
}

func (a response) ok() bool       { return a.status() == "ok" }
func (a response) status() string { return a.text("status") }

func (a response) text(name string) string {
	text, _ := a.fields[name].(string) // missing: ""
	return text
}

// number returns a whole number of the reply; ok is false where there is none.
func (a response) number(name string) (n int64, ok bool) {
	digits, _ := a.fields[name].(json.Number)
	n, err := strconv.ParseInt(string(digits), 10, 64)
	return n, err == nil
}

// says shows the response in a line.
func (a response) says() string {
	if a.gone {
		return "the end of the connection"
	}
	return brief(a.header)
}

// say sends a request on the session of this name, after another login where
// the program has hung up, and does not wait for the answer.
func (s *script) say(name string, q query, body string) *wire.Conn {
	c := s.conn(name)
	if _, end := c.Unread(); end != nil {
		s.enterAgain(name)
		c = s.conn(name)
	}
	s.homes.asked = q
	s.sendOne(c, []byte(q.frame(body)))
	return c
}

// query sends a request and waits for the response, or for the end. A program
// may hang up when it has refused something: then it is asked again, after
// another login.
func (s *script) query(name string, q query, body string) response {
	a := s.heed(s.say(name, q, body))
	if a.gone && s.homes.refused[name] {
		s.enterAgain(name)
		a = s.heed(s.say(name, q, body))
	}
	return a
}

// heed waits for a reply and its body, or for the end.
func (s *script) heed(c *wire.Conn) (a response) {
	header, o := s.hearMessage(c)
	e := s.homely(c.Name, "")
	if header == nil {
		if n, end := c.Unread(); end != nil {
			c.Take(n)
			s.mustLive(c)
			return response{gone: true}
		}
		s.noMessage(c, o, e, "a reply to "+s.homes.asked.String())
	}
	fields, err := readFields(header)
	e.Kind, e.Got = tutor.WrongReply, header
	if err != nil {
		s.fail(e, "%s heard %.80q; want a JSON object", c.Name, header)
	}
	a = response{header: header, fields: fields}
	size, ok := a.number(sizeField)
	if e.Field = sizeField; !ok || size < 0 || a.status() == "" {
		s.fail(e, "%s heard %s; want a status and a %s", c.Name, brief(header), sizeField)
	}
	c.Take(lengthSize + len(header))
	n, end, o := s.hearBytes(c, size)
	if n < size && end == nil {
		e.Kind, e.Got = tutor.NoReply, c.Peek(64)
		s.failOn(o, e, "%s heard %d of the %d bytes behind %s; the program %s", c.Name, n, size, brief(header), s.doing(o))
	}
	a.gone = n < size
	a.body = c.Peek(int(min(size, n)))
	c.Take(len(a.body))
	s.turns[c.Name]++
	s.homes.refused[c.Name] = a.status() == "error"
	return a
}

// mustLive fails a server that has ended instead of hanging up.
func (s *script) mustLive(c *wire.Conn) {
	if s.overNow() && s.role == "serve" {
		e := s.homely(c.Name, "")
		e.Kind = tutor.EndedEarly
		s.fail(e, "asked for %v, the program %s", s.homes.asked, s.doing(exited))
	}
}

// homely begins evidence about a session, with what shows the mistake.
func (s *script) homely(conn, clue string) tutor.Evidence {
	q := s.homes.asked
	text := func(name string) string { value, _ := q[name].(string); return value }
	return tutor.Evidence{Conn: conn, Home: tutor.Home{Clue: clue, Cmd: text("cmd"), Path: text("path"), To: text("to")}}
}

// mustDo sends a request that has to be obeyed.
func (s *script) mustDo(name, clue string, q query, body string) response {
	a := s.query(name, q, body)
	if !a.ok() || a.gone {
		e := s.homely(name, clue)
		e.Kind, e.Got = tutor.NotObeyed, a.header
		s.fail(e, "%s asked for %v, and heard %s; want ok", name, q, a.says())
	}
	return a
}

// where returns the folder that a session is in, as the program tells.
func (s *script) where(name string) string {
	a := s.mustDo(name, "", request("pwd"), "")
	return inHome(a.folder())
}

// inHome returns a path in a home without its slash, and "" for the home.
func inHome(text string) string {
	return strings.TrimPrefix(path.Clean("/"+text), "/")
}

const (
	homesLimit = 2 * time.Second  // for what is asked for again and again until it is so
	tidyLimit  = 12 * time.Second // the same, for what the program does now and then
	eagerShare = 4                // that part of it, for a program known not to get there
	leastAsked = 100              // so often it has been asked for by then
)

// until asks until ok, or for too long.
func (s *script) until(limit time.Duration, ok func() bool) bool {
	begun := time.Now()
	if s.eager {
		limit /= eagerShare
	}
	for asked := 1; !ok(); asked++ {
		spent := time.Since(begun)
		if spent > limit && (asked >= leastAsked || s.eager) || s.ctx.Err() != nil || spent > lateLimit {
			return false
		}
		<-time.After(settleLook)
	}
	return true
}
