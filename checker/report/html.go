// Package report puts the result of a run into the form that others read: a
// page for people. Forms for other programs have their place here as well.
package report

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
)

// A Lesson is what a report tells of one lesson.
type Lesson struct {
	Lesson  lesson.Lesson
	Result  *check.Result
	Command string // how the reader starts the checker: "go run ./checker"
}

//go:embed *.html
var pages embed.FS

// page is the template's data. Its strings may hold anything a program said.
type page struct {
	Lang    string
	Title   string
	Lessons []section
}

type section struct {
	ID, Name, Title string
	Summary         string
	Result          *check.Result
	Checks          []outcome
	Failures        []failure
}

// An outcome is a line of the list of checks.
type outcome struct {
	check.Check
	Sign, Word string
	Link       string // to the failure, or ""
}

type failure struct {
	*check.Failure
	ID, Name, Claim string
	Wires           []wired
	Difference      string
	Places          []Place
	Read, Again     string
}

// A wired is what came over the wire in one run.
type wired struct {
	Title   string
	Diagram diagram
}

// HTML writes one page that needs nothing else: no script, no other file. All
// lessons are sections of it, and its words are in the language of the catalogue.
// It is well-formed XML too. The errors are those of
// w, and of a lesson whose text cannot be read.
func HTML(w io.Writer, words language.Catalogue, all []Lesson) error {
	p := page{Lang: cmp.Or(words.Tag(), "en")}
	var titles []string
	for _, l := range all {
		s, err := newSection(words, l)
		if err != nil {
			return err
		}
		p.Lessons = append(p.Lessons, s)
		titles = append(titles, l.Lesson.Short()+": "+words.In(s.Summary))
	}
	p.Title = strings.Join(titles, "; ")
	return fill(w, words, "page.html", p)
}

// fill writes a page.
func fill(w io.Writer, words language.Catalogue, name string, data any) error {
	t, err := template.New(name).Funcs(template.FuncMap{"in": words.In, "sentence": words.Sentence}).ParseFS(pages, name, "parts.html", "sheet.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return err
	}
	// Whatever a program said and wherever it stands, no control character of
	// it is left.
	_, err = io.WriteString(w, Printable(b.String()))
	return err
}

func newSection(words language.Catalogue, l Lesson) (section, error) {
	title, err := l.Lesson.Title()
	if err != nil {
		return section{}, err
	}
	s := section{ID: l.Lesson.Short(), Name: l.Lesson.Name, Title: title, Result: l.Result, Summary: summary(l.Result)}
	for i := range l.Result.Checks {
		c := &l.Result.Checks[i]
		o := outcome{Check: *c, Sign: signs[c.Verdict], Word: words.In(verdicts[c.Verdict])}
		if c.Failure != nil {
			f := newFailure(words, l, c)
			o.Link = "#" + f.ID
			s.Failures = append(s.Failures, f)
		}
		s.Checks = append(s.Checks, o)
	}
	return s, nil
}

func newFailure(words language.Catalogue, l Lesson, c *check.Check) failure {
	f := failure{
		Failure: c.Failure, ID: l.Lesson.Short() + "-" + c.Name, Name: c.Name, Claim: c.Claim,
		Difference: Difference(words, c.Failure, entryRow), Places: Places(words, c.Failure, l.Result.Dir),
		Read:  filepath.ToSlash(filepath.Join("lessons", l.Lesson.Name, filepath.Base(l.Lesson.Readme()))),
		Again: l.Command + " " + strings.TrimPrefix(c.Failure.Rerun, "checker "),
	}
	if title := l.Lesson.StepTitle(c.Step); title != "" {
		f.Read += words.Sprintf(", \"%s\"", title)
	}
	entries, focus := c.Failure.Transcript()
	f.Wires = []wired{{words.In("The wire"), newDiagram(words, f.ID, entries, focus, mostItems)}}
	if passed := c.Failure.WhenPassed(); len(passed) > 0 {
		f.Wires = append(f.Wires, wired{words.In("The wire when it passed"), newDiagram(words, f.ID+"-passed", passed, len(passed)-1, mostItems)})
	}
	return f
}

// signs and verdicts show a verdict, so that no colour is needed to tell it.
var (
	signs    = map[check.Verdict]string{check.Pass: "✓", check.Fail: "✗", check.Skip: "–", check.Unknown: "?"}
	verdicts = map[check.Verdict]string{
		check.Pass: "passed", check.Fail: "failed", check.Skip: "skipped", check.Unknown: "could not be judged",
	}
)

// summary says what came of a lesson in a few words.
func summary(r *check.Result) string {
	count := map[check.Verdict]int{}
	for _, c := range r.Checks {
		count[c.Verdict]++
	}
	switch {
	case r.Problem != "":
		return "could not be judged"
	case !r.Build.OK:
		return "does not build"
	case count[check.Fail] > 0:
		return fmt.Sprintf("%d of %d checks failed", count[check.Fail], len(r.Checks))
	case r.Verdict == check.Unknown:
		return "could not be judged in full"
	}
	return fmt.Sprintf("all %d checks passed", count[check.Pass])
}
