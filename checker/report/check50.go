package report

import (
	"errors"
	"io"
	"strings"

	"socketworkshop/checker/class"
)

// A check50 is the JSON that check50 writes of one problem. Source: check50,
// internal.py and _api.py.
type check50 struct {
	Slug    string        `json:"slug"`
	Results []check50Test `json:"results"`
	Version string        `json:"version"`
}

type check50Test struct {
	Name        string         `json:"name"`
	Description string         `json:"description"`
	Passed      *bool          `json:"passed"` // nil where it was not run or not judged
	Log         []string       `json:"log"`
	Cause       *check50Cause  `json:"cause"`
	Data        map[string]any `json:"data"`
	Dependency  *string        `json:"dependency"`
}

type check50Cause struct {
	Rationale string        `json:"rationale"`
	Help      string        `json:"help,omitempty"`
	Expected  string        `json:"expected,omitempty"`
	Actual    string        `json:"actual,omitempty"`
	Error     *check50Error `json:"error,omitempty"`
}

type check50Error struct {
	Type      string         `json:"type"`
	Value     string         `json:"value"`
	Traceback []string       `json:"traceback"`
	Data      map[string]any `json:"data"`
}

const check50Version = "3.3.11" // whose form this is

// writeCheck50 writes what came of one lesson of one student.
func writeCheck50(w io.Writer, g *class.Grading, p Plan) error {
	if err := onlyStudent(g, "check50"); err != nil {
		return err
	}
	if len(g.Lessons) != 1 {
		return errors.New("a report for check50 tells of one lesson; choose with --lesson")
	}
	paper := p.papers(g)[0]
	out := check50{Slug: paper.short(), Results: []check50Test{}, Version: check50Version}
	for _, f := range paper.findings {
		out.Results = append(out.Results, newCheck50Test(&paper, f))
	}
	return encode(w, out)
}

func newCheck50Test(p *paper, f finding) check50Test {
	t := check50Test{Name: f.Name, Description: f.Claim, Log: []string{}, Data: map[string]any{}, Cause: cause50(f)}
	if f.parent != "" {
		t.Dependency = &f.parent
	}
	if f.kind == passed || f.kind == failed {
		ok := f.kind == passed
		t.Passed = &ok
	}
	if f.kind != failed {
		return t
	}
	log := p.text(f)
	if f.Failure != nil {
		log = clip(Printable(wireText(f.Failure.Transcript())), textMost)
	}
	if log = strings.TrimRight(log, "\n"); log != "" {
		t.Log = strings.Split(log, "\n")
	}
	return t
}

// cause50 says why a check did not pass.
func cause50(f finding) *check50Cause {
	if f.kind == passed {
		return nil
	}
	c := &check50Cause{Rationale: Printable(f.why)}
	if f.Failure != nil {
		c.Help = Printable(f.Failure.Explain)
		if d := f.Failure.Differs; d != nil && len(d.Want) > 0 && len(d.Got) > 0 {
			c.Expected, c.Actual = clip(Printable(string(d.Want)), textMost), clip(Printable(string(d.Got)), textMost)
		}
	}
	if f.cause() == "checker" {
		c.Error = &check50Error{Type: "CheckerError", Value: c.Rationale, Traceback: []string{}, Data: map[string]any{}}
	}
	return c
}
