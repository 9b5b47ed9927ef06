package wire

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// The ways in which a stream may be divided into frames.
const (
	StructFrames = "struct" // a length in four bytes, and so many bytes
	JSONFrames   = "json"   // a length in four bytes, a JSON header of so many, and data_size bytes
	FTPFrames    = "ftp"    // the same, and behind a put request or a get reply filesize bytes
)

// FrameKinds are the names of the ways that can be told from what one side
// says. With FTPFrames what the server says depends on what it was asked.
var FrameKinds = []string{StructFrames, JSONFrames}

const (
	lengthSize   = 4
	longest      = 1 << 28 // a length above is more likely read in the wrong order
	maxJSON      = 1 << 20 // the same, of a JSON header; no more of it is looked at
	unknownWhole = -1
)

// A Framer takes one direction of a connection apart into frames.
type Framer struct {
	kind  string
	n     int    // the frame under way, counted from 1
	part  string // of it: length, header, body; or lost, when no frame can begin here
	held  []byte // of the part so far; not of a body
	size  int64  // of the part
	left  int64  // bytes of it that are still to come
	first bool   // nothing of it has come

	body      func(header []byte) (size int64, what string) // what a JSON header announces
	coming    int64                                         // bytes of the body, as the header says
	announced string                                        // the header in words
	unsure    bool                                          // whether there are frames at all: the first length tells
}

// NewFramer returns a Framer for what a server says in frames of one of the
// FrameKinds, at the beginning of a frame.
func NewFramer(kind string) *Framer { return newFramer(kind, dataSize) }

// NewFramers returns the Framers of both directions of a connection: of what
// the caller and of what the server says. A direction without frames has none:
// the caller's with StructFrames, and both with "".
func NewFramers(kind string) (call, serve *Framer) {
	switch kind {
	case StructFrames:
		return nil, NewFramer(kind)
	case JSONFrames: // lesson13's caller says plain commands, lesson17's frames
		call = NewFramer(kind)
		call.unsure = true
		return call, NewFramer(kind)
	case FTPFrames:
		var a asked
		return newFramer(kind, a.request), newFramer(kind, a.reply)
	}
	return nil, nil
}

func newFramer(kind string, body func([]byte) (int64, string)) *Framer {
	f := &Framer{kind: kind, body: body}
	f.begin("length", lengthSize)
	f.n = 1
	return f
}

// A Piece is bytes of one part of one frame.
type Piece struct {
	Bytes []byte // as far as they are known
	Size  int
	Frame int    // counted from 1; 0 where no frame can be told
	Part  string // length, header or body
	Label string // what they are, in words; "" for more of the same
	Last  bool   // the part ends with them
}

func (f *Framer) begin(part string, size int64) {
	f.part, f.size, f.left, f.held, f.first = part, size, size, nil, true
}

// Split returns the pieces of what came next: size bytes, of which the first
// are b.
func (f *Framer) Split(b []byte, size int) []Piece {
	var all []Piece
	f.decide(b)
	for size > 0 {
		if f.part == "lost" {
			all = append(all, Piece{Bytes: b, Size: size})
			return all
		}
		n := int(min(int64(size), f.left))
		known := b[:min(n, len(b))]
		p := Piece{Bytes: known, Size: n, Frame: f.n, Part: f.part}
		f.left -= int64(n)
		b, size = b[len(known):], size-n
		if f.part != "body" {
			f.held = append(f.held, known...)
		}
		if f.part == "header" && f.left == 0 && int64(len(f.held)) == f.size {
			f.coming, f.announced = f.body(f.held)
		}
		p.Label, p.Last = f.label(), f.left == 0
		f.first = false
		if len(known) < n && f.part != "body" {
			f.part = "lost" // what is missing would say how it goes on
		}
		all = append(all, p)
		if f.left == 0 {
			f.next()
		}
	}
	return all
}

