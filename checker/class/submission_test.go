package class

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"socketworkshop/checker/lesson"
)

func workshop(t *testing.T) (lesson.Workshop, []lesson.Lesson) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Lessons()
	if err != nil {
		t.Fatal(err)
	}
	return w, all
}

// TestHome looks for the lessons in submissions of all shapes.
func TestHome(t *testing.T) {
	_, lessons := workshop(t)
	for _, c := range []struct {
		files string // that are handed in
		want  string // the folder that holds the lessons, or "" for none
	}{
		{"lesson01-phone-call/server.go", "."},
		{"lesson01/server.go", "."},
		{"work/lesson17-file-server/server.go README.md", "work"},
		{"shop-main/work/lesson02-call-loop/server.go shop-main/lessons/lesson02-call-loop/README.md", "shop-main/work"},
		{"homework/lesson02-call-loop/client.go __MACOSX/homework/x.go .DS_Store", "homework"},
		{"lesson01-phone-call/a.go work/lesson02-call-loop/a.go", "."},
		{"lessons/lesson01-phone-call/skeleton/server.go solutions/lesson01-phone-call/server.go", ""},
		{"lesson01-phone-call", ""}, // a file
		{"lesson99-nothing/main.go", ""},
		{"a/b/c/d/e/lesson01-phone-call/server.go", ""},
	} {
		files := fstest.MapFS{}
		for _, name := range strings.Fields(c.files) {
			files[name] = &fstest.MapFile{}
		}
		got, ok := home(files, lessons)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, want %q", c.files, got, c.want)
		}
	}
}

// TestSubmissions lists a folder in which two things have the same name.
func TestSubmissions(t *testing.T) {
	dir := t.TempDir()
	results := filepath.Join(dir, "grades")
	for _, name := range []string{"zoe", "Ann", ".git", "grades"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"ann.zip", "bob.tar.gz", "notes.txt", ".zip"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	all, err := submissions(dir, results)
	if err != nil {
		t.Fatal(err)
	}
	problems := map[string]string{}
	var names []string
	for _, s := range all {
		names = append(names, s.name)
		_, end, problem := s.open()
		if problems[s.name] = problem; end != nil {
			_ = end.Close() // it was only opened
		}
	}
	if want := []string{"Ann", "bob", "notes.txt", "zoe"}; !slices.Equal(names, want) {
		t.Errorf("the students are %q, want %q", names, want)
	}
	for name, want := range map[string]string{"Ann": "more than one", "bob": "archive", "notes.txt": "neither a folder", "zoe": ""} {
		if !strings.Contains(problems[name], want) || want == "" && problems[name] != "" {
			t.Errorf("%s: %q, want %q", name, problems[name], want)
		}
	}
}

// TestShards wants each student in one part, wherever others are.
func TestShards(t *testing.T) {
	const parts = 3
	seen := map[int]int{}
	for _, name := range strings.Fields("ada ben cora dora eve finn gil hal ida jo kim lou max nan") {
		in := 0
		for i := range parts {
			if (Shard{i, parts}).Holds(name) {
				in++
				seen[i]++
			}
		}
		if in != 1 || !(Shard{}).Holds(name) {
			t.Errorf("%s is in %d parts, want 1", name, in)
		}
	}
	if len(seen) != parts {
		t.Errorf("the parts have %v students", seen)
	}
}

// TestPoints counts a result with points of one's own.
func TestPoints(t *testing.T) {
	w, lessons := workshop(t)
	file := filepath.Join(t.TempDir(), "points.json")
	for text, want := range map[string]string{
		`{"1": {"2-answers-in-capitals": 5}}`:         "",
		`{"lesson01": {"2-answers-in-capitals": -1}}`: "-1 points",
		`{"lesson99": {}}`:                            "no lesson",
		`{"lesson01": {"2-answers": 1}}`:              `no check "2-answers"`,
		`{"lesson01": 3}`:                             "cannot unmarshal",
	} {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		p, err := ReadPoints(w, file)
		if want != "" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", text, err, want)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		plain, err := Points{}.Max(lessons[0])
		most, err2 := p.Max(lessons[0])
		if err != nil || err2 != nil || most != plain+4 {
			t.Errorf("%s: all checks are worth %d, want %d: %v, %v", text, most, plain+4, err, err2)
		}
	}
}
