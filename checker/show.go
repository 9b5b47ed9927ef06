package main

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
)

const printedLines = 8 // shown of what a program printed, from its beginning and its end

// experiments shows what is not judged.
func (a *app) experiments(r *check.Result) {
	for _, x := range r.Experiments {
		fmt.Fprintf(a.out, "\n%s %d  %s\n", a.paint.head("An experiment:"), x.Step, x.Claim)
		if x.Problem != "" {
			fmt.Fprint(a.out, indent(margin, wrap("It could not be shown: "+printable(x.Problem), width)))
			continue
		}
		a.section("the wire", transcript(x.Wire))
		a.section("what your program printed", indent("", printable(ends(x.Printed))))
		fmt.Fprintf(a.out, "\n%s\n", indent(margin, wrap(x.Explain, width)))
	}
}

// ends returns the first and the last lines of text.
func ends(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if extra := len(lines) - 2*printedLines; extra > 0 {
		left := fmt.Sprintf("[%d lines more]", extra)
		lines = append(append(lines[:printedLines:printedLines], left), lines[len(lines)-printedLines:]...)
	}
	return strings.Join(lines, "\n")
}
