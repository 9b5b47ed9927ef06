package class

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"socketworkshop/checker/lesson"
)

// unpack lays the files of an archive into a folder, and returns the lesson that
// is there.
func unpack(t testing.TB, name string) (dir string, l lesson.Lesson) {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for _, f := range archive.Files {
		put := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(put), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(put, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	w, err := lesson.Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	if l, err = w.Lesson("lesson01"); err != nil {
		t.Fatal(err)
	}
	return dir, l
}

func parted(t testing.TB, archive bool) *Grouping {
	t.Helper()
	dir, l := unpack(t, "group.txtar")
	last := ""
	if archive {
		last = filepath.Join(dir, "last")
	}
	g, err := Parted(t.Context(), l, filepath.Join(dir, "class"), last)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestApproaches(t *testing.T) {
	g := parted(t, false)
	want := []Group{
		{Alike: []string{"ann", "bea", "bob"}},
		{Alike: []string{"cyd"}},
		{Alike: []string{"dan"}, As: AsSkeleton},
		{Alike: []string{"eve"}},
	}
	sameGroups(t, "whole programs", g.Groups, want)
	if len(g.Functions) != 2 || g.Functions[0].Name != "tally" || g.Functions[1].Name != "" {
		t.Fatalf("got %d functions, want tally and those of the students' own: %v", len(g.Functions), g.Functions)
	}
	sameGroups(t, "tally", g.Functions[0].Groups, want)
	sameGroups(t, "helpers", g.Functions[1].Groups, []Group{{Alike: []string{"ann", "bea", "bob"}}})
	if f := g.Functions[1].Groups[0].Source; f.Name != "find" || !strings.HasPrefix(f.Source, "// find returns") {
		t.Errorf("the specimen of the helpers is %+v, want find", f)
	}
	for _, m := range g.Members {
		if (m.Problem != "") != (m.Name == "fay" || m.Name == "gus") || (m.Group == 0) != (m.Problem != "") {
			t.Errorf("%s is in group %d and has the problem %q", m.Name, m.Group, m.Problem)
		}
	}
}

func sameGroups(t *testing.T, what string, got, want []Group) {
	t.Helper()
	same := slices.EqualFunc(got, want, func(a, b Group) bool {
		return slices.Equal(a.Alike, b.Alike) && slices.Equal(a.Near, b.Near) && a.As == b.As
	})
	if !same {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

func TestResemblances(t *testing.T) {
	g := parted(t, true)
	var names []string
	for _, p := range g.Pairs {
		names = append(names, p.A+" "+p.B)
		if p.Archive != (p.B == "old") || p.Longest < g.Measures.Guarantee || p.Shared < g.Measures.Least {
			t.Errorf("got %+v, want old alone of the archive, and something shared", p)
		}
	}
	slices.Sort(names)
	if want := []string{"ann bea", "ann bob", "ann old", "bea bob", "bea old", "bob old"}; !slices.Equal(names, want) {
		t.Fatalf("got the pairs %q, want %q", names, want)
	}
	first := g.Pairs[0]
	if first.A != "ann" || first.B != "bob" || first.Share != 1 || len(first.Matches) != 2 {
		t.Errorf("got %+v first, want all of ann and bob in two passages", first)
	}
	for _, p := range g.Pairs[1:] {
		if p.Share > 0.9 {
			t.Errorf("%s and %s are alike to %.2f, want less than 0.9", p.A, p.B, p.Share)
		}
	}
	m := first.Matches[0]
	if a, b := m.A.Text(), m.B.Text(); !strings.HasPrefix(a, "func tally(") || !strings.Contains(b, "continue }") || !strings.HasSuffix(b, "}\n") {
		t.Errorf("the longest passage is\n%s\nand\n%s\nwant tally", a, b)
	}
	for _, m := range g.Members {
		if m.Archive && m.Group != 0 {
			t.Errorf("%s of the archive is in a group", m.Name)
		}
	}
}

// TestHostileFoldersAreRows makes sure that what a student hands in can only spoil
// that student's own row.
func TestHostileFoldersAreRows(t *testing.T) {
	dir, l := unpack(t, "group.txtar")
	folder := filepath.Join(dir, "class")
	large := "package main\n" + strings.Repeat("// much\n", maxFile/8)
	many := "package main\n" + strings.Repeat("// more\n", maxFile/16)
	deep := "package main\nfunc tally(words []string) []entry {" + strings.Repeat("{", 110_000) + "\n"
	for name, text := range map[string]string{
		"large/tally.go": large, "binary/tally.go": "\x7fELF\x00\x00", "deep/tally.go": deep,
		"many/a.go": many, "many/b.go": many, "many/c.go": many, "many/d.go": many, "many/e.go": many,
		"line/tally.go": "package main\n//line /etc/passwd:1\nfunc tally(words []string) []entry { return nil }\n",
	} {
		put := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(put), 0o777), os.WriteFile(put, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) {
		if err := errors.Join(os.MkdirAll(filepath.Join(folder, filepath.Dir(name)), 0o777), os.Symlink(to, filepath.Join(folder, name))); err != nil {
			t.Skip("there are no links here")
		}
	}
	link(filepath.Join(folder, "ann"), "elsewhere")
	link(filepath.Join(folder, "ann", l.Name, "tally.go"), "linked/tally.go")
	link(filepath.Join(folder, "bea", "work"), "beside/work")
	g, err := Parted(t.Context(), l, folder, "")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"large": "at most 131072 are read", "binary": "no Go", "deep": "no Go", "many": "more than 262144 bytes",
		"elsewhere": "links are not followed", "linked": "tally.go: it is no regular file", "beside": "no Go files of lesson01-tally",
		"fay": "no Go", "gus": "no Go files",
	}
	for _, m := range g.Members {
		if !strings.Contains(m.Problem, want[m.Name]) || (m.Problem == "") != (want[m.Name] == "") {
			t.Errorf("%s has the problem %q, want %q", m.Name, m.Problem, want[m.Name])
		}
	}
	for _, group := range g.Functions[0].Groups {
		if group.Specimen == "line" && (group.Source.File != "tally.go" || group.Source.Line != 3) {
			t.Errorf("a //line comment moves a function to %s:%d", group.Source.File, group.Source.Line)
		}
	}
}

// BenchmarkParted groups a class of a hundred.
func BenchmarkParted(b *testing.B) {
	dir, l := unpack(b, "group.txtar")
	folder := filepath.Join(dir, "class")
	for i := range 95 {
		text, err := os.ReadFile(filepath.Join(folder, []string{"ann", "eve"}[i%2], l.Name, "tally.go"))
		if err != nil {
			b.Fatal(err)
		}
		put := filepath.Join(folder, fmt.Sprintf("student%d", i))
		text = fmt.Appendf(text, "\nfunc f%d() { println(%s) }\n", i, strings.Repeat("len(\"x\"), ", i%20+1))
		if err := errors.Join(os.Mkdir(put, 0o777), os.WriteFile(filepath.Join(put, "tally.go"), text, 0o666)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := Parted(b.Context(), l, folder, ""); err != nil {
			b.Fatal(err)
		}
	}
}
