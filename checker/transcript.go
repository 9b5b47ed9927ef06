package main

import (
	"encoding/binary"
	"fmt"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/wire"
)

const (
	rowBytes  = 16
	eventRows = 3  // rows shown of one event
	wireRows  = 20 // rows shown of a transcript
	noteWidth = 60 // characters shown of the words that a program was started with
)

// transcript shows what went over the wire, in the order of time: the end of
// it when it is long. What the side called framed has said is shown in frames
// of that kind, unless it is "".
func transcript(events []check.Event, framed, kind string) string {
	return newTape(framed, kind).show(events)
}

// conversation shows what two programs said to each other.
func conversation(f *check.Failure) string {
	tape := newTape("serve", f.Frames)
	tape.ends, tape.both = f.Ends, f.Framed
	return tape.show(f.Wire)
}

// framedSide returns whose words come in frames: the server's.
func framedSide(f *check.Failure) string {
	if f.Role == "call" {
		return wire.FromChecker
	}
	return wire.FromProgram
}

// A tape is a transcript under way.
type tape struct {
	framed, kind string
	both         bool              // what the other side has said is in frames, too
	ends         map[string]string // of two programs: who is call and who is serve
	offset       map[string]int    // bytes of each direction of each connection so far
	framers      map[string]*wire.Framer
}

func newTape(framed, kind string) *tape {
	return &tape{framed: framed, kind: kind, offset: map[string]int{}, framers: map[string]*wire.Framer{}}
}

func (t *tape) show(events []check.Event) string {
	var rows []string
	for _, e := range events {
		rows = append(rows, t.eventLines(e)...)
	}
	if extra := len(rows) - wireRows; extra > 0 {
		rows = append([]string{fmt.Sprintf("[%d rows before]", extra)}, rows[extra:]...)
	}
	return strings.Join(rows, "\n") + "\n"
}

// eventLines shows one event. Offsets count the bytes of one direction of a
// connection from its beginning.
func (t *tape) eventLines(e check.Event) []string {
	head := fmt.Sprintf("%7.1f ms  ", e.At*1000)
	if len(e.Bytes) == 0 {
		return []string{head + t.noteLine(e)}
	}
	var lines []string
	arrow := "→" // the checker's person says it
	if e.From == wire.FromProgram {
		arrow = "←"
	}
	way := e.Conn + e.From
	at := t.offset[way]
	if e.Datagram {
		at = 0 // each is counted by itself
	}
	size := max(e.Size, len(e.Bytes))
	t.offset[way] += size
	if who := t.ends[e.From]; who != "" {
		lines = append(lines, fmt.Sprintf("%s%s says %s", head, who, bytesInWords(size)))
		head = strings.Repeat(" ", len(head))
	} else {
		head = fmt.Sprintf("%s%s %s ", head, e.Conn, arrow)
	}
	for _, p := range t.pieces(e, way, size) {
		lines = append(lines, pieceLines(head, p, at)...)
		at += p.Size
		head = strings.Repeat(" ", len([]rune(head)))
	}
	return lines
}

func (t *tape) noteLine(e check.Event) string {
	who := e.Conn
	switch {
	case t.ends[e.From] != "":
		who = t.ends[e.From]
	case e.From == wire.FromProgram:
		who = "the program (" + e.Conn + ")"
	case who == "":
		who = "the checker"
	}
	note := []rune(printable(e.Note))
	if strings.HasPrefix(e.Note, "starts ") && len(note) > noteWidth {
		note = append(note[:noteWidth:noteWidth], []rune(" ...")...)
	}
	return who + " " + string(note)
}

// pieces divides an event into the parts of frames, or leaves it whole.
func (t *tape) pieces(e check.Event, way string, size int) []wire.Piece {
	if t.kind == "" || e.From != t.framed && !t.both || e.Datagram {
		return []wire.Piece{{Bytes: e.Bytes, Size: size}}
	}
	if t.framers[way] == nil {
		t.framers[way] = wire.NewFramer(t.kind)
	}
	return t.framers[way].Split(e.Bytes, size)
}

