package tutor

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Files is what is known when a check about files and messages fails.
type Files struct {
	Request    Request // the checker's last message
	Field      string  // the field of the program's message that is missing or wrong
	Damage     Damage  // what is wrong in a folder
	Laid       string  // what lies under the name of Request: a file, folder, link or fifo, or ""
	Weather    string  // how what is said on the connection travels
	Full       bool    // the program may write only so much to a file
	MustRefuse bool    // an error was waited for, or the end
	Refused    bool    // an error was said on the connection before
	Spilt      bool    // it was said to a file that came with its bytes
	LastNo     string  // the error that was said last
	Midway     bool    // while a file came, its name had other bytes than before already
	Early      bool    // and ok was said
	Mixed      bool    // among what was sent last was a file
	Based      bool    // of a path its last part was taken
	Large      int64   // the size of the largest file that may pass, in bytes, or 0
	Grown      int64   // the bytes of memory that the program has taken since it was ready
	LeftOpen   bool    // what is not given back are files, and no connections
	SomeGiven  bool    // of the callers' descriptors more than half were given back
}

// A Request is a message of the file lessons that the checker has sent: what
// somebody asks of a server, or what a server says of a file.
type Request struct {
	Cmd      string // put or get; "" is a reply
	Status   string // ok or error; "" is a request
	Filename string
	Filesize string // as it stands in the message, or ""
	SHA256   string
	Header   string // all of it
	Body     string // what came behind it
	Claim    int64  // the length that was said, where there is no message
}

// A Damage is what is wrong in a folder.
type Damage struct {
	Kind  string // one of the kinds below, or "" when nothing is
	File  string // its name
	Size  int64  // bytes that it has
	Of    int64  // bytes that it should have
	Holds string // the kind of its content, also of a stray file

	Request Request // the last message about it, if one was sent
	Planted bool    // it was there before
	Linked  bool    // a link leads to it
	Inside  bool    // the message that asks for it was only sent inside a file
}

// The kinds of damage.
const (
	Missing = "a file is missing"
	Stray   = "there is a file that should not be"
	Emptied = "a file is empty"
	Half    = "a file holds the beginning of another"
	Whole   = "a file holds all of another"
	Longer  = "a file holds more than it should"
	Mixed   = "a file holds something else"
)

// saidError reports whether the program said an error where it should have
// said something else.
func (e *Evidence) saidError() bool {
	return e.Kind == BadMessage && bytes.Contains(e.Got, []byte(`"error"`))
}

// saidName reports whether the error that came has the name in the request in
// it: the request was understood.
func (e *Evidence) saidName() bool {
	return e.saidError() && e.Request.Filename != "" && bytes.Contains(e.Got, []byte(e.Request.Filename))
}

// sameRefusal reports whether the error that came is the one that was said before,
// word for word: it is kept, and nothing was read for it.
func (e *Evidence) sameRefusal() bool { return e.saidError() && string(e.Got) == e.LastNo }

// accepted reports whether the program said ok, or went on without a word, where
// it must refuse.
func (e *Evidence) accepted() bool {
	var said struct{ Status string }
	return e.Kind == NotRefused && (json.Unmarshal(e.Got, &said) != nil || said.Status == "ok")
}

// confirmed reports whether the caller printed that something was done: a line
// that begins as one that was typed.
func (e *Evidence) confirmed() bool {
	return slices.ContainsFunc(e.Typed, func(line string) bool { return hasLine(e.Stdout, line+" ") })
}

// confirmedPath reports whether the caller printed that something was done with a
// path that was typed for a name.
func (e *Evidence) confirmedPath() bool {
	return e.Flag("-dir") && slices.ContainsFunc(e.Typed, func(line string) bool { return strings.Contains(line, "/") && hasLine(e.Stdout, line+" ") })
}

