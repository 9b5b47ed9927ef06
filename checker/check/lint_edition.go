package check

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
)

// edition looks whether the Chinese edition of the text lags behind the English
// one: in a heading, a step's number, a block of code or of output.
func (b *breaches) edition(l lesson.Lesson) {
	english, err := os.ReadFile(l.Readme())
	other := l.EditionFile("README.md", lesson.ChineseEdition)
	chinese, err2 := os.ReadFile(other)
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	if difference := Lag(string(english), string(chinese)); difference != "" {
		b.add("%s: %s", other, difference)
	}
}

// hintsEdition looks whether the Chinese hints lag behind the English ones: in a
// mistake, the number of a rung, a block of code.
func (b *breaches) hintsEdition(l lesson.Lesson) {
	english, err := os.ReadFile(l.HintsFile())
	other := l.EditionFile("hints.md", lesson.ChineseEdition)
	chinese, err2 := os.ReadFile(other)
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	if difference := lag(rungs(string(english)), rungs(string(chinese))); difference != "" {
		b.add("%s: %s", other, difference)
	}
}

// rungs lists what is the same in the hints of every language.
func rungs(text string) (all []string) {
	for _, part := range strings.Split(text, "\n## ")[1:] {
		mistake, ladder, _ := strings.Cut(part, "\n")
		all = append(all, "the mistake "+strings.TrimSpace(mistake))
		for _, number := range rungLine.FindAllString(ladder, -1) {
			all = append(all, "the rung "+number)
		}
		all = append(all, outline(ladder)...)
	}
	return all
}

var rungLine = regexp.MustCompile(`(?m)^\d+\.`)

// checksEdition looks whether each text of the lesson's scripts, claim and cause,
// has a Chinese one, and nothing else has.
func (b *breaches) checksEdition(l lesson.Lesson) {
	checks, err := l.Checks()
	sessions, err2 := l.Sessions()
	file := l.CatalogueFile(lesson.ChineseEdition)
	po, err3 := os.ReadFile(file)
	if !b.ok(err) || !b.ok(err2) || !b.ok(err3) {
		return
	}
	entries, err := language.Parse(string(po))
	if err != nil {
		b.add("%s: %v", file, err)
		return
	}
	wanted := map[string]bool{}
	for _, c := range append(checks, sessions...) {
		wanted[c.Claim], wanted[c.Cause] = true, true
	}
	delete(wanted, "") // a session has no cause
	for _, e := range entries {
		if !wanted[e.ID] {
			b.add("%s: no check says %q", file, e.ID)
		}
		delete(wanted, e.ID)
	}
	for _, text := range slices.Sorted(maps.Keys(wanted)) {
		b.add("%s has no entry for %q", file, text)
	}
}

// Lag compares the outlines of two editions of one text, which speak different
// languages, and returns the first difference in words, or "".
func Lag(text, translated string) string { return lag(outline(text), outline(translated)) }

func lag(want, got []string) string {
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			return "it ends where this comes: " + want[i]
		case i >= len(want):
			return "it goes on where the text ends, with " + got[i]
		case want[i] != got[i]:
			return "want " + want[i] + "; got " + got[i]
		}
	}
	return ""
}

var (
	headLine  = regexp.MustCompile(`^(#+) (\d+\. )?`)
	fenceLine = regexp.MustCompile("^```(.*)$")
)

// outline lists what is the same in every language: the levels of headings and
// the numbers of steps, and fenced blocks. Words in pictures (mermaid, text) are
// not the same.
func outline(text string) (all []string) {
	block, inside := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		fence := fenceLine.FindStringSubmatch(line)
		switch {
		case inside && line == "```":
			all, inside = append(all, "the block\n"+block), false
		case inside:
			if !strings.HasPrefix(block, "```mermaid") && !strings.HasPrefix(block, "```text") {
				block += line + "\n"
			}
		case fence != nil:
			block, inside = line+"\n", true
		default:
			if m := headLine.FindString(line); m != "" {
				all = append(all, "a heading "+m+"…")
			}
		}
	}
	return all
}
