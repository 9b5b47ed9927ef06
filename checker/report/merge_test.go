package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
)

// TestMergedEqualsUnsharded divides a class in three in any way, and wants every
// form of what is put together to be the same to the byte.
func TestMergedEqualsUnsharded(t *testing.T) {
	whole, p := fixture(t)
	whole.Sandbox = []string{"a network of its own"}
	for i, s := range whole.Students[:3] { // eleven students
		for n := range 3 - i/2 {
			s.Name = fmt.Sprintf("%s%d", s.Name, n)
			whole.Students = append(whole.Students, s)
		}
	}
	whole.Students = append(whole.Students, class.Student{Name: "zoe", Problem: "no folder"})
	whole, err := Merge(whole)
	if err != nil {
		t.Fatal(err)
	}
	for shift := range 3 {
		var parts []*class.Grading
		for i := range 3 {
			part := &class.Grading{Lessons: whole.Lessons, Students: []class.Student{}, Sandbox: whole.Sandbox}
			for n, s := range whole.Students {
				if (n*n+shift)%3 == i { // one part is empty
					part.Students = append(part.Students, s)
				}
			}
			read, err := Read(bytes.NewReader(render(t, "json", part, p)), "")
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, read)
		}
		merged, err := Merge(parts...)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"json", "csv", "junit", "class"} {
			if !bytes.Equal(render(t, format, merged, p), render(t, format, whole, p)) {
				t.Errorf("%s of the merged parts is not that of the whole", format)
			}
		}
	}
}

func TestMergeUnitesLessons(t *testing.T) {
	part := func(student string, lessons ...string) *class.Grading {
		g := &class.Grading{Lessons: lessons, Students: []class.Student{{Name: student}}}
		for _, l := range lessons {
			g.Students[0].Results = append(g.Students[0].Results, &check.Result{Lesson: l, Verdict: check.Pass})
		}
		return g
	}
	g, err := Merge(part("bob", "lesson02-b"), part("alice", "lesson01-a", "lesson02-b"))
	if err != nil {
		t.Fatal(err)
	}
	if g.Students[0].Name != "alice" || g.Students[1].Results[0] != nil || g.Students[1].Results[1].Lesson != "lesson02-b" {
		t.Errorf("merged to %+v", g)
	}
	if _, err := Merge(part("bob", "lesson01-a"), part("bob", "lesson02-b")); err == nil || !strings.Contains(err.Error(), "bob") {
		t.Errorf("a student in two parts: %v", err)
	}
}

func TestReadRefusesOtherThings(t *testing.T) {
	for _, text := range []string{
		"", "{}", "[1]", "no JSON", `{"students":[]`, `{"lesson":"lesson01-a"} {"lesson":"lesson01-a"}`,
		`{"lessons":[],"students":[{"name":"bob","results":[null]}]}`,
		`{"lesson":"lesson01-a","checks":[{"name":"1-a","verdict":"fail"}]}`,
	} {
		if g, err := Read(strings.NewReader(text), "bob"); err == nil {
			t.Errorf("%q is read as %+v", text, g)
		}
	}
	g, err := Read(strings.NewReader(`{"lesson":"lesson01-a","verdict":"pass"}`+"\n"+`{"lesson":"lesson02-b"}`+"\n"), "bob")
	if err != nil || g.Students[0].Name != "bob" || len(g.Students[0].Results) != 2 {
		t.Errorf("two results are read as %+v, %v", g, err)
	}
}
