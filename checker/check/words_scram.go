package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// logins is what a script knows of lesson17's logins.
type logins struct {
	scrams map[string]*scram    // by connection
	keys   map[string]scramKeys // that were made, by password, salt and iterations
	secret []string             // passwords that the program was given
	proofs [][]byte             // that callers have shown

	forged  string // what is being tried on the program, in a word
	umask   string // of programs that are started beside the one under test, or ""
	hashing bool   // a password is being hashed, which may take its time
	nobody  string // a name that is no user's, and the salt that it was told
	salt    string
}

const nonceSize = 24 // characters of the checker's own nonces

// derived are the keys that the checks of a run have made, for all of them: to
// hash a password takes long on purpose.
type derived struct {
	mu   sync.Mutex
	keys map[string]func() (scramKeys, error) // by password, salt and iterations
}

func (d *derived) of(id, password string, salt []byte, iterations int) (scramKeys, error) {
	d.mu.Lock()
	if d.keys == nil {
		d.keys = map[string]func() (scramKeys, error){}
	}
	if d.keys[id] == nil {
		d.keys[id] = sync.OnceValues(func() (scramKeys, error) { return deriveKeys(password, salt, iterations) })
	}
	keys := d.keys[id]
	d.mu.Unlock()
	return keys()
}

// keysOf makes the keys of a password, once.
func (s *script) keysOf(password string, salt []byte, iterations int) scramKeys {
	id := fmt.Sprintf("%q %x %d", password, salt, iterations)
	k, err := s.gate.derived.of(id, password, salt, iterations)
	if err != nil {
		s.unknown("hashing a password: %v", err)
	}
	if s.logins.keys == nil {
		s.logins.keys = map[string]scramKeys{}
	}
	s.logins.keys[id] = k
	return k
}

// noteScram notes a login on a connection.
func (s *script) noteScram(name string, x *scram) {
	if s.logins.scrams == nil {
		s.logins.scrams = map[string]*scram{}
	}
	s.logins.scrams[name] = x
}

// lookAtLogin notes what is known of a login.
func (s *script) lookAtLogin(e *tutor.Evidence) {
	e.Login.Forged = s.logins.forged
	for _, password := range s.logins.secret {
		if e.Kind == tutor.BadMessage && s.role == "call" && bytes.Contains(e.Got, []byte(password)) {
			e.Login.Formula = "password-sent"
		}
	}
}

func (s *script) scramOn(name string) *scram {
	x := s.logins.scrams[name]
	if x == nil {
		s.misuse("no login has begun on %s; begin comes first", name)
	}
	return x
}

// ask sends a message with data_size, and the body behind it.
func (s *script) ask(args []string) {
	body := strings.Join(args[2:], "")
	fields, err := readFields([]byte(args[1]))
	if err != nil {
		s.misuse("ask %s: want a JSON object: %v", args[1], err)
	}
	header := args[1]
	if _, said := fields[sizeField]; !said {
		comma := ","
		if len(fields) == 0 {
			comma = ""
		}
		header = strings.TrimRight(header, " \n")
		header = fmt.Sprintf("%s%s\"%s\":%d}", strings.TrimSuffix(header, "}"), comma, sizeField, len(body))
	}
	text := framed(header) + body
	s.store.requests[text] = readRequest(header)
	s.send([]string{args[0], text})
}

// takesMessage waits for a message with some fields, and for the body of data_size
// bytes behind it.
func (s *script) takesMessage(args []string) {
	c := s.conn(args[0])
	header, body := s.hearWhole(c, args[1])
	if len(args) > 2 {
		if want := strings.Join(args[2:], ""); body != want {
			e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: c.Name, Want: []byte(want), Got: []byte(body)}
			s.fail(e, "%s heard a body of %s that is another than wanted", c.Name, count(len(body), "byte"))
		}
	}
	fields, _ := readFields([]byte(header)) // hearWhole has read it
	for name, value := range fields {
		switch value.(type) {
		case string, json.Number, bool:
			s.ts.Setenv(c.Name+"_"+name, fmt.Sprint(value))
		}
	}
	s.ts.Setenv(c.Name+"_body", body)
}

