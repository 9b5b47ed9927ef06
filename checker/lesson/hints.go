package lesson

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A Ladder is the hints for one mistake: a question, a place in the text, and so
// on to the cure in words. Each rung is one line.
type Ladder []string

var (
	ladderLine = regexp.MustCompile(`^## ([a-z0-9-]+)$`)
	rungLine   = regexp.MustCompile(`^\d+\. (.+)$`)
)

// HintsFile returns the file of the lesson's hints.
func (l Lesson) HintsFile() string { return filepath.Join(l.Dir(), "hints.md") }

// Hints returns the lesson's ladders by the name of their mistake.
func (l Lesson) Hints() (map[string]Ladder, error) {
	text, err := os.ReadFile(l.HintsFile())
	if err != nil {
		return nil, err
	}
	return readHints(string(text)), nil
}

func readHints(text string) map[string]Ladder {
	all := map[string]Ladder{}
	mistake := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := ladderLine.FindStringSubmatch(line); m != nil {
			mistake, all[m[1]] = m[1], Ladder{}
			continue
		}
		rungs := all[mistake]
		switch m := rungLine.FindStringSubmatch(line); {
		case mistake == "" || line == "":
		case m != nil:
			all[mistake] = append(rungs, m[1])
		case len(rungs) > 0 && strings.HasPrefix(line, " "):
			rungs[len(rungs)-1] += " " + strings.TrimSpace(line)
		}
	}
	return all
}
