package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
)

// A scope is what Gradescope is told.
type scope struct {
	Output string
	Tests  []struct {
		Name, Status string
		Score        int
		Most         int `json:"max_score"`
	}
}

// says returns what it says of test i.
func (s scope) says(i int) string {
	t := s.Tests[i]
	return fmt.Sprintf("%s: %s %d/%d", strings.SplitN(t.Name[len("lesson12, "):], ":", 2)[0], t.Status, t.Score, t.Most)
}

// A fifty is what check50 says.
type fifty struct {
	Results []struct {
		Name       string
		Passed     *bool
		Dependency *string
		Cause      *struct{ Error *struct{ Type string } }
	}
}

// says returns what it says of test i.
func (f fifty) says(i int) string {
	r := f.Results[i]
	said := r.Name + ": null"
	if r.Passed != nil {
		said = fmt.Sprintf("%s: %t", r.Name, *r.Passed)
	}
	if r.Dependency != nil {
		said += " after " + *r.Dependency
	}
	if r.Cause != nil && r.Cause.Error != nil {
		said += ", " + r.Cause.Error.Type
	}
	return said
}

// TestCauses holds each form against what it has to make of each cause.
func TestCauses(t *testing.T) {
	g := everyCause()
	p := planOf(g)
	var s scope
	var f fifty
	decode(t, render(t, "gradescope", g, p), &s)
	decode(t, render(t, "check50", g, p), &f)
	junit := string(render(t, "junit", g, p))
	for i, want := range []struct{ name, gradescope, check50, junit string }{
		{"builds", "passed 0/0", "true", ""},
		{"1-good", "passed 1/1", "true after builds", ""},
		{"2-wrong", "failed 0/1", "false after builds", `<failure message="alice heard`},
		{"3-after", "failed 0/1", "null after 2-wrong", `<skipped message="not run: needs 2-wrong"`},
		{"3-later", "failed 0/1", "null after 3-after", `<skipped message="not run: needs 3-after"`},
		{"4-step", "failed 0/1", "null after builds", `<skipped message="not run: needs step 5`},
		{"5-elsewhere", "passed 0/0", "null after builds", `<skipped message="this machine has no IPv6"`},
		{"6-machine", "failed 0/1", "null after builds, CheckerError", `<error message="the machine is too slow to judge" type="checker"`},
		{"6-after", "failed 0/1", "null after 6-machine", `<skipped message="not run: needs 6-machine"`},
		{"7-weather", "failed 0/1", "null after builds", `<error message="` + check.NeverFired + `" type="inconclusive"`},
	} {
		if got := s.says(i); got != want.name+": "+want.gradescope {
			t.Errorf("Gradescope: %s, want %s: %s", got, want.name, want.gradescope)
		}
		if got := f.says(i); got != want.name+": "+want.check50 {
			t.Errorf("check50: %s, want %s: %s", got, want.name, want.check50)
		}
		_, own, _ := strings.Cut(junit, `name="`+want.name+`:`)
		own, _, _ = strings.Cut(own, `<testcase `)
		if !strings.Contains(own, want.junit) || want.junit == "" && strings.Contains(own, "message=") {
			t.Errorf("JUnit's %s is %s, want %s", want.name, own, want.junit)
		}
	}
	if !strings.Contains(s.Output, "For the instructor") {
		t.Errorf("Gradescope's note is %q", s.Output)
	}
}

// TestWhatIsNotJudgedHasNoScore wants no score, and in Classroom 50 no file.
func TestWhatIsNotJudgedHasNoScore(t *testing.T) {
	g := everyCause()
	p := planOf(g)
	if err := Write(&bytes.Buffer{}, "classroom50", g, p); err == nil || !strings.Contains(err.Error(), "6-machine") {
		t.Errorf("Classroom 50 gets a score for what could not be judged: %v", err)
	}
	if got := strings.Split(string(render(t, "csv", g, p)), "\n")[1]; !strings.HasSuffix(got, ",0,,8") {
		t.Errorf("the row is %s, want no score, of 8", got)
	}
	render(t, "class", g, p)
}

func decode(t *testing.T, text []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

// TestNothingToCheck holds the forms against programs that were not run.
func TestNothingToCheck(t *testing.T) {
	judged := everyCause()
	p := planOf(judged)
	for name, c := range map[string]struct {
		student class.Student
		row     string // how the row of the CSV ends
		junit   string
		score   bool
	}{
		"not built":  {class.Student{Results: []*check.Result{{Build: check.Build{Output: "server.go:1: no"}}}}, ",0,0,9", `type="build">the program does not build&#xA;&#xA;server.go:1: no`, true},
		"not there":  {class.Student{Results: []*check.Result{nil}}, ",0,0,9", `<failure message="nothing was handed in"`, true},
		"no machine": {class.Student{Results: []*check.Result{{Problem: "no compiler"}}}, ",0,,9", `<error message="no compiler" type="checker"`, false},
		"no zip":     {class.Student{Problem: "the zip is damaged"}, ",0,,9", `<error message="the zip is damaged"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := &class.Grading{Lessons: judged.Lessons, Students: []class.Student{c.student}}
			if got := strings.Split(string(render(t, "csv", g, p)), "\n")[1]; !strings.HasSuffix(got, c.row) {
				t.Errorf("the row is %s, want %s at its end", got, c.row)
			}
			if got := string(render(t, "junit", g, p)); !strings.Contains(got, c.junit) || strings.Count(got, "<skipped") != 9 {
				t.Errorf("JUnit says %s, want %s", got, c.junit)
			}
			render(t, "gradescope", g, p)
			render(t, "check50", g, p)
			render(t, "class", g, p)
			if err := Write(&bytes.Buffer{}, "classroom50", g, p); (err == nil) != c.score {
				t.Errorf("Classroom 50: %v, want a score: %t", err, c.score)
			}
		})
	}
}
