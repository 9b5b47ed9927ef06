package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixture returns the grading of testdata/reports, which is of real runs, and a
// plan whose checks are those of the runs.
func fixture(t *testing.T) (*class.Grading, Plan) {
	t.Helper()
	f, err := os.Open(filepath.Join(testdata(t), "class.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := Read(f, "")
	if err != nil {
		t.Fatal(err)
	}
	return g, planOf(g)
}

func testdata(t *testing.T) string {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(w.Root, "testdata", "reports")
}

// planOf is a plan with the checks that the first student's programs had.
func planOf(g *class.Grading) Plan {
	p := Plan{Lessons: map[string]Asked{}, Submission: Submission{
		Classroom: "net-2026", Assignment: "sockets", Type: "individual", Owner: "alice", Tag: "submit/2026-11-22T12-00-00Z-abc1234",
		Commit: "https://example.org/c", Release: "https://example.org/r", Review: "https://example.org/d",
		Time: time.Date(2026, 11, 22, 13, 0, 0, 0, time.FixedZone("CET", 3600)),
	}}
	for i, name := range g.Lessons {
		asked := Asked{Title: "A lesson"}
		fmt.Sscanf(name, "lesson%d", &asked.Number)
		for _, c := range g.Students[0].Results[i].Checks {
			asked.Checks = append(asked.Checks, lesson.Check{Name: c.Name, Step: c.Step, Claim: c.Claim})
		}
		p.Lessons[name] = asked
	}
	return p
}

// render returns a grading in a form that is valid.
func render(t *testing.T, format string, g *class.Grading, p Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, g, p); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	if !utf8.Valid(b.Bytes()) {
		t.Fatalf("%s is not UTF-8", format)
	}
	switch format {
	case "gradescope", "classroom50", "check50":
		followsSchema(t, format, b.Bytes())
		addsUp(t, format, b.Bytes())
	case "junit":
		followsJUnit(t, b.Bytes())
	case "csv":
		followsNbgrader(t, b.Bytes())
	case "class":
		followsHTML(t, b.String())
	}
	return b.Bytes()
}

// TestFormsOfRealRuns holds every form of the same runs against its published
// form, and against the files in testdata/reports.
func TestFormsOfRealRuns(t *testing.T) {
	g, p := fixture(t)
	p.Points = class.Points{"lesson12-struct-header": {"1-a-reply-is-a-frame": 5}}
	alice, err := Choose(g, "alice", "")
	if err != nil {
		t.Fatal(err)
	}
	one, err := Choose(alice, "", "lesson12-struct-header")
	if err != nil {
		t.Fatal(err)
	}
	for format, told := range map[string]struct {
		file string
		g    *class.Grading
	}{
		"csv": {"class.csv", g}, "junit": {"class.junit.xml", g}, "class": {"class.html", g},
		"gradescope": {"alice.gradescope.json", alice}, "classroom50": {"alice.classroom50.json", alice}, "check50": {"alice.check50.json", one},
	} {
		golden := filepath.Join(testdata(t), told.file)
		got := render(t, format, told.g, p)
		if *update {
			if err := os.WriteFile(golden, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not as in %s; see what differs, and run this test with -update", format, told.file)
		}
	}
}

// everyCause is a student with one check for each thing that can come of it.
func everyCause() *class.Grading {
	fail := failing("2-wrong", hostile, talk()...)
	fail.Step = 2
	return &class.Grading{Lessons: []string{"lesson12-struct-header"}, Students: []class.Student{{Name: "=" + hostile, Results: []*check.Result{{
		Lesson: "lesson12-struct-header", Verdict: check.Fail, Seed: 7, Build: check.Build{OK: true}, Checks: []check.Check{
			{Name: "1-good", Step: 1, Verdict: check.Pass, Claim: "good"}, fail,
			{Name: "3-after", Step: 3, Verdict: check.Skip, Claim: "after", Reason: check.Needs + "2-wrong"},
			{Name: "3-later", Step: 3, Verdict: check.Skip, Claim: "later", Reason: check.Needs + "3-after"},
			{Name: "4-step", Step: 4, Verdict: check.Skip, Claim: "step", Reason: check.Needs + "step 5, which is not written yet"},
			{Name: "5-elsewhere", Step: 5, Verdict: check.Skip, Claim: "elsewhere", Reason: "this machine has no IPv6"},
			{Name: "6-machine", Step: 6, Verdict: check.Unknown, Claim: "machine", Reason: "the machine is too slow to judge"},
			{Name: "6-after", Step: 6, Verdict: check.Skip, Claim: "after that", Reason: check.Needs + "6-machine"},
			{Name: "7-weather", Step: 7, Verdict: check.Unknown, Claim: "weather", Reason: check.NeverFired},
		},
	}}}}}
}
