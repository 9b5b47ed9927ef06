package report

import (
	"cmp"
	"fmt"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

const (
	entryRow   = 8  // bytes a row, so that a row fits on a phone
	partRows   = 6  // rows of one part of an event
	entryLines = 32 // lines below an event
	lineWidth  = 44 // characters
)

// An item is an event in words, for the diagram and the list alike.
type item struct {
	Time    string   // "20.8 ms"
	What    string   // "alice to the program: 40 bytes"
	Short   string   // the same beside an arrow: "alice: 40 bytes"
	Lines   []string // the bytes and what they are
	Partial bool     // the program has not read all of it
	Wrong   bool     // the first wrong byte is in it

	entry check.Entry
}

func newItem(words language.Catalogue, e check.Entry) item {
	i := item{Time: fmt.Sprintf("%.1f ms", e.At*1000), Partial: e.Unread > 0, Wrong: e.Wrong, entry: e}
	if len(e.Parts) == 0 {
		i.What = language.Join(words.In(e.Who()), Printable(words.In(e.Note)))
		i.Short = i.What
		return i
	}
	n, program := words.In(size(e)), words.In(cmp.Or(e.Server, "the program"))
	i.Short = fmt.Sprintf("%s: %s", e.Conn, n)
	i.What = words.Sprintf("%s to %s: %s", e.Conn, program, n)
	if e.ByProgram() {
		i.Short = words.Sprintf("to %s: %s", e.Conn, n)
		i.What = words.Sprintf("%s to %s: %s", program, e.Conn, n)
	}
	for _, p := range e.Parts {
		i.Lines = append(i.Lines, partLines(words, p)...)
	}
	if extra := len(i.Lines) - entryLines; extra > 0 {
		i.Lines = append(i.Lines[:entryLines:entryLines], words.Sprintf("[%d lines more]", extra))
	}
	if e.Unread > 0 {
		i.Lines = append(i.Lines, wrap(words.In(fmt.Sprintf("%s of this the program has not read", Bytes(e.Unread))), lineWidth)...)
	}
	return i
}

func size(e check.Entry) string {
	n := Bytes(max(e.Size, len(e.Bytes)))
	if e.Datagram {
		return "a datagram of " + n
	}
	return n
}

// partLines shows a part of an event, its label above its bytes.
func partLines(words language.Catalogue, p check.Part) []string {
	d := NewDump(p, entryRow, partRows)
	var lines []string
	if p.Label != "" {
		lines = wrap(words.In(p.Label), lineWidth)
	}
	if d.Before > 0 {
		lines = append(lines, words.In(fmt.Sprintf("[%s before]", Bytes(d.Before))))
	}
	for _, r := range d.Rows {
		lines = append(lines, r.String())
		if caret := r.Caret(); caret != "" {
			lines = append(lines, caret+" "+words.In("wrong byte"))
		}
	}
	if d.After > 0 {
		lines = append(lines, words.In(fmt.Sprintf("[%s more]", Bytes(d.After))))
	}
	return lines
}

// Bytes returns a number of bytes in words.
func Bytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// wrap breaks text into lines of at most width columns, where a line may end. A
// longer word is broken as well.
func wrap(text string, width int) []string {
	var lines []string
	for _, line := range language.Wrap(text, width) {
		for runes := []rune(line); len(runes) > width; runes = []rune(line) {
			lines, line = append(lines, string(runes[:width])), string(runes[width:])
		}
		lines = append(lines, line)
	}
	return lines
}
