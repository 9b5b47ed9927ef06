package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
)

func lesson12(t *testing.T) lesson.Lesson {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson("lesson12")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// hand lays a program into a student's folder: a function of its own kind, and the
// hostile text where Go takes it.
func hand(t *testing.T, dir, name string) {
	t.Helper()
	const source = `package main

func serve(ln net.Listener, l limits) error {
	for n := 0; n < 10; n++ {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) || n == 9 {
			return fmt.Errorf(%q, n)
		}
		go func() { defer conn.Close(); io.Copy(conn, io.LimitReader(conn, int64(n))) }()
		time.Sleep(time.Duration(n) * time.Second)
	}
	return nil // %s
}
`
	words := strings.NewReplacer("\n", " ", "\r", " ", "\x00", "", "\xef\xbb\xbf", "").Replace(strings.ToValidUTF8(hostile, ""))
	put := filepath.Join(dir, name)
	if err := os.MkdirAll(put, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(put, "server.go"), fmt.Appendf(nil, source, hostile, words), 0o666); err != nil {
		t.Fatal(err)
	}
}

// grouped returns a small class whose names and sources are hostile.
func grouped(t *testing.T) *class.Grouping {
	t.Helper()
	dir := t.TempDir()
	hand(t, dir, "=ann<b>\u202e")
	hand(t, dir, "bob")
	if err := os.Mkdir(filepath.Join(dir, "cyd"), 0o777); err != nil {
		t.Fatal(err)
	}
	g, err := class.Parted(t.Context(), lesson12(t), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Pairs) != 1 {
		t.Fatalf("there are %d pairs, want one", len(g.Pairs))
	}
	return g
}

func TestGroupPage(t *testing.T) {
	g := grouped(t)
	page := standsAlone(t, func(w io.Writer) error { return GroupHTML(w, lesson12(t), g) })
	for _, want := range []string{"=ann&lt;b&gt;\\u202e", "class=\"sides\"", "innocent reasons", "&lt;script&gt;alert(1)", "cyd</td>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, never := range []string{"copied", "cheat", "plagiar", "suspect"} {
		if strings.Contains(strings.ToLower(page), never) {
			t.Errorf("the page says %q", never)
		}
	}
}

func TestGroupCSV(t *testing.T) {
	var b strings.Builder
	if err := GroupCSV(&b, grouped(t)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("got %d rows and %v, want a head, three students and a pair", len(rows), err)
	}
	if name := rows[1][1]; name != `'=ann<b>\u202e` {
		t.Errorf("a name that begins as a formula is written as %q", name)
	}
	if pair := rows[4]; pair[0] != "pair" || pair[2] != "bob" || pair[4] != "1.00" {
		t.Errorf("the pair is %q", pair)
	}
}

func TestComparePage(t *testing.T) {
	mine := &class.Function{Name: "serve", File: "server.go", Line: 3, Source: "func serve() {\n\tone()\n\t// " + hostile + "\n}\n"}
	theirs := &class.Function{Name: "serve", File: "server.go", Line: 5, Source: "func serve() {\n\tone()\n\ttwo()\n}\n"}
	c := &class.Comparison{
		Dir: hostile, Rounds: 2, Common: []string{"1-a"}, Build: check.Build{Output: hostile},
		Checks: []class.ComparedCheck{
			{Name: "1-a", Claim: "a", Student: class.Outcome{Verdict: check.Pass}, Reference: class.Outcome{Verdict: check.Pass}},
			{Name: "1-b", Claim: "b", Student: class.Outcome{Verdict: check.Fail, Message: hostile}, Reference: class.Outcome{Verdict: check.Pass}},
			{Name: "1-c", Claim: "c", Reference: class.Outcome{Verdict: check.Unknown}},
		},
		Student: check.Cost{CPU: 1, Memory: 3 << 20}, Reference: check.Cost{CPU: 2, Memory: 2 << 20},
		Speed: []class.Row{{Name: "time", Unit: "s", Figures: [][]float64{{1, 2}, {2, 2}}}},
		Functions: []class.ComparedFunction{
			{Change: class.Changed, Share: 0.5, Student: mine, Reference: theirs},
			{Change: class.Same, Share: 1, Student: theirs, Reference: theirs},
			{Change: class.Missing, Reference: theirs}, {Change: class.Extra, Student: mine},
		},
	}
	page := standsAlone(t, func(w io.Writer) error { return CompareHTML(w, lesson12(t), c) })
	for _, want := range []string{
		"1 of 3 pass; of the reference 2.", "1-b: not sure which", "2.00 of the reference&#39;s (1.00 to 2.00)", "1.50 of the reference",
		"<ins>\ttwo()</ins>", "<del>\t// ", "1 the same, 1 changed, 1 missing, 1 the student&#39;s own", "not run",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	c.Common, c.Unread, c.Functions = nil, "server.go: "+hostile, nil
	if page := standsAlone(t, func(w io.Writer) error { return CompareHTML(w, lesson12(t), c) }); strings.Contains(page, "The wire") {
		t.Error("figures are shown of checks that nobody passes")
	}
}

// standsAlone returns the page that write makes, which must be well-formed, need
// nothing else and link to what is there.
func standsAlone(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	root := parse(t, b.String())
	ids := map[string]bool{}
	for _, e := range root.all("*") {
		ids[e.attr["id"]] = true
		if e.name == "script" || e.name == "link" || e.name == "img" || e.attr["src"] != "" {
			t.Errorf("the page has a <%s>", e.name)
		}
	}
	for _, e := range root.all("*") {
		for _, id := range []string{strings.TrimPrefix(e.attr["href"], "#"), e.attr["aria-labelledby"]} {
			if id != "" && !ids[id] {
				t.Errorf("<%s> speaks of %q, which is not there", e.name, id)
			}
		}
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e\x00") {
		t.Error("the page holds control characters")
	}
	return b.String()
}
