package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"socketworkshop/checker/lesson"
)

// edition looks whether the Chinese edition of the text lags behind the English
// one: in a heading, a step's number, a block of code or of output.
func (b *breaches) edition(l lesson.Lesson) {
	english, err := os.ReadFile(l.Readme())
	other := filepath.Join(l.Dir(), "README.zh-CN.md")
	chinese, err2 := os.ReadFile(other)
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	if difference := Lag(string(english), string(chinese)); difference != "" {
		b.add("%s: %s", other, difference)
	}
}

// Lag compares the outlines of two editions of one text, which speak different
// languages, and returns the first difference in words, or "".
func Lag(text, translated string) string {
	want, got := outline(text), outline(translated)
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
