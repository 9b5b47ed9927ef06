package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"socketworkshop/checker/class"
)

// A gradescope is results.json as an autograder of Gradescope writes it.
// Source: Gradescope's documentation, "Autograder Specifications".
type gradescope struct {
	Score         int              `json:"score"`
	ExecutionTime int              `json:"execution_time"` // seconds
	Output        string           `json:"output,omitempty"`
	OutputFormat  string           `json:"output_format,omitempty"`
	Visibility    string           `json:"visibility"`
	Tests         []gradescopeTest `json:"tests"`
}

type gradescopeTest struct {
	Score        int      `json:"score"`
	Most         int      `json:"max_score"`
	Status       string   `json:"status"`
	Name         string   `json:"name"`
	NameFormat   string   `json:"name_format"`
	Number       string   `json:"number"` // the lesson's and the step's: "7.2"
	Output       string   `json:"output"`
	OutputFormat string   `json:"output_format"`
	Tags         []string `json:"tags,omitempty"`
	Visibility   string   `json:"visibility"`
}

// writeGradescope writes what came of one student's work. What could not be
// judged has no points, and a note says that this is not the student's doing.
func writeGradescope(w io.Writer, g *class.Grading, p Plan) error {
	if err := onlyStudent(g, "gradescope"); err != nil {
		return err
	}
	out := gradescope{Visibility: "visible", Tests: []gradescopeTest{}}
	var seconds float64
	var lost []string
	for _, paper := range p.papers(g) {
		out.Score += paper.score
		if paper.result != nil {
			seconds += paper.result.Seconds
		}
		if !paper.judged {
			lost = append(lost, paper.short())
		}
		for _, f := range paper.findings {
			out.Tests = append(out.Tests, newGradescopeTest(paper, f))
		}
	}
	out.ExecutionTime = int(math.Ceil(seconds))
	if len(lost) > 0 {
		out.OutputFormat = "text"
		out.Output = fmt.Sprintf("Not all of %s could be judged. That is not the program's failure. For the instructor: run the autograder again for this submission.",
			strings.Join(lost, ", "))
	}
	return encode(w, out)
}

func newGradescopeTest(p paper, f finding) gradescopeTest {
	t := gradescopeTest{
		Score: f.score, Most: f.most, Status: "failed", Name: f.title(p), NameFormat: "text",
		Number: fmt.Sprintf("%d.%d", p.asked.Number, f.Step), Output: p.text(f), OutputFormat: "text", Visibility: "visible",
	}
	if f.kind == passed || f.kind == exempt {
		t.Status = "passed"
	}
	if f.Failure != nil && f.Failure.Mistake != "" {
		t.Tags = []string{f.Failure.Mistake}
	}
	return t
}

// title names a finding to people: "lesson07, 2-two-callers: the claim".
func (f *finding) title(p paper) string {
	return Printable(fmt.Sprintf("%s, %s: %s", p.short(), f.Name, f.Claim))
}

// onlyStudent wants a grading of one student.
func onlyStudent(g *class.Grading, format string) error {
	if len(g.Students) != 1 {
		return fmt.Errorf("a report for %s tells of one student: want 1, got %d; choose with --student", format, len(g.Students))
	}
	return nil
}

// encode writes JSON for people to look into.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
