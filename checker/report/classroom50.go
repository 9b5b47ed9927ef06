package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"socketworkshop/checker/class"
)

// A Submission is what Classroom 50 calls the work that is graded. The runner
// tells it in the environment variables that are named here.
type Submission struct {
	Classroom  string    // CLASSROOM
	Assignment string    // ASSIGNMENT
	Type       string    // ASSIGNMENT_TYPE: individual or group
	Owner      string    // OWNER
	Tag        string    // SUBMISSION_TAG, which begins with submit/
	Commit     string    // COMMIT_URL
	Release    string    // RELEASE_URL
	Review     string    // REVIEW_URL; that of the commit where there is none
	Time       time.Time // of the commit, so that grading again does not change it
}

// NewSubmission reads the environment. The error names what is missing.
func NewSubmission(getenv func(string) string, committed time.Time) (Submission, error) {
	var missing []string
	need := func(name string) string {
		value := getenv(name)
		if value == "" {
			missing = append(missing, name)
		}
		return value
	}
	s := Submission{
		Classroom: need("CLASSROOM"), Assignment: need("ASSIGNMENT"), Type: need("ASSIGNMENT_TYPE"), Owner: need("OWNER"),
		Tag: need("SUBMISSION_TAG"), Commit: need("COMMIT_URL"), Release: need("RELEASE_URL"), Review: getenv("REVIEW_URL"), Time: committed,
	}
	if s.Review == "" {
		s.Review = s.Commit
	}
	switch {
	case len(missing) > 0:
		return s, fmt.Errorf("a report for classroom50 needs %s in the environment", strings.Join(missing, ", "))
	case !strings.HasPrefix(s.Tag, "submit/"):
		return s, fmt.Errorf("SUBMISSION_TAG is %q: want submit/ and more", s.Tag)
	case s.Type != "individual" && s.Type != "group":
		return s, fmt.Errorf("ASSIGNMENT_TYPE is %q: want individual or group", s.Type)
	}
	return s, nil
}

// A classroom50 is result.json, schema classroom50/result/v1.
type classroom50 struct {
	Schema     string            `json:"schema"`
	Classroom  string            `json:"classroom"`
	Assignment string            `json:"assignment"`
	Type       string            `json:"assignment_type"`
	Owner      string            `json:"owner"`
	Submission string            `json:"submission"`
	Commit     string            `json:"commit"`
	Release    string            `json:"release"`
	Review     string            `json:"review"`
	Time       string            `json:"datetime"`
	Score      int               `json:"score"`
	Most       int               `json:"max-score"`
	Tests      []classroom50Test `json:"tests"`
}

type classroom50Test struct {
	Name   string `json:"test-name"`
	Passed bool   `json:"passed"`
	Score  int    `json:"score"`
	Most   int    `json:"max-score"`
	Output string `json:"output,omitempty"`
}

// writeClassroom50 writes what came of one student's work. The form has no word
// for what could not be judged: that is an error.
func writeClassroom50(w io.Writer, g *class.Grading, p Plan) error {
	if err := onlyStudent(g, "classroom50"); err != nil {
		return err
	}
	s := p.Submission
	out := classroom50{
		Schema: "classroom50/result/v1", Classroom: s.Classroom, Assignment: s.Assignment, Type: s.Type, Owner: s.Owner,
		Submission: s.Tag, Commit: s.Commit, Release: s.Release, Review: s.Review, Time: s.Time.UTC().Format(time.RFC3339),
		Tests: []classroom50Test{},
	}
	for _, paper := range p.papers(g) {
		out.Score, out.Most = out.Score+paper.score, out.Most+paper.most
		for _, f := range paper.findings {
			if f.kind == unjudged || f.kind == blocked {
				return fmt.Errorf("%s cannot be scored for classroom50: %s: %s", paper.short(), f.Name, f.why)
			}
			if f.kind != exempt {
				out.Tests = append(out.Tests, classroom50Test{f.title(paper), f.kind == passed, f.score, f.most, paper.text(f)})
			}
		}
	}
	return encode(w, out)
}
