package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"socketworkshop/checker/lesson"
)

// TestReadmesAreReal repeats every run that a text shows, and looks for every
// piece of code in the solution. The runs of WORKSHOP.md are lesson12's.
func TestReadmesAreReal(t *testing.T) {
	w, lessons := allLessons(t)
	texts := map[string]lesson.Lesson{
		filepath.Join(w.Root, "README.md"):   lessons[0],
		filepath.Join(w.Root, "WORKSHOP.md"): lessons[11],
	}
	for _, l := range lessons {
		texts[l.Readme()] = l
		if l.Short() == "lesson12" { // whose programs it shows
			texts[filepath.Join(w.Root, "WORKSHOP.md")] = l
		}
	}
	for file, l := range texts {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			blocks := readBlocks(t, file)
			compareCode(t, l, blocks)
			if testing.Short() || runtime.GOOS == "windows" {
				t.Skip("skipped: the runs are not repeated with -short, nor on Windows")
			}
			replay(t, w, l, blocks)
		})
	}
}

// A block is a fenced block of a text.
type block struct {
	kind  string // go, console, mermaid, …
	arg   string // what follows the kind
	lines []string
	place string // file:line
}

func readBlocks(t *testing.T, file string) []block {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []block
	open := false
	for i, line := range strings.Split(string(text), "\n") {
		after, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && !open:
			kind, arg, _ := strings.Cut(after, " ")
			all = append(all, block{kind: kind, arg: arg, place: fmt.Sprintf("%s:%d", file, i+1)})
			open = true
		case fence:
			open = false
		case open:
			all[len(all)-1].lines = append(all[len(all)-1].lines, line)
		}
	}
	return all
}

// compareCode wants the lines of each Go block to stand in a file of the
// solution, one after the other.
func compareCode(t *testing.T, l lesson.Lesson, blocks []block) {
	var sources string
	names, err := filepath.Glob(filepath.Join(l.Solution(), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources += "\n" + flush(strings.Split(string(text), "\n"))
	}
	for _, b := range blocks {
		if b.kind == "go" && !strings.Contains(sources, "\n"+flush(b.lines)+"\n") {
			t.Errorf("%s: this code does not stand in the solution:\n%s", b.place, strings.Join(b.lines, "\n"))
		}
	}
}

// flush joins lines without their indentation.
func flush(lines []string) string {
	flat := make([]string, len(lines))
	for i, line := range lines {
		flat[i] = strings.TrimSpace(line)
	}
	return strings.Join(flat, "\n")
}

// compare wants the lines of a block to be the output, where a line "..." is
// any lines and numbers that differ from run to run do not count.
func (s *stage) compare(b block, output []string) {
	var want strings.Builder
	for _, line := range b.lines {
		if strings.TrimSpace(line) == "..." {
			want.WriteString(`(?:.*\n)*?`)
			continue
		}
		want.WriteString(regexp.QuoteMeta(steady(line)) + "\n")
	}
	got := ""
	for _, line := range output {
		got += steady(line) + "\n"
	}
	if !regexp.MustCompile(`^` + want.String() + `$`).MatchString(got) {
		s.t.Errorf("%s: the run printed something else:\n%s", b.place, got)
	}
}

// unsteady is what differs from run to run.
var unsteady = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`127\.\d+\.\d+\.\d+:\d+`), "ADDR"},
	{regexp.MustCompile(`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`), "TIME"},
	{regexp.MustCompile(` +\d+\.\d ms`), " N ms"},
	{regexp.MustCompile(`\d+\.\d\d (s|秒)`), "N $1"},
	{regexp.MustCompile(`\b\d+(\.\d+)?(µs|ms)$`), "N ms"},
	{regexp.MustCompile(`\d+(\.\d\d)? ms([ ,])`), "N ms$2"},
	{regexp.MustCompile(`\b\d+\.\d kB`), "N kB"},
	{regexp.MustCompile(`go run \./checker`), "checker"},
}

func steady(line string) string {
	for _, u := range unsteady {
		line = u.pattern.ReplaceAllString(line, u.with)
	}
	return strings.TrimRight(line, " ")
}
