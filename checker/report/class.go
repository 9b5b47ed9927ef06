package report

import (
	"fmt"
	"io"
	"strings"

	"socketworkshop/checker/class"
	"socketworkshop/checker/language"
)

// classPage is the template's data. Its strings may hold anything a program said
// and any name that a folder can have.
type classPage struct {
	Title   string
	Sandbox []string
	Columns []column
	Rows    []classRow
	Bars    []bars
	Lessons []classLesson
	Without int // failures that are shown without their drawing
}

// A column of the matrix is a lesson.
type column struct{ Number, Short, Title string }

// A classRow is a student.
type classRow struct {
	Name, Problem string
	Changed       []string
	Cells         []cell
	Score         string
}

// A cell is a lesson of a student.
type cell struct {
	Sign, Word string // "✓", "5/9"; and the same in words
	Class      string // of the style: pass, fail, skip or unknown
	Link       string // to the story, or ""
}

// writeClass writes one page about a class that needs nothing else: no script,
// no other file. Its size is bounded by how much is shown of each failure, and
// by drawnMost for all drawings together.
func writeClass(w io.Writer, g *class.Grading, p Plan) error {
	papers := p.papers(g)
	page := classPage{
		Title:   fmt.Sprintf("%s, %s", count(len(g.Students), "student"), count(len(g.Lessons), "lesson")),
		Sandbox: g.Sandbox, Bars: []bars{stalls(g, papers), hardest(papers), mistakes(papers)},
	}
	for i, name := range g.Lessons {
		short, _, _ := strings.Cut(name, "-")
		page.Columns = append(page.Columns, column{strings.TrimPrefix(short, "lesson"), short, p.Lessons[name].Title})
		page.Lessons = append(page.Lessons, stories(papers, i, len(g.Lessons)))
	}
	page.Without = draw(page.Lessons)
	for i, s := range g.Students {
		page.Rows = append(page.Rows, newClassRow(s, i, papers[i*len(g.Lessons):(i+1)*len(g.Lessons)]))
	}
	return fill(w, language.Catalogue{}, "class.html", page) // instructors' forms are English
}

func newClassRow(s class.Student, i int, papers []paper) classRow {
	row := classRow{Name: s.Name, Problem: s.Problem, Changed: s.Changed}
	score, most, judged := 0, 0, true
	for _, p := range papers {
		c := newCell(p)
		if p.story() >= 0 {
			c.Link = "#" + storyID(i, &p)
		}
		row.Cells = append(row.Cells, c)
		score, most, judged = score+p.score, most+p.most, judged && p.judged
	}
	if row.Score = fmt.Sprintf("%d/%d", score, most); !judged {
		row.Score += "?"
	}
	return row
}

func newCell(p paper) cell {
	tried, good := 0, 0
	for _, f := range p.findings[1:] {
		if f.kind != exempt {
			tried++
		}
		if f.kind == passed {
			good++
		}
	}
	counts := fmt.Sprintf("%d/%d", good, tried)
	words := fmt.Sprintf("%d of %s pass", good, count(tried, "check"))
	build := p.findings[0]
	switch {
	case p.result == nil && build.kind == failed:
		return cell{Sign: "–", Word: build.why, Class: "skip"}
	case build.kind == failed:
		return cell{Sign: "✗ build", Word: build.why, Class: "fail"}
	case build.kind == unjudged:
		return cell{Sign: "?", Word: "could not be judged", Class: "unknown"}
	case good == tried:
		return cell{Sign: "✓", Word: words, Class: "pass"}
	case !p.judged:
		return cell{Sign: "? " + counts, Word: words + ", not all could be judged", Class: "unknown"}
	}
	return cell{Sign: "✗ " + counts, Word: words, Class: "fail"}
}

// count returns n things in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
