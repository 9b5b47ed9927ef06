package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
)

func TestClassPageTellsAll(t *testing.T) {
	g, p := fixture(t)
	g.Students[1].Changed = []string{"lesson01-phone-call/main.go"}
	g.Students = append(g.Students, class.Student{Name: "dan", Problem: "the zip is damaged"})
	root := parse(t, string(render(t, "class", g, p)))
	text := strings.Join(strings.Fields(root.text), " ")
	for _, want := range []string{
		"bob handed in other copies of the workshop's own files; they were not used: lesson01-phone-call/main.go",
		"dan: the zip is damaged", "does not build (1)", "carol: the program does not build",
		"^^ wrong byte", "wanted 1f",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	cells := func(e *element) (all []string) {
		for _, row := range e.all("tr") {
			for _, cell := range row.all("th td") {
				all = append(all, strings.TrimSpace(cell.text))
			}
		}
		return all
	}
	tables := root.all("table")
	for i, want := range []string{
		"lesson01|2||lesson12|0||all passed|1||could not be judged|1|", "lesson01 2-answers-in-capitals|1|", "not-in-capitals|1||wrong-endian-header|1|",
	} {
		if got := strings.Join(cells(tables[i+1]), "|"); !strings.HasPrefix(got, want) {
			t.Errorf("bars %d are %s, want %s", i, got, want)
		}
	}
	want := "alice|✗ 10/17|✗ 21/31|31/48|bob|✓|✓|48/48|carol|✗ build|–|0/48|dan|?|?|0/48?"
	if got := strings.Join(cells(root.all("tbody")[0]), "|"); got != want {
		t.Errorf("the matrix is %s, want %s", got, want)
	}
	if drawn := len(root.all("svg")); drawn != 2 {
		t.Errorf("%d drawings, want 2", drawn)
	}
}

// TestClassPageIsBounded wants the page of a large class, all of whose programs
// fail with much to show, to stay a page that a browser opens.
func TestClassPageIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: the page is large")
	}
	var lessons []string
	results := []*check.Result{}
	for i := range 17 {
		name := fmt.Sprintf("lesson%02d-x", i+1)
		lessons = append(lessons, name)
		var events []check.Event
		for n := range 40 {
			events = append(events, check.Event{At: float64(n), Conn: "alice", From: "program", Bytes: bytes.Repeat([]byte{byte(n)}, 4<<10)})
		}
		c := failing("1-bad", strings.Repeat("<much to say>", 1000), events...)
		results = append(results, &check.Result{Lesson: name, Verdict: check.Fail, Build: check.Build{OK: true}, Checks: []check.Check{c}})
	}
	g := &class.Grading{Lessons: lessons}
	for i := range 100 {
		g.Students = append(g.Students, class.Student{Name: fmt.Sprintf("student%02d", i), Results: results})
	}
	var b strings.Builder
	if err := Write(&b, "class", g, planOf(g)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	t.Logf("the page has %d bytes", len(page))
	if len(page) > 16<<20 {
		t.Errorf("the page has %d bytes, want at most 16 MiB", len(page))
	}
	if !strings.Contains(page, "There is no room to draw the wire of 1") {
		t.Error("the page does not say what it leaves out")
	}
	sections := strings.Split(page, "<section")
	for i := range 17 { // each lesson has a drawing
		id := fmt.Sprintf("lesson%02d-title", i+1)
		at := slices.IndexFunc(sections, func(s string) bool { return strings.Contains(s, id) })
		if at < 0 || !strings.Contains(sections[at], "<svg") {
			t.Errorf("lesson %d has no drawing", i+1)
		}
	}
}
