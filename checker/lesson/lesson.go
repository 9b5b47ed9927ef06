package lesson

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Lesson is one folder of lessons. Its name gives number and slug; the rest
// is read from its files when asked for.
type Lesson struct {
	Number int    // 7
	Name   string // lesson07-remote-command

	workshop Workshop
}

// Short returns the name people type: lesson07.
func (l Lesson) Short() string { return l.Name[:len("lesson00")] }

// Slug returns the words behind the number: remote-command.
func (l Lesson) Slug() string { return l.Name[len("lesson00-"):] }

// Dir returns the folder of the lesson's text, skeleton and checks.
func (l Lesson) Dir() string { return filepath.Join(l.workshop.Root, "lessons", l.Name) }

// Readme returns the file of the lesson's text, in the workshop's edition.
func (l Lesson) Readme() string { return l.edition("README.md") }

// Skeleton returns the folder a learner starts from.
func (l Lesson) Skeleton() string { return filepath.Join(l.Dir(), "skeleton") }

// Workshop returns the workshop that the lesson belongs to.
func (l Lesson) Workshop() Workshop { return l.workshop }

// Solution returns the folder of the reference solution.
func (l Lesson) Solution() string { return filepath.Join(l.workshop.Root, "solutions", l.Name) }

// Earlier returns the lessons before this one, the nearest first.
func (l Lesson) Earlier() ([]Lesson, error) {
	all, err := l.workshop.Lessons()
	all = slices.DeleteFunc(all, func(other Lesson) bool { return other.Number >= l.Number })
	slices.Reverse(all)
	return all, err
}

// A Step is a numbered section of a lesson's text.
type Step struct {
	Number int
	Title  string
}

var (
	titleLine = regexp.MustCompile(`(?m)^# (.+)$`)
	stepLine  = regexp.MustCompile(`(?m)^## (\d+)\. (.+)$`)
)

// Title returns the heading of the lesson's text.
func (l Lesson) Title() (string, error) {
	text, err := os.ReadFile(l.Readme())
	if err != nil {
		return "", err
	}
	m := titleLine.FindSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%s has no title, a line that begins with \"# \"", l.Readme())
	}
	return string(m[1]), nil
}

// Steps returns the numbered sections of the lesson's text, in their order.
func (l Lesson) Steps() ([]Step, error) {
	text, err := os.ReadFile(l.Readme())
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, m := range stepLine.FindAllSubmatch(text, -1) {
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return nil, err
		}
		steps = append(steps, Step{n, string(m[2])})
	}
	return steps, nil
}

// StepTitle returns the heading of a step, "2. Take the call", or "" where the
// text has none.
func (l Lesson) StepTitle(number int) string {
	steps, _ := l.Steps() // none when the text cannot be read
	for _, s := range steps {
		if s.Number == number {
			return fmt.Sprintf("%d. %s", s.Number, s.Title)
		}
	}
	return ""
}

// A Check is one script: one claim about the learner's program.
type Check struct {
	Name   string   // 2-two-callers
	Step   int      // 2, the step of the text that it belongs to
	File   string   // where the script lies
	Claim  string   // its first comment line
	Cause  string   // the rest of that comment: the usual cause of a failure
	Needs  []string // checks without which this one says nothing
	Lines  int      // how long the script is
	Serves bool     // it starts a server
	Words  bool     // it gives the caller words on its command line
	Types  bool     // it types at the program's standard input, or ends that

	Tries []string // the parts of the program that it tries: serve, call or both

	Datagrams  bool // it speaks in datagrams
	Experiment bool // it shows something and judges nothing
}

// serving are the words that start a server.
var serving = []string{"serve", "strftime", "count", "cuttings", "serve-udp", "serve-upper", "serve-upper-udp", "serve-homes"}

var checkName = regexp.MustCompile(`^(\d+)-[a-z0-9]+(?:-[a-z0-9]+)*$`)

// Checks returns the lesson's checks in the order of step and name. A lesson
// without any gives ErrNoChecks.
func (l Lesson) Checks() ([]Check, error) {
	files, err := Glob(filepath.Join(l.Dir(), "checks"), "*.txtar")
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, isSession)
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: %w", filepath.Join(l.Dir(), "checks"), ErrNoChecks)
	}
	var checks []Check
	for _, file := range files {
		c, err := readCheck(file)
		if err != nil {
			return nil, err
		}
		checks = append(checks, c)
	}
	slices.SortFunc(checks, func(a, b Check) int {
		return cmp.Or(a.Step-b.Step, strings.Compare(a.Name, b.Name))
	})
	return checks, nil
}

func readCheck(file string) (Check, error) {
	c := Check{File: file, Name: strings.TrimSuffix(filepath.Base(file), ".txtar")}
	m := checkName.FindStringSubmatch(c.Name)
	if m == nil {
		return c, fmt.Errorf("%s: a check is named STEP-words.txtar, such as 2-two-callers.txtar", file)
	}
	var err error
	if c.Step, err = strconv.Atoi(m[1]); err != nil {
		return c, err
	}
	return c, c.read()
}

// read reads the script.
func (c *Check) read() error {
	archive, err := readArchive(c.File)
	if err != nil {
		return err
	}
	script := string(archive.Comment)
	c.Lines = strings.Count(script, "\n")
	c.Claim, c.Cause = heading(script)
	for line := range strings.Lines(script) {
		if f := strings.Fields(line); len(f) > 0 {
			c.note(f)
		}
	}
	if c.Claim == "" {
		return fmt.Errorf("%s: line 1: want a comment that states the claim", c.File)
	}
	return nil
}

// note takes in what one line tells.
func (c *Check) note(f []string) {
	c.tries(f)
	switch {
	case f[0] == "needs":
		c.Needs = append(c.Needs, f[1:]...)
	case slices.Contains(serving, f[0]):
		c.Serves, c.Datagrams = true, c.Datagrams || f[0] == "strftime"
	case f[0] == "experiment":
		c.Experiment = true
	case f[0] == "type" || f[0] == "endinput":
		c.Types = true
	case f[0] == "socket" || f[0] == "crowd":
		c.Datagrams = true
	case len(f) > 1 && f[0] == "call":
		c.Words = c.Words || !strings.HasPrefix(f[len(f)-2], "-") && !strings.HasPrefix(f[len(f)-1], "-")
	}
}

// tries takes in which part of the program a line tries.
func (c *Check) tries(f []string) {
	part := ""
	switch {
	case f[0] == "call" || f[0] == "impostor" || f[0] == "refuses" && slices.Contains(f, "call"):
		part = "call"
	case slices.Contains(serving, f[0]) || f[0] == "adduser" || f[0] == "refuses":
		part = "serve"
	}
	if part != "" && !slices.Contains(c.Tries, part) {
		c.Tries = append(c.Tries, part)
	}
}

// heading splits the comment a script begins with into its first line and
// the rest, joined to one line.
func heading(script string) (claim, cause string) {
	var rest []string
	for line := range strings.Lines(script) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok {
			break
		}
		rest = append(rest, strings.TrimSpace(text))
	}
	if len(rest) == 0 {
		return "", ""
	}
	return rest[0], strings.Join(rest[1:], " ")
}
