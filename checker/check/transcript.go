package check

import (
	"bytes"
	"cmp"

	"socketworkshop/checker/wire"
)

// An Entry is an event of a transcript, its bytes divided into the parts of
// frames.
type Entry struct {
	Event
	Parts  []Part // none where nothing was said
	Wrong  bool   // the first wrong byte is in it
	Server string // "serve" where two programs meet, or ""
}

// A Part is bytes of one event that belong together: to one part of a frame, or
// all of them.
type Part struct {
	Bytes  []byte // as far as they are known
	Size   int    // how many there were
	Offset int    // of the first, counted in one direction of its connection
	Label  string // "frame 1: body"; "" where no frames are known, or for more of the same
	Wrong  int    // the index in Bytes of the first wrong byte; -1 where it is not in them
}

// ByProgram reports whether the program did it, or the checker. Between two
// programs it is the server's side that counts as the program.
func (e Event) ByProgram() bool {
	return e.From == wire.FromProgram || e.From == wire.FromServer || e.From == serveSide
}

// The sides of a pairing, as the events between them name them.
const (
	callSide  = "call"
	serveSide = "serve"
)

// Who names the one who did it: "alice", "the program (alice)", "the checker",
// and between two programs "the caller (call1)", or in a pairing "call".
func (e Event) Who() string {
	who := ""
	switch e.From {
	case callSide, serveSide:
		return e.From
	case wire.FromProgram:
		who = "the program"
	case wire.FromCaller:
		who = "the caller"
	case wire.FromServer:
		who = "the server"
	case wire.FromWire:
		who = e.From
	default:
		return cmp.Or(e.Conn, "the checker")
	}
	if e.Conn == "" {
		return who
	}
	return who + " (" + e.Conn + ")"
}

// Way shows which way something went: "alice →" to the program, "alice ←" from
// it, and between two programs "call1 → server" and "call1 ← server".
func (e Event) Way() string {
	way := e.Conn + " →" // the checker's person says it
	if e.ByProgram() {
		way = e.Conn + " ←"
	}
	if e.From == wire.FromCaller || e.From == wire.FromServer {
		way += " server"
	}
	return way
}

// length is how many bytes there were, also those that are not kept.
func (e Event) length() int { return max(e.Size, len(e.Bytes)) }

// Transcript returns the events with their parts. What the server said, the
// program or the checker, comes in frames of that kind unless it is "".
func Transcript(events []Event, byProgram bool, kind string) []Entry {
	t := NewTranscriber(kind, func(e Event) bool { return e.ByProgram() == byProgram })
	all := make([]Entry, 0, len(events))
	for _, e := range events {
		all = append(all, t.Entry(e))
	}
	return all
}

// Transcript returns the failure's events, and the index of the one that
// matters most: where the first wrong byte is, or else the last word on the
// connection in question, or on any. It is -1 when there are no events.
func (f *Failure) Transcript() (all []Entry, focus int) {
	all = Transcript(f.Wire, f.Role != "call", f.Frames)
	if f.Ends != nil {
		all = f.meeting()
	}
	if i := f.markWrong(all); i >= 0 {
		return all, i
	}
	focus = len(all) - 1
	for i, e := range all {
		if f.Conn != "" && e.Conn == f.Conn {
			focus = i
		}
	}
	return all, focus
}

// meeting returns the events between two programs, call and serve.
func (f *Failure) meeting() []Entry {
	t := NewTranscriber(f.Frames, Event.ByProgram)
	var all []Entry
	for _, e := range f.Wire {
		entry := t.Entry(e)
		if entry.Conn != "" {
			entry.Conn, entry.Server = callSide, serveSide
		}
		all = append(all, entry)
	}
	return all
}

// WhenPassed returns the events of the repeat that passed, when there was one.
func (f *Failure) WhenPassed() []Entry {
	if f.Racy == nil {
		return nil
	}
	return Transcript(f.Racy.Wire, f.Role != "call", f.Frames)
}

// markWrong finds the first wrong byte on the wire, and returns the index of
// its entry, or -1: it may be on no wire, or among bytes that are not kept.
func (f *Failure) markWrong(all []Entry) int {
	d := f.Differs
	if d == nil || d.First() >= len(d.Got) {
		return -1 // nothing is wrong, or it is missing
	}
	said, first := lastSaid(all, d.Conn)
	begin := bytes.LastIndex(said, d.Got)
	if begin < 0 {
		return -1
	}
	at := begin + d.First()
	for i := first; i < len(all); i++ {
		e := &all[i]
		if e.Conn != d.Conn || !e.ByProgram() {
			continue
		}
		if at < len(e.Bytes) {
			e.mark(at)
			return i
		}
		at -= len(e.Bytes)
	}
	return -1
}

// lastSaid returns what the program has said on a connection since the last
// event of which not all bytes are kept, and the index of the entry behind that.
func lastSaid(all []Entry, conn string) (said []byte, first int) {
	for i, e := range all {
		if e.Conn != conn || !e.ByProgram() {
			continue
		}
		said = append(said, e.Bytes...)
		if e.length() > len(e.Bytes) {
			said, first = nil, i+1
		}
	}
	return said, first
}

// mark notes that a byte of the entry is the first wrong one.
func (e *Entry) mark(at int) {
	e.Wrong = true
	for i := range e.Parts {
		p := &e.Parts[i]
		if at < p.Size {
			p.Wrong = at
			return
		}
		at -= p.Size
	}
}

// First returns the index of the first byte that differs.
func (d *Difference) First() int {
	at := 0
	for at < len(d.Want) && at < len(d.Got) && d.Want[at] == d.Got[at] {
		at++
	}
	return at
}

// FrameOf returns the part of a frame in which a byte of what was wanted
// stands, and the number of the frame, counted from 1. It is 0 where no frames
// are known, as in what a caller says.
func (f *Failure) FrameOf(at int) (part string, frame int) {
	if f.Role == "call" || f.Differs.Conn == "" {
		return "", 0
	}
	p, _ := wire.Locate(f.Frames, f.Differs.Want, at)
	return p.Part, p.Frame
}
