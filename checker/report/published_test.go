package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

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

// A counted is what a suite says of its cases.
type counted struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Time     string `xml:"time,attr"`
}

// followsJUnit wants the elements and the counts that readers of JUnit expect.
func followsJUnit(t *testing.T, text []byte) {
	t.Helper()
	var all struct {
		XMLName xml.Name `xml:"testsuites"`
		counted
		Suites []struct {
			counted
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
	var sum counted
	for _, s := range all.Suites {
		own := counted{Tests: len(s.Cases), Time: s.Time}
		for _, c := range s.Cases {
			own.Failures, own.Errors, own.Skipped = own.Failures+len(c.Failure), own.Errors+len(c.Error), own.Skipped+len(c.Skipped)
			if n := len(c.Failure) + len(c.Error) + len(c.Skipped); n > 1 || c.Name == "" || c.Class == "" || !strings.Contains(c.Time, ".") {
				t.Errorf("the case %q of %q has %d outcomes and takes %q s", c.Name, c.Class, n, c.Time)
			}
		}
		if own != s.counted {
			t.Errorf("%s: the suite counts %+v, and there are %+v", s.Name, s.counted, own)
		}
		sum = counted{sum.Tests + own.Tests, sum.Failures + own.Failures, sum.Errors + own.Errors, sum.Skipped + own.Skipped, all.Time}
	}
	if sum != all.counted {
		t.Errorf("the file counts %+v, and there are %+v", all.counted, sum)
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
	linksLead(t, root)
	for _, e := range root.all("*") {
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
