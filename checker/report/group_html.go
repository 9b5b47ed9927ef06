package report

import (
	"fmt"
	"io"
	"strings"

	"socketworkshop/checker/class"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
)

// A groupPage is the template's data. Its strings may hold anything a student
// wrote.
type groupPage struct {
	Title, Dir, Archive string
	Read                int
	Unread              []class.Member
	How                 string
	Groups              []groupRow
	Functions           []groupFunction
	Alike               []string
	Pairs               []groupPair
}

type groupFunction struct {
	ID, Title, Missing string
	Groups             []groupRow
}

type groupRow struct {
	Count, Who, Nearly, Like string
	Place, Specimen          string
}

type groupPair struct {
	class.Resemblance
	ID       string // "" where it is not shown side by side
	Passages []groupPassage
	More     bool // there are others
}

type groupPassage struct {
	A, B         class.Lines
	TextA, TextB string
}

const (
	pairsBeside    = 40 // pairs that stand side by side on the page
	passagesBeside = 6  // of one pair
	linesBeside    = 80 // of one passage
)

// GroupHTML writes a page that needs nothing else, with the pairs side by side.
// It is well-formed XML too. The errors are those of w, and of a lesson whose text
// cannot be read.
func GroupHTML(w io.Writer, l lesson.Lesson, g *class.Grouping) error {
	title, err := l.Title()
	if err != nil {
		return err
	}
	p := groupPage{
		Title: l.Short() + ", " + title + ": the class", Dir: g.Dir, Archive: g.Archive,
		How: HowGrouped(g.Measures), Groups: groupRows(g.Groups), Alike: HowAlike(g),
	}
	for _, m := range g.Members {
		if m.Problem != "" {
			p.Unread = append(p.Unread, m)
		} else if !m.Archive {
			p.Read++
		}
	}
	for i, v := range g.Functions {
		f := groupFunction{fmt.Sprintf("function-%d", i), v.Name, strings.Join(v.Missing, ", "), groupRows(v.Groups)}
		if v.Name == "" {
			f.Title = "Functions of their own that several have"
		}
		p.Functions = append(p.Functions, f)
	}
	for i, r := range g.Pairs {
		p.Pairs = append(p.Pairs, newGroupPair(i, r))
	}
	return fill(w, language.Catalogue{}, "group.html", p)
}

func groupRows(groups []class.Group) (rows []groupRow) {
	for _, g := range groups {
		row := groupRow{Count: HowMany(g), Who: strings.Join(g.Alike, ", "), Nearly: strings.Join(g.Near, ", "), Like: LikeWhat(g)}
		if f := g.Source; f != nil && g.As != class.AsSkeleton {
			row.Place, row.Specimen = fmt.Sprintf("as %s has it at %s:%d", g.Specimen, f.File, f.Line), f.Source
		}
		rows = append(rows, row)
	}
	return rows
}

func newGroupPair(i int, r class.Resemblance) groupPair {
	p := groupPair{Resemblance: r, More: len(r.Matches) > passagesBeside}
	if i >= pairsBeside {
		return p
	}
	p.ID = fmt.Sprintf("pair-%d", i)
	for _, m := range r.Matches[:min(passagesBeside, len(r.Matches))] {
		p.Passages = append(p.Passages, groupPassage{
			m.A, m.B, Shortened(m.A.Text(), linesBeside), Shortened(m.B.Text(), linesBeside),
		})
	}
	return p
}