// pieceLines shows the first rows of a piece, the offset counted from at.
func pieceLines(head string, p wire.Piece, at int) []string {
	lines := hexRows(head, p.Bytes, at)
	if len(lines) > 0 && p.Label != "" {
		lines[0] += "  " + p.Label
	}
	if shown := min(len(p.Bytes), eventRows*rowBytes); p.Size > shown {
		lines = append(lines, fmt.Sprintf("%*s[%d bytes more]", len([]rune(head)), "", p.Size-shown))
	}
	return lines
}

// hexRows shows the first rows of b, the offset counted from at.
func hexRows(head string, b []byte, at int) []string {
	var rows []string
	for row := 0; row < eventRows && row*rowBytes < len(b); row++ {
		part := b[row*rowBytes : min(len(b), (row+1)*rowBytes)]
		rows = append(rows, fmt.Sprintf("%s%04x  %-47s  |%s|", head, at+row*rowBytes, hexBytes(part), ascii(part)))
		head = strings.Repeat(" ", len([]rune(head)))
	}
	return rows
}

func hexBytes(b []byte) string { return fmt.Sprintf("% x", b) }

// ascii returns the printable ASCII characters of b, and a dot for all else.
func ascii(b []byte) string {
	text := make([]byte, len(b))
	for i, c := range b {
		text[i] = '.'
		if ' ' <= c && c <= '~' {
			text[i] = c
		}
	}
	return string(text)
}

// difference shows the row in which what came left what was wanted, with a
// caret below the first wrong byte.
func difference(f *check.Failure) string {
	d := f.Differs
	if d == nil || len(d.Got) == 0 {
		return ""
	}
	at := 0
	for at < len(d.Want) && at < len(d.Got) && d.Want[at] == d.Got[at] {
		at++
	}
	row := at / rowBytes * rowBytes
	part := func(b []byte) string {
		b = b[min(row, len(b)):min(row+rowBytes, len(b))]
		return fmt.Sprintf("%04x  %-47s  |%s|", row, hexBytes(b), ascii(b))
	}
	caret := strings.Repeat(" ", len(fmt.Sprintf("got     %04x  ", row))+3*(at-row)) + "^^ " + firstWrong(d, at) + whereWrong(f, at)
	return fmt.Sprintf("\nwanted  %s\ngot     %s\n%s\n", part(d.Want), part(d.Got), caret)
}

// whereWrong says in which part of which frame the first wrong byte stands,
// and what the length would be, read both ways.
func whereWrong(f *check.Failure, at int) string {
	if f.Role == "call" || f.Differs.Conn == "" {
		return "" // what a caller says is not framed
	}
	p, ok := wire.Locate(f.Frames, f.Differs.Want, at)
	if !ok {
		return ""
	}
	where := fmt.Sprintf(", in the %s of frame %d", p.Part, p.Frame)
	if at < headerSize && len(f.Differs.Got) >= headerSize {
		where += "\n" + lengths(f.Differs)
	}
	return where
}

const headerSize = 4 // bytes of a length

// lengths says both lengths, wanted and got.
func lengths(d *check.Difference) string {
	return fmt.Sprintf("the length: wanted %d, got %d; with the highest byte first that is %d",
		int32(binary.LittleEndian.Uint32(d.Want)), int32(binary.LittleEndian.Uint32(d.Got)), int32(binary.BigEndian.Uint32(d.Got)))
}

// firstWrong says in words what stands at the first byte that differs.
func firstWrong(d *check.Difference, at int) string {
	name := func(b []byte) string {
		switch {
		case at >= len(b):
			return "nothing more"
		case ' ' < b[at] && b[at] <= '~':
			return fmt.Sprintf("%02x '%c'", b[at], b[at])
		}
		return fmt.Sprintf("%02x", b[at])
	}
	return fmt.Sprintf("byte %d: wanted %s, got %s", at, name(d.Want), name(d.Got))
}

func bytesInWords(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}
