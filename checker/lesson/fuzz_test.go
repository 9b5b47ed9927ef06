package lesson

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// FuzzReadHints reads any text as hints. Every rung has words, of the text, and
// written down anew they are read as the same.
func FuzzReadHints(f *testing.F) {
	for _, seed := range []string{
		"# Hints\n\n## one-read\n1. Why?\n2. Look\n   there.\n\n## two\n1. x\n", "## a\n x\n", "1. x\n## a", "## a\r\n1. x\r\n y\r\n", "## a\n1.  \n## a\n1. y",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all := ReadLadders(text)
		again := ""
		for mistake, rungs := range all {
			again += "## " + mistake + "\n"
			for _, rung := range rungs {
				if rung == "" || strings.ContainsAny(rung, "\n") {
					t.Fatalf("%q: a rung of %s is %q", text, mistake, rung)
				}
				again += "1. " + rung + "\n"
			}
		}
		if strings.Contains(text, "\r") {
			return // it may stand anywhere in a line
		}
		if got := ReadLadders(again); !reflect.DeepEqual(got, all) {
			t.Fatalf("%q: got %q, and written down anew %q", text, all, got)
		}
	})
}

// FuzzReadWant reads any text as what is wanted of a wrong program. Each line is
// one thing or an error.
func FuzzReadWant(f *testing.F) {
	for _, seed := range []string{"fail: 1-x one-read\nsay: it waits\n", "fail: 1-x unsure", "fail: 1-x", "say: ", "\n", "fail: a b\r\nsay: fail: x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var k Known
		if err := k.readWant(text); err != nil {
			return
		}
		again := ""
		for _, w := range k.Want {
			if w.Mistake == "" {
				w.Mistake = "unsure"
			}
			again += "fail: " + w.Check + " " + w.Mistake + "\n"
		}
		for _, words := range k.Words {
			again += "say: " + words + "\n"
		}
		var other Known
		if err := other.readWant(again); err != nil || !reflect.DeepEqual(other, k) {
			t.Fatalf("%q: got %+v, and written down anew %+v, %v", text, k, other, err)
		}
	})
}

// FuzzCheckScript takes in any script. Its claim is its first line, and nothing
// else of it makes a claim.
func FuzzCheckScript(f *testing.F) {
	for _, seed := range []string{"# a claim\n# The usual cause: x.\nneeds 1-a 2-b\nserve\ndial alice\n", "#\n", "serve\n# no claim", "# a\ncall\ncall -x\ncall '\n", "refuses call", "crowd"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		archive, err := parseArchive([]byte(text))
		if err != nil {
			return
		}
		script := string(archive.Comment)
		c := Check{}
		c.Claim, c.Cause = heading(script)
		for line := range strings.Lines(script) {
			if fields := strings.Fields(line); len(fields) > 0 {
				c.note(fields)
			}
		}
		first, _, _ := strings.Cut(script, "\n")
		want, comment := strings.CutPrefix(strings.TrimSpace(first), "#")
		if want = strings.TrimSpace(want); comment && c.Claim != want || !comment && c.Claim+c.Cause != "" {
			t.Fatalf("%q: the claim is %q, the cause %q", text, c.Claim, c.Cause)
		}
		if len(c.Tries) > 2 || strings.Contains(c.Cause, "\n") {
			t.Fatalf("%q: got %+v", text, c)
		}
	})
}

// FuzzProgress reads any text as progress. What is taken can be saved and read
// again, and its hints can be counted on.
func FuzzProgress(f *testing.F) {
	for _, seed := range []string{
		`{"passed":{"lesson01-phone-call":"2026-11-22T12:00:00Z"},"stuck":{"lesson02-call-loop":{"check":"1-x","mistake":"","rung":-7}},"calls":1,"bytes":-1}`,
		`{}`, `null`, `{"passed":null,"stuck":null}`, `{`, `[]`, `{"stuck":{"x":{"rung":9223372036854775807}}}`, `{"passed":{"x":"0001-01-01T00:00:00+23:59"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p := &Progress{}
		if p.read(text) != nil {
			return
		}
		for name, s := range p.Stuck {
			if s.Rung < 0 || s.Rung > mostRungs {
				t.Fatalf("%s is at rung %d", name, s.Rung)
			}
		}
		saved, err := json.Marshal(p)
		if err != nil {
			t.Fatalf("%q is taken, and cannot be saved: %v", text, err)
		}
		again := &Progress{}
		if err := again.read(saved); err != nil || len(again.Passed) != len(p.Passed) || len(again.Stuck) != len(p.Stuck) || again.Calls != p.Calls || again.Bytes != p.Bytes {
			t.Fatalf("%q: got %+v, and saved %+v, %v", text, p, again, err)
		}
	})
}
