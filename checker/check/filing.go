package check

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// filing is what the words about files and messages remember.
type filing struct {
	requests   map[string]tutor.Request // what a message says, by its bytes
	sent       map[string]bool          // the messages that were sent
	request    tutor.Request            // the one that was sent last
	contents   map[string]string        // what was to come into a file, by its name
	cut        map[string]bool          // of these it was only the beginning
	awaited    func(heard []byte) bool  // whether bytes are the answer that is waited for; nil where Want says it
	mustRefuse bool                     // the answer that is waited for is an error
	refused    map[string]string        // the error that was said last on a connection
	spilt      map[string]bool          // connections on which one was said to a file
	midway     bool                     // a file has changed before all of it had come
	early      bool                     // ok was said before
	together   bool                     // of what was sent last, something was a file
	planted    map[string]laid          // what plant has laid, by its path
	maxFile    int64                    // bytes that the program started next may write to a file, or 0
	large      int64                    // the size of the largest file that was made
	written    map[string]*os.File      // such files, by path
	onTerminal bool                     // its standard error is a terminal
	confirmed  []tutor.Request          // the puts among those that settles sent that were answered with ok
}

// laid is what plant has laid somewhere.
type laid struct{ kind, text string }

func newFiling() filing {
	return filing{
		written:  map[string]*os.File{},
		requests: map[string]tutor.Request{}, sent: map[string]bool{}, contents: map[string]string{}, cut: map[string]bool{},
		refused: map[string]string{}, spilt: map[string]bool{}, planted: map[string]laid{},
	}
}

// noteMessages remembers which message was sent last.
func (s *script) noteMessages(texts []string) {
	s.store.together = false
	for _, text := range texts {
		if q, ok := s.store.requests[text]; ok {
			s.store.request, s.store.sent[text] = q, true
			s.store.together = s.store.together || q.Body != ""
		}
	}
}

// noteRefusal remembers what was said on a connection in reply to the last
// message. Nothing is said any more on one that is made anew.
func (s *script) noteRefusal(name string, header []byte) {
	q := s.store.request
	s.store.refused[name] = string(header)
	s.store.spilt[name] = len(header) > 0 && (s.store.spilt[name] || q.Cmd == "put" && q.Body != "")
}

// settles wants each of several messages answered in some way.
func (s *script) settles(args []string) { s.each(args[0], args[1:], false) }

// noteConfirmed remembers a put that was answered with ok.
func (s *script) noteConfirmed(message string, reply []byte) {
	if q := s.store.requests[message]; q.Cmd == "put" && readRequest(string(reply)).Status == "ok" {
		s.store.confirmed = append(s.store.confirmed, q)
	}
}

// settledFiles wants the files in a folder that settles has put there. One whose name
// was refused need not be there.
func (s *script) settledFiles(args []string) {
	for _, q := range s.store.confirmed {
		e := tutor.Evidence{Kind: tutor.WrongFile, Conn: s.lastConn()}
		if kind, text := whatStands(filepath.Join(args[0], q.Filename)); kind != "file" || text != q.Body {
			s.fail(e, "%q was confirmed, and does not stand in the folder as it was put there", q.Filename)
		}
	}
}

// lookAtFiles notes what is known about files and messages.
func (s *script) lookAtFiles(e *tutor.Evidence) {
	e.Request, e.Weather, e.Full, e.Midway = s.store.request, s.weather[e.Conn], s.store.maxFile > 0, s.store.midway
	e.MustRefuse, e.LastNo, e.Spilt = s.store.mustRefuse, s.store.refused[e.Conn], s.store.spilt[e.Conn]
	e.Refused = e.LastNo != ""
	e.Early, e.Mixed, e.Large = s.store.early, s.store.together, s.store.large
	for path, l := range s.store.planted {
		if _, err := os.Lstat(path); err == nil && filepath.Base(path) == s.store.request.Filename {
			e.Laid = l.kind
		}
	}
	if e.Kind == tutor.NotRefused {
		e.Based = s.based(e)
	}
	if s.role != "serve" && len(s.typed) > 0 {
		s.lookAtLine(e, s.typed[len(s.typed)-1])
	}
}

// lookAtLine notes what is known about the line that was typed last.
func (s *script) lookAtLine(e *tutor.Evidence, line string) {
	cmd, name, _ := strings.Cut(line, " ")
	there := filepath.Join(flagValue(e.Args, "-dir"), path.Base(name))
	if _, err := os.Lstat(there); err == nil && s.store.planted[there].kind == "" {
		e.Based = cmd == "get" && strings.Contains(name, "/")
	}
}

// based reports whether the program has taken the last part of a path for the
// name of a file in its folder: it has put one there, or told of the size of
// the one there.
func (s *script) based(e *tutor.Evidence) bool {
	there := filepath.Join(flagValue(e.Args, "-dir"), path.Base(s.store.request.Filename))
	if name := s.store.request.Filename; !strings.Contains(name, "/") || path.Clean(name) == path.Base(name) {
		return false // path.Clean would make the same of it
	}
	if s.store.request.Cmd == "put" {
		_, err := os.Lstat(there)
		return err == nil
	}
	var reply struct{ Filesize int }
	return json.Unmarshal(e.Got, &reply) == nil && s.store.planted[there].kind == "file" && reply.Filesize == len(s.store.planted[there].text)
}

// linked reports whether a link that was planted leads to a path.
func (s *script) linked(path string) bool {
	for _, l := range s.store.planted {
		if l.kind == "link" && l.text == path {
			return true
		}
	}
	return false
}

// about returns the last message of those that were sent about a file.
func (s *script) about(name string) tutor.Request {
	if s.store.request.Filename == name {
		return s.store.request
	}
	for text, q := range s.store.requests {
		if q.Filename == name && s.store.sent[text] {
			return q
		}
	}
	return tutor.Request{}
}

// inside reports whether a file can only have been asked for from inside of
// another: the message for it was never sent by itself.
func (s *script) inside(name string) bool {
	found := false
	for text, q := range s.store.requests {
		if q.Filename != name {
			continue
		}
		if s.store.sent[text] {
			return false
		}
		for other := range s.store.sent {
			found = found || strings.Contains(other[min(lengthSize, len(other)):], text)
		}
	}
	return found
}

// arriving notes whether the file that is being put has changed, or ok was said,
// before all of it has come.
func (s *script) arriving(c *wire.Conn, before []byte) {
	s.quiet([]string{c.Name})
	now := s.standing()
	s.store.midway = (now == nil) != (before == nil) || string(now) != string(before)
	header, _, ok := cutMessage(c.Peek(lengthSize + maxMessage))
	s.store.early = ok && readRequest(string(header)).Status == "ok"
}

// standing returns what the program's folder has under the name of the last
// message, or nil.
func (s *script) standing() []byte {
	path := filepath.Join(flagValue(s.process().Args, "-dir"), s.store.request.Filename)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	content, _ := os.ReadFile(path) // one that is gone has changed
	return append([]byte{}, content...)
}