// contradicts reports whether the last reply is to a put, and has another size
// or sum than the put itself.
func (e *Evidence) contradicts() bool {
	var put struct {
		Cmd, Filename, SHA256 string
		Filesize              json.Number
	}
	for said := e.Said(); len(said) >= 4; {
		n := int64(binary.LittleEndian.Uint32(said))
		if n > int64(len(said)-4) || json.Unmarshal(said[4:4+n], &put) != nil {
			break
		}
		said = said[4+n:]
		if size, err := put.Filesize.Int64(); put.Cmd == "put" && err == nil {
			said = said[min(max(size, 0), int64(len(said))):]
		}
	}
	about := put.Filename == e.Request.Filename || e.Request.Filename == ""
	return about && (put.Filesize.String() != e.Request.Filesize || put.SHA256 != e.Request.SHA256)
}

// saidSum reports whether the message that came has a sum.
func (e *Evidence) saidSum() bool {
	var said struct{ SHA256 string }
	return json.Unmarshal(e.Got, &said) == nil && said.SHA256 != ""
}

// saidSize reports whether the message that came has a number for a filesize.
func (e *Evidence) saidSize() bool {
	var said struct{ Filesize *float64 }
	return json.Unmarshal(e.Got, &said) == nil && said.Filesize != nil
}

// brokeCharacter reports whether the program said an error about a text with
// U+FFFD in it, which the checker never sends: it decoded pieces, each by itself.
func (e *Evidence) brokeCharacter() bool {
	return e.saidError() && (bytes.ContainsRune(e.Got, utf8.RuneError) || bytes.Contains(e.Got, []byte(`\ufffd`)))
}

// refusedOddName reports whether a file that is there, under an unusual name, was
// refused.
func (e *Evidence) refusedOddName() bool {
	return e.saidError() && !e.brokeCharacter() && e.Laid == "file" && !plainName(e.Request.Filename)
}

// saidCapitals reports whether the sum that was wanted was said, in capital hex
// digits.
func (e *Evidence) saidCapitals() bool {
	var want struct{ SHA256 string }
	err := json.Unmarshal(e.Want, &want)
	return err == nil && want.SHA256 != "" && bytes.Contains(bytes.ToLower(e.Got), []byte(want.SHA256))
}

// tookTooMuch reports whether the program has died for want of memory, or used
// more than it may.
func (e *Evidence) tookTooMuch() bool {
	return e.Kind == TooMuch || e.outOfMemory() || e.Exited && strings.Contains(e.Stderr, "makeslice")
}

// tookTheFile reports whether the program's memory has grown by about as much as
// the largest file.
func (e *Evidence) tookTheFile() bool { return e.Large > 0 && e.Grown >= e.Large/8*7 }

// wrongSum reports whether the message has a sum, and not that of what came
// behind it.
func (q Request) wrongSum() bool {
	sum := sha256.Sum256([]byte(q.Body))
	return q.SHA256 != "" && q.SHA256 != hex.EncodeToString(sum[:])
}

// whole reports whether as much came behind the message as it said.
func (q Request) whole() bool { return q.Filesize == strconv.Itoa(len(q.Body)) }

// midFile reports whether the connection ended where a file was to come, behind
// the message about it.
func (e *Evidence) midFile() bool {
	return e.Kind == EndedEarly && e.Flag("-dir") && e.Request.Cmd == "get" && len(e.Want) > 0 && !bytes.HasPrefix(e.Want, []byte("{\""))
}

// tempName reports whether a file lies where none should, with a name that
// nobody has asked for.
func (e *Evidence) tempName() bool {
	typed := func(line string) bool { _, name, _ := strings.Cut(line, " "); return name == e.Damage.File }
	return e.Damage.Kind == Stray && !e.Damage.Inside && e.Damage.Request.Header == "" && !slices.ContainsFunc(e.Typed, typed)
}

// broken reports whether a connection was ended in mid-file, or the program.
func (e *Evidence) broken() bool {
	return e.Noted("hangs up") || e.Noted("breaks off (reset)") || e.Noted("kills the program")
}

// typedOther reports whether the message is about another file than the caller
// was told to get.
func (e *Evidence) typedOther() bool {
	return isCaller(e) && e.Request.Filename != "" && !slices.ContainsFunc(e.Typed, func(line string) bool {
		_, name, _ := strings.Cut(line, " ")
		return name == e.Request.Filename
	})
}

func isNumber(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && n >= 0
}
