package main

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

const printedLines = 8 // shown of what a program printed, from its beginning and its end

// experiments shows what is not judged.
func (a *app) experiments(r *check.Result) {
	for _, x := range r.Experiments {
		fmt.Fprintf(a.out, "\n%s %d  %s\n", a.paint.head(a.words.In("An experiment:")), x.Step, a.words.In(x.Claim))
		if x.Problem != "" {
			fmt.Fprint(a.out, indent(margin, wrap(report.Printable(a.words.In("It could not be shown: "+x.Problem)), width)))
			continue
		}
		entries := check.Transcript(x.Wire, true, x.Frames)
		a.section("the wire", a.transcript(entries, len(entries)-1))
		a.section("what your program printed", indent("", report.Printable(a.ends(x.Printed))))
		a.section("measured", report.Printable(a.words.In(strings.Join(x.Figures, "\n")))+"\n")
		fmt.Fprintf(a.out, "\n%s\n", indent(margin, wrap(a.words.In(x.Explain), width)))
	}
}

// ends returns the first and the last lines of text.
func (a *app) ends(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if extra := len(lines) - 2*printedLines; extra > 0 {
		left := a.words.Sprintf("[%d lines more]", extra)
		lines = append(append(lines[:printedLines:printedLines], left), lines[len(lines)-printedLines:]...)
	}
	return strings.Join(lines, "\n")
}

// next sends the learner on.
func (a *app) next(w lesson.Workshop, l lesson.Lesson, r *check.Result) error {
	if a.only != "" && len(r.Experiments) > 0 {
		a.experiments(r)
		return nil
	}
	if a.only != "" {
		fmt.Fprintf(a.out, "%s\n", a.paint.good(a.words.Sprintf("%s passes.", a.only)))
		return nil
	}
	fmt.Fprintf(a.out, "%s\n", a.paint.good(a.words.Sprintf("All of %s passes.", l.Short())))
	defer a.experiments(r)
	all, err := w.Lessons()
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Number > l.Number {
			a.say("Next: %s %s, and its text %s.\n", self(), other.Short(), shortPath(other.Readme()))
			return nil
		}
	}
	a.say("That was the last lesson there is.\n")
	return nil
}
