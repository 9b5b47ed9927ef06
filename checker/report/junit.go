package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"socketworkshop/checker/class"
)

// The elements of JUnit's XML, as testmoapp/junitxml describes them. There is no
// standard.
type (
	junit struct {
		XMLName xml.Name `xml:"testsuites"`
		junitCount
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		junitCount
		Properties []junitProperty `xml:"properties>property,omitempty"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitCount struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Time     span   `xml:"time,attr"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string    `xml:"name,attr"`
		Class   string    `xml:"classname,attr"`
		Time    span      `xml:"time,attr"`
		Failure *junitWhy `xml:"failure"`
		Error   *junitWhy `xml:"error"`
		Skipped *junitWhy `xml:"skipped"`
		Stderr  string    `xml:"system-err,omitempty"`
	}
	junitWhy struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// A span is a time in seconds.
type span float64

// MarshalText writes microseconds, too.
func (s span) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%f", float64(s)), nil }

// writeJUnit writes a suite for each student and lesson.
func writeJUnit(w io.Writer, g *class.Grading, p Plan) error {
	out := junit{junitCount: junitCount{Name: "checker"}}
	for _, paper := range p.papers(g) {
		s := newJUnitSuite(paper)
		out.Suites = append(out.Suites, s)
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Errors += s.Errors
		out.Skipped += s.Skipped
		out.Time += s.Time
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func newJUnitSuite(p paper) junitSuite {
	s := junitSuite{junitCount: junitCount{Name: p.lesson}}
	if p.student != "" {
		s.Name = Printable(p.student) + "." + p.lesson
	}
	if p.result != nil {
		s.Time = span(p.result.Seconds)
		s.Properties = []junitProperty{{"seed", fmt.Sprint(p.result.Seed)}}
	}
	for _, f := range p.findings {
		c := newJUnitCase(&p, f)
		c.Class = s.Name
		s.Cases = append(s.Cases, c)
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	return s
}

func newJUnitCase(p *paper, f finding) junitCase {
	c := junitCase{Name: Printable(f.Name + ": " + f.Claim), Time: span(f.Seconds)}
	if f.Name == builds && p.result != nil {
		c.Time = span(p.result.Build.Seconds)
	}
	why := &junitWhy{Message: Printable(f.why), Type: f.cause()}
	switch {
	case f.kind == failed:
		c.Failure, why.Text = why, p.text(f)
		if f.Failure != nil {
			c.Stderr = clip(Printable(f.Failure.Stderr), textMost)
		}
	case f.kind == unjudged:
		c.Error = why
	case f.kind != passed:
		c.Skipped, why.Type = why, ""
	}
	return c
}
