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
)

// FrameKinds are the names of all ways.
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
}

// NewFramer returns a Framer for one of the kinds, at the beginning of a
// frame.
func NewFramer(kind string) *Framer {
	f := &Framer{kind: kind}
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

// label says what the bytes under way are.
func (f *Framer) label() string {
	what := ""
	switch {
	case f.part == "length" && f.left == 0:
		what = f.length()
	case f.part == "length":
		what = fmt.Sprintf("%d of the %d bytes of its length", f.size-f.left, f.size)
	case f.part == "header" && f.left > 0:
		what = fmt.Sprintf("%d of the %d bytes of its header", f.size-f.left, f.size)
	case f.part == "header" && int64(len(f.held)) == f.size:
		_, what = dataSize(f.held)
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
	what, most := "the length", int32(longest)
	if f.kind == JSONFrames {
		what, most = "the length of its header,", maxJSON
	}
	n := int32(binary.LittleEndian.Uint32(f.held))
	other := int32(binary.BigEndian.Uint32(f.held))
	if (n < 0 || n > most) && other >= 0 && other <= most {
		return fmt.Sprintf("%s %d (with the highest byte first: %d)", what, n, other)
	}
	return fmt.Sprintf("%s %d", what, n)
}

// next goes on to the part behind the one that is whole.
func (f *Framer) next() {
	switch f.part {
	case "length":
		size := int64(int32(binary.LittleEndian.Uint32(f.held)))
		part := "body"
		if f.kind == JSONFrames {
			part = "header"
		}
		f.follow(part, size)
	case "header":
		size, _ := dataSize(f.held)
		f.follow("body", size)
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
