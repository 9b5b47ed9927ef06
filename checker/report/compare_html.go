package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
)

// A comparePage is the template's data. Its strings may hold anything a student
// wrote.
type comparePage struct {
	Title, Dir, Output, Passed, Summary, Unread string
	Seed                                        uint64
	Checks                                      []compareCheck
	Mistakes                                    []compareMistake
	Tables                                      []compareTable
	Functions                                   []compareFunction
}

type compareCheck struct {
	Step                                   int
	Claim, Sign, Class, Student, Reference string
}

type compareMistake struct{ Check, Name, Message string }

type compareTable struct {
	BesideTable
	ID string
}

type compareFunction struct {
	ID, Name, Change       string // ID is "" where there is nothing to see
	MinePlace, TheirsPlace string
	Mine, Theirs           []markedLine
}

// A markedLine is a line of a function; Changed where the other side has it
// otherwise.
type markedLine struct {
	Text    string
	Changed bool
}

// CompareHTML writes a page that needs nothing else: a student's program beside the
// reference. It is well-formed XML too. The errors are those of w, and of a lesson
// whose text cannot be read.
func CompareHTML(w io.Writer, l lesson.Lesson, c *class.Comparison) error {
	title, err := l.Title()
	if err != nil {
		return err
	}
	passed, reference := c.Passed()
	p := comparePage{
		Title: l.Short() + ", " + title + ": a program beside the reference", Dir: c.Dir,
		Seed: c.Seed, Output: c.Build.Output, Summary: CodeSummary(c), Unread: c.Unread,
		Passed: fmt.Sprintf("%d of %d pass; of the reference %d.", passed, len(c.Checks), reference),
	}
	for _, k := range c.Checks {
		p.Checks = append(p.Checks, compareCheck{k.Step, k.Claim, signs[k.Student.Verdict], tone(k.Student.Verdict), Took(k.Student), Took(k.Reference)})
		if k.Student.Verdict == check.Fail {
			p.Mistakes = append(p.Mistakes, compareMistake{k.Name, MistakeName(k.Student), k.Student.Message})
		}
	}
	for i, t := range Beside(c) {
		t.Title = strings.ToUpper(t.Title[:1]) + t.Title[1:]
		p.Tables = append(p.Tables, compareTable{t, fmt.Sprintf("figures-%d", i)})
	}
	for i, f := range c.Functions {
		p.Functions = append(p.Functions, newCompareFunction(i, f))
	}
	return fill(w, language.Catalogue{}, "compare.html", p)
}

// tone returns the class of a verdict's colour.
func tone(v check.Verdict) string {
	switch v {
	case check.Pass:
		return "good"
	case check.Fail:
		return "bad"
	}
	return "dull"
}

// MistakeName returns the name of the mistake that failed a check, or says that
// the evidence does not decide.
func MistakeName(o class.Outcome) string {
	if o.Mistake == "" {
		return "not sure which mistake this is"
	}
	return o.Mistake
}

func newCompareFunction(i int, f class.ComparedFunction) compareFunction {
	c := compareFunction{Name: f.Name(), Change: ChangeText(f)}
	if f.Change == class.Same {
		return c
	}
	c.ID = fmt.Sprintf("function-%d", i)
	var mine, theirs string
	if f.Student != nil {
		mine, c.MinePlace = f.Student.Source, fmt.Sprintf("%s:%d", f.Student.File, f.Student.Line)
	}
	if f.Reference != nil {
		theirs, c.TheirsPlace = f.Reference.Source, fmt.Sprintf("%s:%d", f.Reference.File, f.Reference.Line)
	}
	c.Mine, c.Theirs = marked(mine, theirs)
	return c
}

// marked returns the lines of two texts; what only one has is marked.
func marked(mine, theirs string) (left, right []markedLine) {
	left, right = unmarked(mine), unmarked(theirs)
	if mine == "" || theirs == "" {
		return left, right
	}
	i, j, begun := 0, 0, false // the lines that come next, and whether they do
	for _, line := range strings.Split(string(diff.Diff("mine", []byte(mine), "theirs", []byte(theirs))), "\n") {
		switch {
		case strings.HasPrefix(line, "@@ "):
			var of int
			_, _ = fmt.Sscanf(line, "@@ -%d,%d +%d,", &i, &of, &j) // it is written so
			i, j, begun = i-1, j-1, true
		case !begun: // the names of the two
		case strings.HasPrefix(line, "-"):
			left[i].Changed = true
			i++
		case strings.HasPrefix(line, "+"):
			right[j].Changed = true
			j++
		default:
			i, j = i+1, j+1
		}
	}
	return left, right
}

func unmarked(text string) (all []markedLine) {
	if text == "" {
		return nil
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		all = append(all, markedLine{Text: line})
	}
	return all
}
