package main

import (
	"fmt"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/report"
)

const (
	rowBytes  = 16
	eventRows = 3  // rows shown of one part of an event
	wireRows  = 20 // rows shown of a transcript
	noteWidth = 60 // characters shown of the words that a program was started with
)

// A row is a line of a transcript.
type row struct {
	text  string
	event int // the index of the entry it belongs to
	wrong bool
}

// transcript shows what went over the wire, in the order of time. Of one that
// is long it shows the part around the entry in focus, and all when verbose.
func (a *app) transcript(entries []check.Entry, focus int) string {
	var rows []row
	for i, e := range entries {
		for _, line := range a.entryLines(e) {
			rows = append(rows, row{line, i, strings.HasSuffix(line, a.words.In(wrongByte))})
		}
	}
	if a.verbose || len(rows) <= wireRows {
		return texts(rows)
	}
	at := focusRow(rows, focus)
	from, to := report.Window(len(rows), at, wireRows-2)
	for i := from; i <= at; i++ { // better from the beginning of an entry
		if i == 0 || rows[i-1].event != rows[i].event {
			from = i
			break
		}
	}
	return a.leftOut(from, "before") + texts(rows[from:to]) + a.leftOut(len(rows)-to, "behind")
}

// focusRow returns which row matters most: the caret, or the last one of the
// entry in focus.
func focusRow(rows []row, focus int) int {
	if i := slices.IndexFunc(rows, func(r row) bool { return r.wrong }); i >= 0 {
		return i
	}
	at := len(rows) - 1
	for i, r := range rows {
		if r.event == focus {
			at = i
		}
	}
	return at
}

func texts(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r.text + "\n")
	}
	return b.String()
}

func (a *app) leftOut(n int, where string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return a.words.In(fmt.Sprintf("[1 line %s; -v shows all]\n", where))
	}
	return a.words.In(fmt.Sprintf("[%d lines %s; -v shows all]\n", n, where))
}

// entryLines shows one event. Offsets count the bytes of one direction of a
// connection from its beginning.
func (a *app) entryLines(e check.Entry) []string {
	head := fmt.Sprintf("%7.1f ms  ", e.At*1000)
	if len(e.Parts) == 0 {
		return []string{head + a.noteLine(e)}
	}
	head = fmt.Sprintf("%s%s ", head, e.Way())
	blank := strings.Repeat(" ", language.Columns(head))
	var lines []string
	for _, p := range e.Parts {
		for _, line := range a.partLines(p) {
			lines = append(lines, head+line)
			head = blank
		}
	}
	if e.Unread > 0 {
		lines = append(lines, blank+a.words.In(fmt.Sprintf("[%s of this the program has not read]", report.Bytes(e.Unread))))
	}
	return lines
}

func (a *app) noteLine(e check.Entry) string {
	note := []rune(report.Printable(a.words.In(e.Note)))
	if strings.HasPrefix(e.Note, "starts ") && len(note) > noteWidth && !a.verbose {
		note = append(note[:noteWidth:noteWidth], []rune(" ...")...)
	}
	return language.Join(a.words.In(e.Who()), string(note))
}

const wrongByte = "^^ the first wrong byte"

// partLines shows a part: its first rows or those around the first wrong byte,
// and all when verbose.
func (a *app) partLines(p check.Part) []string {
	most := eventRows
	if a.verbose {
		most = len(p.Bytes)
	}
	d := report.NewDump(p, rowBytes, most)
	var lines []string
	if d.Before > 0 {
		lines = append(lines, a.words.In(fmt.Sprintf("[%s before]", report.Bytes(d.Before))))
	}
	for i, r := range d.Rows {
		line := r.String()
		if i == 0 && p.Label != "" {
			line += "  " + a.words.In(p.Label)
		}
		lines = append(lines, line)
		if caret := r.Caret(); caret != "" {
			lines = append(lines, strings.TrimSuffix(caret, "^^")+a.words.In(wrongByte))
		}
	}
	if d.After > 0 {
		lines = append(lines, a.words.In(fmt.Sprintf("[%s more]", report.Bytes(d.After))))
	}
	return lines
}
