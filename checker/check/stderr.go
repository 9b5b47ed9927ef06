package check

import (
	"fmt"
	"slices"
	"strings"
)

const shownLines = 12 // of standard error in an explanation

// lastLines returns the end of text, without the goroutine dump that the
// checker itself has asked for. A crash is shown from its reason on: behind
// that come the traces of many goroutines, and they tell less.
func lastLines(text string) string {
	text, _, _ = strings.Cut(text, "SIGQUIT: quit\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	before := max(len(lines)-shownLines, 0)
	if reason := slices.IndexFunc(lines, crashes); reason >= 0 {
		before = min(before, reason)
	}
	shown := slices.Clone(lines[before:min(before+shownLines, len(lines))])
	if behind := len(lines) - before - len(shown); behind > 0 {
		shown = append(shown, fmt.Sprintf("[%s behind]", count(behind, "line")))
	}
	if before > 0 {
		shown = append([]string{fmt.Sprintf("[%s before]", count(before, "line"))}, shown...)
	}
	return strings.Join(shown, "\n")
}

// crashes reports whether a line is the first that Go writes when a program
// crashes.
func crashes(line string) bool {
	return strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")
}