// hearWhole waits for a message with these fields and for its body, and takes
// both.
func (s *script) hearWhole(c *wire.Conn, want string) (header, body string) {
	header = string(s.header(c, want))
	s.turns[c.Name]++
	size, problem := sizeSaid([]byte(header))
	if problem != "" {
		e := tutor.Evidence{Kind: tutor.BadMessage, Conn: c.Name, Got: []byte(header), Want: []byte(want), Files: tutor.Files{Field: sizeField}}
		s.fail(e, "the %d bytes that %s heard as a header %s", len(header), c.Name, problem)
	}
	n, end, o := s.hearBytes(c, size)
	e := tutor.Evidence{Conn: c.Name, Got: []byte(header)}
	switch {
	case n >= size:
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "%s heard %d of the %d bytes of a body, and then the program hung up", c.Name, n, size)
	default:
		e.Kind = tutor.NoReply
		s.store.awaited = func([]byte) bool { return false } // nothing that could be said would bring the rest
		s.failOn(o, e, "%s heard %d of the %d bytes of a body; the program %s", c.Name, n, size, s.doing(o))
	}
	body = string(c.Peek(int(size)))
	c.Take(int(size))
	return header, body
}

// hearBytes waits for so many bytes, or for the end. They stay where they are.
func (s *script) hearBytes(c *wire.Conn, size int64) (n int64, end error, o outcome) {
	o = s.await(func() bool {
		var unread int
		unread, end = c.Unread()
		n = int64(unread)
		return n >= size || end != nil
	})
	return n, end, o
}

// declined waits for a message, which stays where it is, or for the end. It
// reports whether that is no consent: an error, or the end.
func (s *script) declined(c *wire.Conn) bool {
	header := s.hearOrEnd(c)
	fields, err := readFields(header)
	return header == nil || err == nil && fields["status"] == "error"
}

// denies wants an error, with this code, or the end of the connection.
func (s *script) denies(args []string) {
	c := s.conn(args[0])
	header, o := s.hearMessage(c)
	n, end := c.Unread()
	if header == nil && end != nil && !(s.role == "serve" && s.overNow()) {
		c.Take(n)
		return
	}
	want := `{"status":"error"}`
	if len(args) > 1 {
		want = `{"status":"error","code":` + strconv.Quote(args[1]) + `}`
	}
	if fields, err := readFields(header); err == nil && fields["status"] != "error" {
		e := tutor.Evidence{Kind: tutor.NotRefused, Conn: c.Name, Got: header}
		s.fail(e, "%s heard %s; want an error, or the end", c.Name, brief(header))
	}
	s.goOn(o)
	s.takesMessage([]string{c.Name, want})
}

// begin sends the first message of a login and takes the challenge. A third
// word is the caller's nonce.
func (s *script) begin(args []string) {
	c := s.conn(args[0])
	nonce := s.pick(nonceSize, letters)
	if len(args) > 2 {
		nonce = args[2]
	}
	x := newScram(args[1], nonce)
	s.ask([]string{c.Name, `{"cmd":"login","mech":"SCRAM-SHA-256"}`, x.first()})
	s.challenged(c, x)
	s.noteScram(c.Name, x)
	s.ts.Setenv(c.Name+"_nonce", x.both)
	s.ts.Setenv(c.Name+"_own", x.nonce)
	s.ts.Setenv(c.Name+"_salt", base(x.salt))
	s.ts.Setenv(c.Name+"_iterations", strconv.Itoa(x.iterations))
}

// challenged takes the challenge of a login that has begun.
func (s *script) challenged(c *wire.Conn, x *scram) {
	_, challenge := s.hearWhole(c, `{"status":"continue"}`)
	if problem := x.hear(challenge); problem != "" {
		s.fail(tutor.Evidence{Kind: tutor.BadMessage, Conn: c.Name, Got: []byte(challenge)}, "the challenge that %s heard %s: %.200q", c.Name, problem, challenge)
	}
}

// login logs a user in, and wants the server to prove itself.
func (s *script) login(args []string) {
	s.begin(args[:2])
	c, x := s.conn(args[0]), s.scramOn(args[0])
	k := s.keysOf(args[2], x.salt, x.iterations)
	s.logins.proofs = append(s.logins.proofs, x.proof(k, x.last()))
	s.ask([]string{c.Name, `{"cmd":"login"}`, x.final(k)})
	_, proof := s.hearWhole(c, `{"status":"ok"}`)
	want := x.verifier(k)
	if proof != want && !strings.HasPrefix(proof, want+",") {
		e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: c.Name, Want: []byte(want), Got: []byte(proof)}
		e.Login.Formula = x.verifierMistake(k, x.final(k), proof)
		s.fail(e, "the server's proof is not the right one: %.200q", proof)
	}
}
