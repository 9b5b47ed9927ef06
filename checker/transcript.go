package main

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
)

const (
	rowBytes  = 16
	eventRows = 3  // rows shown of one event
	wireRows  = 20 // rows shown of a transcript
	noteWidth = 60 // characters shown of the words that a program was started with
)

// transcript shows what went over the wire, in the order of time: the end of
// it when it is long.
func transcript(events []check.Event) string {
	var rows []string
	offset := map[string]int{}
	for _, e := range events {
		rows = append(rows, eventLines(e, offset)...)
	}
	if extra := len(rows) - wireRows; extra > 0 {
		rows = append([]string{fmt.Sprintf("[%d rows before]", extra)}, rows[extra:]...)
	}
	return strings.Join(rows, "\n") + "\n"
}

// eventLines shows one event. Offsets count the bytes of one direction of a
// connection from its beginning.
func eventLines(e check.Event, offset map[string]int) []string {
	head := fmt.Sprintf("%7.1f ms  ", e.At*1000)
	if len(e.Bytes) == 0 {
		who := e.Conn
		switch {
		case e.From == "program":
			who = "the program (" + e.Conn + ")"
		case who == "":
			who = "the checker"
		}
		note := []rune(printable(e.Note))
		if strings.HasPrefix(e.Note, "starts ") && len(note) > noteWidth {
			note = append(note[:noteWidth:noteWidth], []rune(" ...")...)
		}
		return []string{head + who + " " + string(note)}
	}
	arrow := "→" // the checker's person says it
	if e.From == "program" {
		arrow = "←"
	}
	way := e.Conn + arrow
	at := offset[way]
	if e.Datagram {
		at = 0 // each is counted by itself
	}
	size := max(e.Size, len(e.Bytes))
	offset[way] += size
	lines := hexRows(fmt.Sprintf("%s%s %s ", head, e.Conn, arrow), e.Bytes, at)
	if shown := min(len(e.Bytes), eventRows*rowBytes); size > shown {
		lines = append(lines, fmt.Sprintf("%*s[%d bytes more]", len(head), "", size-shown))
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
func difference(d *check.Difference) string {
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
	caret := strings.Repeat(" ", len("got     0000  ")+3*(at-row)) + "^^ " + firstWrong(d, at)
	return fmt.Sprintf("\nwanted  %s\ngot     %s\n%s\n", part(d.Want), part(d.Got), caret)
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
