package check

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/lesson"
)

const (
	maxScript  = 40  // lines of a check
	maxClaim   = 72  // bytes of a claim, so that it fits on a terminal's line
	maxSession = 36  // the same where it stands behind who meets whom
	maxLearner = 150 // lines of the learner's part of a solution
	minWrong   = 8   // known wrong programs of a lesson
	minRight   = 3   // known right ones
	minRungs   = 3   // of a ladder of hints
)

// Lint returns every breach of the rules of a lesson that can be seen without
// running anything.
func Lint(l lesson.Lesson) []string {
	var found breaches
	found.steps(l)
	found.checks(l)
	found.sessions(l)
	found.sources(l)
	found.known(l)
	found.hints(l)
	found.stale(l)
	found.edition(l)
	return found
}

type breaches []string

func (b *breaches) add(format string, args ...any) { *b = append(*b, fmt.Sprintf(format, args...)) }

// ok notes an error, and reports whether there was none.
func (b *breaches) ok(err error) bool {
	if err != nil {
		b.add("%v", err)
	}
	return err == nil
}

// steps looks at the text: its title, its numbered steps, its last sections.
func (b *breaches) steps(l lesson.Lesson) {
	_, err := l.Title()
	steps, err2 := l.Steps()
	text, err3 := os.ReadFile(l.Readme())
	if !b.ok(err) || !b.ok(err2) || !b.ok(err3) {
		return
	}
	if len(steps) == 0 {
		b.add("%s has no step, a line such as \"## 1. Listen\"", l.Readme())
	}
	for i, s := range steps {
		if s.Number != i+1 {
			b.add("%s: step %d stands where step %d belongs", l.Readme(), s.Number, i+1)
		}
	}
	for _, section := range []string{"## Break it", "## Further"} {
		if !strings.Contains(string(text), "\n"+section+"\n") {
			b.add("%s has no section %q", l.Readme(), section)
		}
	}
}

// checks looks at the scripts, and whether every step has one.
func (b *breaches) checks(l lesson.Lesson) {
	checks, err := l.Checks()
	steps, err2 := l.Steps()
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	checked := map[int]bool{}
	var before []string
	for _, c := range checks {
		checked[c.Step] = true
		b.check(c, before)
		if c.Step < 1 || c.Step > len(steps) {
			b.add("%s: the text has no step %d", c.File, c.Step)
		}
		before = append(before, c.Name)
	}
	for _, s := range steps {
		if !checked[s.Number] {
			b.add("%s: no check belongs to step %d", l.Name, s.Number)
		}
	}
}

func (b *breaches) check(c lesson.Check, before []string) {
	if c.Lines > maxScript {
		b.add("%s: %d lines; a check has at most %d", c.File, c.Lines, maxScript)
	}
	if len(c.Claim) > maxClaim {
		b.add("%s: the claim has %d bytes; at most %d fit on a line", c.File, len(c.Claim), maxClaim)
	}
	if !c.Experiment && !strings.HasPrefix(c.Cause, "The usual cause: ") {
		b.add("%s: below the claim, want a comment that begins \"The usual cause: \"", c.File)
	}
	for _, need := range c.Needs {
		if !slices.Contains(before, need) {
			b.add("%s: needs %s, which is no check before it", c.File, need)
		}
	}
	b.words(c)
}

// sessions looks at the scripts in which two programs meet.
func (b *breaches) sessions(l lesson.Lesson) {
	sessions, err := l.Sessions()
	checks, err2 := l.Checks()
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	for _, c := range sessions {
		if c.Lines > maxScript || len(c.Claim) > maxSession {
			b.add("%s: %d lines, and a claim of %d bytes; a session has at most %d and %d", c.File, c.Lines, len(c.Claim), maxScript, maxSession)
		}
		b.words(c)
	}
	if tried(checks, "call") && tried(checks, "serve") && len(sessions) == 0 {
		b.add("%s: a program that serves and calls has a session, checks/with.txtar", l.Name)
	}
}

// words looks for what is no word of the checks.
func (b *breaches) words(c lesson.Check) {
	script, err := os.ReadFile(c.File)
	if !b.ok(err) {
		return
	}
	n := 0
	for line := range strings.Lines(string(script)) {
		n++
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		// env is testscript's own. Its exec would run a program without the
		// checker's care.
		if _, known := vocabulary[fields[0]]; !known && fields[0] != "env" {
			b.add("%s:%d: %q is not a word of the checks", c.File, n, fields[0])
		}
	}
}

var todo = regexp.MustCompile(`TODO step (\d+)`)

// sources compares skeleton and solution: the same files, the given ones the
// same to the byte, and a TODO for every step.
func (b *breaches) sources(l lesson.Lesson) {
	skeleton, err := goFiles(l.Skeleton())
	solution, err2 := goFiles(l.Solution())
	steps, err3 := l.Steps()
	if !b.ok(err) || !b.ok(err2) || !b.ok(err3) {
		return
	}
	if skeleton["main.go"] != solution["main.go"] || solution["main.go"] == "" {
		b.add("%s: main.go is given: skeleton and solution must have the same", l.Name)
	}
	todos, learners := map[int]bool{}, 0
	for name, text := range solution {
		given, ok := skeleton[name]
		if !ok {
			b.add("%s: %s is in the solution and not in the skeleton", l.Name, name)
		}
		if given != text {
			learners += strings.Count(text, "\n")
		}
		for _, m := range todo.FindAllStringSubmatch(given, -1) {
			n, err := strconv.Atoi(m[1])
			b.ok(err)
			todos[n] = true
		}
	}
	b.given(l, skeleton, solution)
	if learners > maxLearner {
		b.add("%s: the learner's part of the solution has %d lines; at most %d", l.Name, learners, maxLearner)
	}
	for n := 1; n <= max(len(steps), len(todos)); n++ {
		if !todos[n] || n > len(steps) {
			b.add("%s: steps of the text and TODOs of the skeleton differ at step %d", l.Name, n)
		}
	}
}

// given compares the files that the learner gets ready-made with those of the
// same name in earlier lessons: what was learnt or given once stays as it was.
func (b *breaches) given(l lesson.Lesson, skeleton, solution map[string]string) {
	earlier, err := l.Earlier()
	b.ok(err)
	seen := map[string]bool{"main.go": true} // every lesson has its own
	for _, other := range earlier {
		files, err := goFiles(other.Solution())
		b.ok(err)
		for name, text := range files {
			if !seen[name] && skeleton[name] == solution[name] && skeleton[name] != "" && skeleton[name] != text {
				b.add("%s: %s is given, but differs from %s's", l.Name, name, other.Short())
			}
			seen[name] = true
		}
	}
}

func goFiles(dir string) (map[string]string, error) {
	names, err := lesson.Glob(dir, "*.go")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(name, "_test.go") {
			all[filepath.Base(name)] = string(text)
		}
	}
	return all, nil
}
