package tutor

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/wire"
)

// A flow is what the checker has sent in frames on one connection.
type flow struct {
	lengths  []int           // of the frames, or of their headers
	header   []byte          // the last JSON header, as far as it has come
	cuts     map[string]bool // the parts inside of which a piece ended
	inside   string          // the part inside of which the last piece ended, or ""
	together bool            // in some piece a frame begins behind another one
	behind   bool            // some piece ended inside a header, and behind its JSON
}

// flow takes apart what the checker has sent on the connection.
func (e *Evidence) flow() flow {
	f := flow{cuts: map[string]bool{}}
	framer := wire.NewFramer(e.Frames)
	var held []byte
	for _, event := range e.Wire {
		if event.Conn != e.Conn || event.From != wire.FromChecker || event.Size == 0 {
			continue
		}
		parts := framer.Split(event.Bytes, event.Size)
		for i, p := range parts {
			f.together = f.together || i > 0 && p.Part == "length" && (parts[i-1].Part != "length" || parts[i-1].Last)
			switch {
			case p.Part == "length" && p.Last:
				f.lengths, held, f.header = append(f.lengths, lengthOf(append(held, p.Bytes...))), nil, []byte{}
			case p.Part == "length":
				held = append(held, p.Bytes...)
			case p.Part == "header":
				f.header = append(f.header, p.Bytes...)
			}
		}
		f.inside = framer.Inside()
		f.cuts[f.inside] = true
		f.behind = f.behind || f.inside == "header" && json.Valid(f.header)
	}
	return f
}

func (e *Evidence) lastLength() (int, bool) {
	lengths := e.flow().lengths
	if len(lengths) == 0 {
		return 0, false
	}
	return lengths[len(lengths)-1], true
}

func (e *Evidence) firstLength() int { return append(e.flow().lengths, -1)[0] }

// lastHeard returns the name of the connection on which the checker has spoken
// last.
func (e *Evidence) lastHeard() string {
	for _, event := range slices.Backward(e.Wire) {
		if event.From == wire.FromChecker && event.Size > 0 {
			return event.Conn
		}
	}
	return ""
}

// cutIn reports whether some piece that the checker sent ended inside such a
// part of a frame.
func (e *Evidence) cutIn(part string) bool {
	return e.Pieces && e.flow().cuts[part]
}

// gaveUpIn reports whether the program ended although the checker had sent only
// a piece of such a part of a frame, and not hung up.
func (e *Evidence) gaveUpIn(part string) bool {
	return e.Pieces && e.Exited && e.flow().inside == part && !e.Noted("hangs up")
}

// cutShort reports whether the checker's last piece ended inside a frame, or
// no frame has come at all.
func (e *Evidence) cutShort() bool {
	f := e.flow()
	return f.inside != "" || len(f.cuts) == 0
}

// together reports whether some piece that the checker sent held more than one
// frame, or a frame, or its end, and the beginning of another.
func (e *Evidence) together() bool { return e.flow().together }

// most returns how long a frame may be, or the header of a JSON frame: what -max
// allows.
func (e *Evidence) most() int {
	if e.Frames == wire.JSONFrames {
		return 64 << 10
	}
	for i, arg := range e.Args {
		if arg == "-max" && i+1 < len(e.Args) {
			if n, err := strconv.Atoi(e.Args[i+1]); err == nil {
				return n
			}
		}
	}
	return 16 << 20
}

// named reports whether standard error has the number, by itself.
func (e *Evidence) named(n int64) bool {
	text := strconv.FormatInt(n, 10)
	for rest := e.Stderr; ; {
		i := strings.Index(rest, text)
		if i < 0 {
			return false
		}
		before, after := rest[:i], rest[i+len(text):]
		if (before == "" || !strings.ContainsRune("0123456789-", rune(before[len(before)-1]))) &&
			(after == "" || !strings.ContainsRune("0123456789", rune(after[0]))) {
			return true
		}
		rest = after
	}
}

// outOfMemory reports whether the program died for want of memory, in the words
// of Go, C, Python, Java, JavaScript, C++ or Rust.
func (e *Evidence) outOfMemory() bool {
	said := strings.ToLower(e.Stderr)
	for _, words := range []string{"out of memory", "cannot allocate", "memoryerror", "outofmemory", "heap out of", "bad_alloc", "array buffer allocation failed", `the value of "size" is out of range`, "memory allocation of"} {
		if strings.Contains(said, words) {
			return e.Exited
		}
	}
	return false
}

// noSuchSlice reports whether the program died for a slice of a length that
// none can have.
func (e *Evidence) noSuchSlice() bool {
	return e.Panicked() && strings.Contains(e.Stderr, "makeslice: len out of range")
}

// filledUp reports whether the right output is printed but for zeros in it, which
// nobody had sent.
func (e *Evidence) filledUp() bool {
	got, want := bytes.TrimRight(e.Got, "\n"), bytes.TrimRight(e.Want, "\n")
	zeros := 0
	for i := range min(len(got), len(want)) {
		switch got[i] {
		case want[i]:
		case 0:
			zeros++
		default:
			return false
		}
	}
	return len(got) == len(want) && zeros > 0
}

func int32Bytes(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(int32(n))) }
