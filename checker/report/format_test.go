package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

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

// followsSchema holds JSON against the schema in testdata/reports.
func followsSchema(t *testing.T, format string, text []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(testdata(t), format+".schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", format, err)
	}
}

// addsUp wants the score of the whole to be the sum of the scores, and none to
// be above its maximum.
func addsUp(t *testing.T, format string, text []byte) {
	t.Helper()
	var all struct {
		Score float64
		Most  *float64 `json:"max-score"`
		Tests []struct {
			Score   float64
			Most    float64 `json:"max-score"`
			Highest float64 `json:"max_score"`
		}
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	score, most := 0.0, 0.0
	for _, one := range all.Tests {
		score, most = score+one.Score, most+one.Most
		if one.Score > one.Most+one.Highest {
			t.Errorf("%s: a score of %v of %v", format, one.Score, one.Most+one.Highest)
		}
	}
	if score != all.Score || all.Most != nil && most != *all.Most {
		t.Errorf("%s: the sums are %v of %v, and the file says %v", format, score, most, all.Score)
	}
}

// followsJUnit wants the elements and the counts that readers of JUnit expect.
func followsJUnit(t *testing.T, text []byte) {
	t.Helper()
	type count struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Time     string `xml:"time,attr"`
	}
	var all struct {
		XMLName xml.Name `xml:"testsuites"`
		count
		Suites []struct {
			count
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string     `xml:"name,attr"`
				Class   string     `xml:"classname,attr"`
				Time    string     `xml:"time,attr"`
				Failure []struct{} `xml:"failure"`
				Error   []struct{} `xml:"error"`
				Skipped []struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	var sum count
	for _, s := range all.Suites {
		own := count{Tests: len(s.Cases), Time: s.Time}
		for _, c := range s.Cases {
			own.Failures, own.Errors, own.Skipped = own.Failures+len(c.Failure), own.Errors+len(c.Error), own.Skipped+len(c.Skipped)
			if n := len(c.Failure) + len(c.Error) + len(c.Skipped); n > 1 || c.Name == "" || c.Class == "" || !strings.Contains(c.Time, ".") {
				t.Errorf("the case %q of %q has %d outcomes and takes %q s", c.Name, c.Class, n, c.Time)
			}
		}
		if own != s.count {
			t.Errorf("%s: the suite counts %+v, and there are %+v", s.Name, s.count, own)
		}
		sum = count{sum.Tests + own.Tests, sum.Failures + own.Failures, sum.Errors + own.Errors, sum.Skipped + own.Skipped, all.Time}
	}
	if sum != all.count {
		t.Errorf("the file counts %+v, and there are %+v", all.count, sum)
	}
}

// followsNbgrader wants the columns of nbgrader's export, and scores that are
// numbers or empty.
func followsNbgrader(t *testing.T, text []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const want = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score"
	if got := strings.Join(rows[0], ","); got != want {
		t.Errorf("the columns are %s, want %s", got, want)
	}
	for _, row := range rows[1:] {
		var score, most float64
		_, noMost := fmt.Sscan(row[10], &most)
		if _, err := fmt.Sscan(row[9], &score); row[9] != "" && err != nil || noMost != nil || score > most || row[7] != row[9] {
			t.Errorf("a row says %q", row)
		}
		if strings.ContainsAny(row[3][:min(1, len(row[3]))], "=+-@") {
			t.Errorf("a spreadsheet takes the name %q for a formula", row[3])
		}
	}
}

// followsHTML wants a page that is well-formed, loads nothing, and whose links
// lead somewhere.
func followsHTML(t *testing.T, page string) {
	t.Helper()
	root := parse(t, page)
	ids := map[string]bool{}
	for _, e := range root.all("*") {
		if id := e.attr["id"]; id != "" && ids[id] {
			t.Errorf("the id %s is there twice", id)
		} else {
			ids[id] = true
		}
	}
	for _, e := range root.all("*") {
		for _, id := range strings.Fields(e.attr["aria-labelledby"] + " " + strings.TrimPrefix(e.attr["href"], "#")) {
			if !ids[id] {
				t.Errorf("<%s> speaks of %q, which is not there", e.name, id)
			}
		}
		for name := range e.attr {
			if name == "src" || strings.HasPrefix(name, "on") || e.name == "script" || e.name == "link" {
				t.Errorf("the page has <%s %s>", e.name, name)
			}
		}
	}
	if i := strings.IndexFunc(page, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\u202e'
	}); i >= 0 {
		t.Errorf("the page holds %q", page[i:i+1])
	}
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
