package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// hostile is what a program may say to take over whoever shows it.
const hostile = "</pre></svg><script>alert(1)</script>\x1b[2J\x9b\u202egnp.\u2066\x00\r&quot;'\"<!--\uffff"

// write returns the page of a lesson whose checks ended so, and its tree.
func write(t *testing.T, checks ...check.Check) (string, *element) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson("lesson12")
	if err != nil {
		t.Fatal(err)
	}
	r := &check.Result{Lesson: l.Name, Dir: "work/" + l.Name, Verdict: check.Fail, Seed: 7, Build: check.Build{OK: true}, Checks: checks}
	var b strings.Builder
	if err := HTML(&b, language.Catalogue{}, []Lesson{{l, r, "checker"}}); err != nil {
		t.Fatal(err)
	}
	return b.String(), parse(t, b.String())
}

// failing is a check that failed, with everything that an explanation may have.
func failing(name, said string, events ...check.Event) check.Check {
	return check.Check{Name: name, Step: 1, Verdict: check.Fail, Claim: "a claim", Failure: &check.Failure{
		Role: "serve", Mistake: "big-endian", Message: "alice heard " + said, Explain: "The order is wrong.",
		Experiments: []string{"I sent a newline, and nothing came."}, Wire: events, Stderr: said, Frames: "struct", Conn: "alice",
		Where: []program.Place{{Func: "serve", File: "server.go", Line: 3, State: "IO wait", Source: said}},
		Rerun: "checker lesson12 --only " + name, Differs: &check.Difference{Conn: "alice", Want: []byte("\x02\x00\x00\x00hi"), Got: []byte("\x00\x00\x00\x02hi")},
	}}
}

// talk is a failure's wire with every kind of event.
func talk() []check.Event {
	return []check.Event{
		{At: .001, From: "checker", Note: "starts serve"},
		{At: .002, Conn: "alice", From: "checker", Note: "dials 127.0.0.1:1"},
		{At: .003, Conn: "alice", From: "checker", Bytes: []byte("pwd"), Unread: 2},
		{At: .004, Conn: "bob", From: "checker", Note: "breaks off (reset)"},
		{At: .005, Conn: "alice", From: "program", Bytes: []byte("\x00\x00\x00\x02hi")},
		{At: .006, Conn: "alice", From: "program", Note: "hangs up"},
		{At: .007, Conn: "carol", From: "checker", Note: `says "x", which is lost on the way`},
	}
}

// An element is a node of the page.
type element struct {
	name string
	attr map[string]string
	text string // all text below it
	kids []*element
}

// parse reads a page strictly, as XML.
func parse(t *testing.T, page string) *element {
	t.Helper()
	root := &element{}
	stack := []*element{root}
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			top := stack[len(stack)-1]
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			for _, e := range stack {
				e.text += string(token)
			}
		}
	}
}

// all returns the elements of some names, in the order of the page.
func (e *element) all(names string) (found []*element) {
	for _, kid := range e.kids {
		if strings.Contains(" "+names+" ", " "+kid.name+" ") || names == "*" {
			found = append(found, kid)
		}
		found = append(found, kid.all(names)...)
	}
	return found
}

func TestPageHasAStructure(t *testing.T) {
	_, root := write(t, check.Check{Name: "1-good", Step: 1, Verdict: check.Pass, Claim: "good"}, failing("1-bad", "", talk()...), failing("2-bad", "", talk()...))
	for name, n := range map[string]int{"header": 1, "main": 1, "footer": 1, "h1": 1, "title": 3, "section": 1, "article": 2, "svg": 2, "ol": 2} {
		if got := len(root.all(name)); got != n {
			t.Errorf("the page has %d %s, want %d", got, name, n)
		}
	}
	last := 0
	for _, h := range root.all("h1 h2 h3 h4 h5 h6") {
		level := int(h.name[1] - '0')
		if level > last+1 || h.text == "" {
			t.Errorf("after a heading of level %d comes <%s> %q", last, h.name, h.text)
		}
		last = level
	}
	linksLead(t, root)
}