// decide looks whether a direction that may have no frames begins with the
// length of a JSON header.
func (f *Framer) decide(b []byte) {
	if !f.unsure || int64(len(b)) < f.left {
		return
	}
	head := append(bytes.Clone(f.held), b[:f.left]...)
	f.unsure = false
	if n := int32(binary.LittleEndian.Uint32(head)); n < int32(len("{}")) || n > maxJSON {
		f.part = "lost"
	}
}

// label says what the bytes under way are.
func (f *Framer) label() string {
	what := ""
	switch {
	case f.unsure:
		return ""
	case f.part == "length" && f.left == 0 && len(f.held) == lengthSize:
		what = f.length()
	case f.part == "length":
		what = fmt.Sprintf("%d of the %d bytes of its length", f.size-f.left, f.size)
	case f.part == "header" && f.left > 0:
		what = fmt.Sprintf("%d of the %d bytes of its header", f.size-f.left, f.size)
	case f.part == "header" && int64(len(f.held)) == f.size:
		what = f.announced
	case f.part == "header" || f.first:
		what = f.part
	default:
		return ""
	}
	return fmt.Sprintf("frame %d: %s", f.n, what)
}

// length says the length that four bytes mean, and where that is unlikely also
// what they mean in the other order.
func (f *Framer) length() string {
	what, most := "the length %d", int32(longest)
	if f.kind != StructFrames {
		what, most = "the length of its header, %d", maxJSON
	}
	n := int32(binary.LittleEndian.Uint32(f.held))
	other := int32(binary.BigEndian.Uint32(f.held))
	if (n < 0 || n > most) && other >= 0 && other <= most {
		return fmt.Sprintf(what+" (with the highest byte first: %d)", n, other)
	}
	return fmt.Sprintf(what, n)
}

// next goes on to the part behind the one that is whole.
func (f *Framer) next() {
	switch f.part {
	case "length":
		size := int64(int32(binary.LittleEndian.Uint32(f.held)))
		part := "body"
		if f.kind != StructFrames {
			part = "header"
		}
		f.follow(part, size)
	case "header":
		f.follow("body", f.coming)
	case "body":
		f.n++
		f.begin("length", lengthSize)
	}
}

// follow begins a part of some size; an empty one is over at once.
func (f *Framer) follow(part string, size int64) {
	if size < 0 || part == "header" && size > maxJSON {
		f.part = "lost"
		return
	}
	if f.begin(part, size); size == 0 {
		f.next()
	}
}

// dataSize returns the number of body bytes that a JSON header announces, or
// unknownWhole, and what the header is, in words.
func dataSize(header []byte) (size int64, what string) {
	var h struct {
		Size *int64 `json:"data_size"`
	}
	err := json.Unmarshal(header, &h)
	switch {
	case !json.Valid(header):
		return unknownWhole, "a header that is no JSON"
	case err != nil || h.Size == nil:
		return unknownWhole, "a header without data_size, a whole number"
	}
	return *h.Size, fmt.Sprintf("the header, data_size %d", *h.Size)
}

// Header returns the JSON object with which b begins, or nil.
func Header(b []byte) []byte {
	var object json.RawMessage
	if len(b) == 0 || b[0] != '{' || json.NewDecoder(bytes.NewReader(b)).Decode(&object) != nil {
		return nil
	}
	return object
}

// Inside returns the part of a frame that is begun and not whole, or "".
func (f *Framer) Inside() string {
	if f.part == "lost" || f.part == "length" && f.first {
		return ""
	}
	return f.part
}

// Locate returns the piece of a stream of frames in which a byte stands.
func Locate(kind string, stream []byte, at int) (Piece, bool) {
	if !slices.Contains(FrameKinds, kind) {
		return Piece{}, false
	}
	for _, p := range NewFramer(kind).Split(stream, len(stream)) {
		if at < p.Size {
			return p, p.Frame > 0
		}
		at -= p.Size
	}
	return Piece{}, false
}
