package main

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

// printClass shows a class: as JSON, or as a table of students and lessons with
// what is to be said of them below.
func (a *app) printClass(g *class.Graded, points class.Points, out string) error {
	if a.json {
		if err := g.WriteJSON(a.out); err != nil {
			return err
		}
	}
	t := newClassTable(g.Lessons, points, a.paint)
	for s, err := range g.Students() {
		if err == nil {
			err = t.add(s)
		}
		if err != nil {
			return err
		}
	}
	if !t.judged {
		a.status = statusUnknown
	}
	if a.json {
		return nil
	}
	t.print(a)
	fmt.Fprintf(a.out, "\n%d programs were judged, %d had not changed since they were. The results are in %s.\n", g.Judged, g.Kept, oneLine(out))
	for _, words := range g.Sandbox {
		fmt.Fprintln(a.out, report.Printable(words))
	}
	return nil
}

// A classTable is a class without its results.
type classTable struct {
	points  class.Points
	lessons []lesson.Lesson
	paint   palette
	rows    [][]cell
	notes   []string
	judged  bool // every submission
}

// A cell is a text and how it is painted.
type cell struct {
	text  string
	paint func(...any) string
}

func newClassTable(lessons []lesson.Lesson, points class.Points, paint palette) *classTable {
	head := []cell{{"student", paint.head}}
	for _, l := range lessons {
		head = append(head, cell{strings.TrimPrefix(l.Short(), "lesson"), paint.head})
	}
	return &classTable{points: points, lessons: lessons, paint: paint, judged: true, rows: [][]cell{append(head, cell{"points", paint.head})}}
}

// add takes in a student.
func (t *classTable) add(s class.Student) error {
	row := []cell{{oneLine(s.Name), plain}}
	got, most := 0, 0
	for i, r := range s.Results {
		worth, err := t.points.Max(t.lessons[i])
		if err != nil {
			return err
		}
		got, most = got+t.points.Got(r), most+worth
		row = append(row, t.cell(r))
		if r != nil {
			t.noteResult(s.Name+", "+t.lessons[i].Short(), r)
		}
	}
	t.rows = append(t.rows, append(row, cell{fmt.Sprintf("%d/%d", got, most), plain}))
	if s.Problem != "" {
		t.judged = false
		t.note("!", s.Name, s.Problem)
	}
	for _, name := range s.Changed {
		t.note("~", s.Name, name+" differs from the workshop's own")
	}
	return nil
}

func plain(words ...any) string { return fmt.Sprint(words...) }

// cell shows a result in a few letters.
func (t *classTable) cell(r *check.Result) cell {
	switch {
	case r == nil:
		return cell{"–", t.paint.dull}
	case r.Verdict == check.Pass:
		return cell{"✓", t.paint.good}
	case r.Verdict == check.Unknown || !r.Build.OK:
		return cell{"!", t.paint.bad}
	}
	passed := 0
	for _, c := range r.Checks {
		if c.Verdict == check.Pass {
			passed++
		}
	}
	return cell{fmt.Sprintf("%d/%d", passed, len(r.Checks)), plain}
}

// noteResult says why a result is no number.
func (t *classTable) noteResult(who string, r *check.Result) {
	switch {
	case r.Verdict == check.Unknown:
		t.judged = false
		t.note("!", who, "it could not be judged: "+whyUnknown(r))
	case !r.Build.OK:
		first, _, _ := strings.Cut(strings.TrimSpace(r.Build.Output), "\n")
		t.note("!", who, "it was not built: "+first)
	}
}

// whyUnknown returns the first reason for which a result says nothing.
func whyUnknown(r *check.Result) string {
	if r.Problem != "" {
		return r.Problem
	}
	for _, c := range r.Checks {
		if c.Verdict == check.Unknown {
			return c.Name + ": " + c.Reason
		}
	}
	return "nothing is known"
}

// note adds a line below the table. Nothing in it begins another line.
func (t *classTable) note(sign, who, text string) {
	t.notes = append(t.notes, sign+" "+oneLine(who+": "+text))
}

// oneLine returns text that stays on its line.
func oneLine(text string) string {
	return strings.Join(strings.Fields(report.Printable(text)), " ")
}

// print prints the table and the notes.
func (t *classTable) print(a *app) {
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(c.text))
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, c := range row {
			line.WriteString(c.paint(c.text) + strings.Repeat(" ", widths[i]-uniseg.StringWidth(c.text)+2))
		}
		fmt.Fprintln(a.out, strings.TrimRight(line.String(), " "))
	}
	if len(t.notes) > 0 {
		fmt.Fprintln(a.out)
	}
	for _, note := range t.notes {
		fmt.Fprintln(a.out, note)
	}
}