// linksLead wants ids that stand once, and links that lead to one.
func linksLead(t *testing.T, root *element) {
	t.Helper()
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
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	page, root := write(t, failing("1-bad", "", talk()...))
	for _, e := range root.all("*") {
		if slices.Contains([]string{"script", "link", "img", "iframe", "object", "embed"}, e.name) {
			t.Errorf("the page has a <%s>", e.name)
		}
		for name, value := range e.attr {
			if name == "src" || strings.HasPrefix(name, "on") || name == "href" && !strings.HasPrefix(value, "#") {
				t.Errorf("<%s %s=%q>", e.name, name, value)
			}
		}
	}
	if loads := regexp.MustCompile(`url\(|@import`).FindString(page); loads != "" {
		t.Errorf("the style says %s", loads)
	}
}

func TestDiagramAndListSayTheSame(t *testing.T) {
	_, root := write(t, failing("1-bad", "", talk()...))
	svg, list := root.all("svg")[0], root.all("ol")[0]
	if svg.attr["role"] != "img" || len(svg.all("title")) != 1 || len(svg.all("desc")) != 1 {
		t.Errorf("the drawing has role %q, and %d titles", svg.attr["role"], len(svg.all("title")))
	}
	if n := len(list.all("li")); n != len(talk()) {
		t.Errorf("the list has %d events, want %d", n, len(talk()))
	}
	for _, text := range []string{"1.0 ms", "dials 127.0.0.1:1", "70 77 64", "|pwd|", "2 bytes of this the program has not read", "breaks off (reset)",
		"frame 1: the length 33554432", "^^ wrong byte", "frame 1: body", "hangs up", "lost on the way"} {
		for _, e := range []*element{svg, list} {
			if flat := strings.Join(strings.Fields(e.text), " "); !strings.Contains(flat, text) {
				t.Errorf("<%s> does not say %q: %s", e.name, text, flat)
			}
		}
	}
	for _, class := range []string{"wrong", " unread"} {
		for _, e := range []*element{svg, list} {
			n := 0
			for _, kid := range e.all("g li") {
				if kid.attr["class"] == class {
					n++
				}
			}
			if n != 1 {
				t.Errorf("<%s> marks %d events as %q, want 1", e.name, n, class)
			}
		}
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	event := check.Event{Conn: "alice", From: "program", Note: hostile}
	page, root := write(t, failing("1-bad", hostile, event, check.Event{Conn: "alice", From: "program", Bytes: []byte(hostile)}))
	if i := strings.IndexFunc(page, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066' || r == '\uffff'
	}); i >= 0 {
		t.Errorf("the page holds %q", page[i:min(i+12, len(page))])
	}
	if n := len(root.all("script")); n > 0 {
		t.Errorf("the page has %d scripts", n)
	}
	for _, pre := range root.all("pre") {
		if strings.Contains(pre.text, `</pre></svg><script>alert(1)</script>\x1b[2J\x9b\u202egnp.\u2066`) {
			return
		}
	}
	t.Error("what the program said is not shown")
}

func TestLongDiagramsFit(t *testing.T) {
	var events []check.Event
	for i := range 300 {
		name := fmt.Sprintf("caller%d", i%9)
		events = append(events, check.Event{At: float64(i), Conn: name, From: "checker", Bytes: bytes.Repeat([]byte{byte(i)}, 1+7*i)})
	}
	events[10].Conn = "alice" // the last word of the one in question
	_, root := write(t, failing("1-bad", "", events...))
	if n := len(root.all("ol")[0].all("li")); n != mostItems {
		t.Errorf("%d events are shown, want %d", n, mostItems)
	}
	drawn := 0
	for _, svg := range root.all("svg") {
		var width, height int
		fmt.Sscan(svg.attr["width"]+" "+svg.attr["height"], &width, &height)
		drawn += len(svg.all("g"))
		if height > 2*panelMost || !strings.Contains(svg.text, "others") {
			t.Errorf("a drawing is %d pixels high and says %.60q", height, svg.text)
		}
		for _, e := range svg.all("text line") {
			var x, y int
			fmt.Sscan(e.attr["x"]+e.attr["x2"]+" "+e.attr["y"]+e.attr["y2"], &x, &y)
			if x < 0 || x > width || y <= 0 || y > height {
				t.Errorf("something is at %d, %d of a drawing of %d by %d", x, y, width, height)
			}
		}
	}
	text := root.all("article")[0].text
	if drawn != mostItems || !strings.Contains(text, "220 later events are left out") || !strings.Contains(root.all("ol")[0].text, "alice") {
		t.Errorf("%d events are drawn; want %d, and a word about the others", drawn, mostItems)
	}
}
