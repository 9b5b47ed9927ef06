package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

const (
	mostItems = 80  // events shown of a failure
	mostLives = 6   // lifelines of the checker's persons
	panelMost = 700 // height of a drawing that fits on a sheet of paper

	bodyWidth = 300 // from the last person to the program; a line of text fits between
	lifeGap   = 96  // from one person to the next
	sideRoom  = 24  // beside the outer lifelines
	headRoom  = 34  // above the first event
	lineStep  = 14  // from one line of text to the next
	itemGap   = 14  // between events
)

// A diagram is a transcript as people draw one: lifelines, and arrows in the
// order of time. Lengths are in pixels. One that is long is drawn in parts.
type diagram struct {
	Items         []item
	Before, After string // how many events are left out there, or ""
	Panels        []panel
}

type panel struct {
	ID            string
	Title, Desc   string
	Wide          bool // too wide for a phone
	Width, Height int
	Lives         []life
	Marks         []mark
}

// A life is a lifeline.
type life struct {
	X      int
	Name   string
	Anchor string // where the name is held: start, middle or end
	TextX  int
}

// A mark is an event in a drawing.
type mark struct {
	item
	Y, From, To int    // of the arrow
	Head        string // its tip, an SVG path
	Texts       []caption
}

// A caption is a line of text in a drawing.
type caption struct {
	X, Y int
	Text string
	Bold bool
}

// newDiagram draws at most so many of the events, around the one in focus.
func newDiagram(words language.Catalogue, id string, entries []check.Entry, focus, most int) diagram {
	from, to := Window(len(entries), focus, most)
	d := diagram{Before: leftOut(from, "earlier"), After: leftOut(len(entries)-to, "later")}
	for _, e := range entries[from:to] {
		d.Items = append(d.Items, newItem(words, e))
	}
	lives := lifelines(words, d.Items)
	var marks []mark
	y := headRoom
	for _, i := range d.Items {
		m, next := newMark(i, lives, y)
		if next > panelMost && len(marks) > 0 {
			d.Panels = append(d.Panels, newPanel(words, lives, marks, y))
			marks = nil
			m, next = newMark(i, lives, headRoom)
		}
		marks, y = append(marks, m), next
	}
	if len(marks) > 0 {
		d.Panels = append(d.Panels, newPanel(words, lives, marks, y))
	}
	for i := range d.Panels {
		p := &d.Panels[i]
		p.ID = fmt.Sprintf("%s-wire-%d", id, i+1)
		p.Title = words.In("The wire, as a diagram")
		if len(d.Panels) > 1 {
			p.Title += words.Sprintf(", part %d of %d", i+1, len(d.Panels))
		}
	}
	return d
}

func leftOut(events int, where string) string {
	switch events {
	case 0:
		return ""
	case 1:
		return "1 " + where + " event is left out"
	}
	return fmt.Sprintf("%d %s events are left out", events, where)
}

// lifelines returns the checker's persons in the order in which they appear,
// and behind them the program. Those for whom there is no room share one.
func lifelines(words language.Catalogue, items []item) []life {
	var names []string
	for _, i := range items {
		if name := i.entry.Conn; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > mostLives {
		names = append(names[:mostLives-1:mostLives-1], words.In("others"))
	}
	var all []life
	for i, name := range names {
		l := life{X: sideRoom + i*lifeGap, Name: name, Anchor: "middle"}
		if l.TextX = l.X; i == 0 {
			l.Anchor, l.TextX = "start", 4
		}
		all = append(all, l)
	}
	x := sideRoom + max(len(names)-1, 0)*lifeGap + bodyWidth
	program := "the program"
	for _, i := range items {
		program = cmp.Or(i.entry.Server, program)
	}
	return append(all, life{x, words.In(program), "end", x + sideRoom - 4})
}

func newPanel(words language.Catalogue, lives []life, marks []mark, bottom int) panel {
	p := panel{
		Wide: len(lives) > 2, Width: lives[len(lives)-1].X + sideRoom, Height: bottom,
		Lives: lives, Marks: marks,
	}
	var names []string
	for _, l := range lives {
		names = append(names, l.Name)
	}
	p.Desc = words.Sprintf("Lifelines: %s. %d events, from %s to %s. The list of the same events tells all of it in words.",
		strings.Join(names, ", "), len(marks), marks[0].Time, marks[len(marks)-1].Time)
	return p
}

// newMark draws an event below y, and returns where the next may begin.
func newMark(i item, lives []life, y int) (m mark, next int) {
	program := lives[len(lives)-1].X
	left := program - bodyWidth + 6
	m = mark{item: i}
	for n, line := range wrap(i.Time+"  "+i.Short, lineWidth) {
		y += lineStep
		m.Texts = append(m.Texts, caption{left, y, line, n == 0})
	}
	y += lineStep / 2
	m.Y, m.From, m.To = y, person(lives, i.entry.Conn), program
	if i.entry.Conn == "" {
		m.From = program - lifeGap/2 // the checker itself has no lifeline
	}
	if i.entry.ByProgram() {
		m.From, m.To = m.To, m.From
	}
	m.tip(i.entry)
	y += 2
	for _, line := range i.Lines {
		y += lineStep
		m.Texts = append(m.Texts, caption{left, y, line, false})
	}
	return m, y + itemGap
}

// person returns where the lifeline of a name is.
func person(lives []life, name string) int {
	for _, l := range lives {
		if l.Name == name {
			return l.X
		}
	}
	return lives[max(len(lives)-2, 0)].X // one of the others
}

// tip draws the end of the arrow: a cross where a connection is broken off or a
// datagram lost, a bar where it is hung up or one held back, and a point for all
// else. What stays with the one who does it is no arrow.
func (m *mark) tip(e check.Entry) {
	note := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(e.Note, part) })
	}
	if note("opens a socket", "does not read", "reads again") {
		m.To = m.From + lifeGap/4
		return
	}
	if note("lost on the way", "held back") {
		m.To = (m.From + m.To) / 2
	}
	back := -8
	if m.To < m.From {
		back = 8
	}
	switch {
	case note("(reset)", "cannot dial", "lost on the way"):
		m.Head = fmt.Sprintf("M %d %d l 10 10 m 0 -10 l -10 10", m.To-5, m.Y-5)
	case note("hangs up", "(half-close)", "held back"):
		m.Head = fmt.Sprintf("M %d %d v 12 m %d -12 v 12", m.To, m.Y-6, back/2)
	default:
		m.Head = fmt.Sprintf("M %d %d L %d %d L %d %d", m.To+back, m.Y-4, m.To, m.Y, m.To+back, m.Y+4)
	}
}
