package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/tutor"
)

// whatNow names the text to read and the command to repeat the check.
func (a *app) whatNow(l lesson.Lesson, c *check.Check) string {
	text := a.words.Sprintf("read   %s", shortPath(l.Readme()))
	if title := l.StepTitle(c.Step); title != "" {
		text += a.words.Sprintf(", \"%s\"", title)
	}
	text += "\n" + a.again(c.Failure) + "\n"
	if c.Failure.Mistake != tutor.NotWrittenYet && a.program == "" && a.work == "" {
		text += a.words.Sprintf("hint   %s hint %s", self(), l.Short()) + "\n"
	}
	return text + a.byHand(l, c.Failure)
}

// again says how the check is repeated.
func (a *app) again(f *check.Failure) string {
	return a.words.Sprintf("again  %s %s", self(), strings.TrimPrefix(f.Rerun, "checker "))
}

// byHand says how to see a failure without the checker: the program in one
// terminal, and the reference as its peer in another.
func (a *app) byHand(l lesson.Lesson, f *check.Failure) string {
	if f.Mistake == tutor.NotWrittenYet {
		return ""
	}
	run := "cd " + quote(shortPath(a.dir)) + " && go run ."
	if a.program != "" {
		run = a.program
	}
	if f.Role == "run" {
		var words []string
		for _, word := range f.Words {
			words = append(words, quote(word))
		}
		return a.words.Sprintf("by hand") + "\n  " + run + " " + strings.Join(words, " ") + "\n"
	}
	peer := "cd " + quote(shortPath(l.Solution())) + " && go run ."
	words := ""
	checks, _ := l.Checks() // they were read before
	if slices.ContainsFunc(checks, func(c lesson.Check) bool { return c.Words }) {
		words = " hello"
	}
	key := ""
	if slices.Contains(f.Words, "-key-file") {
		file, _ := filepath.Abs(filepath.Join(a.dir, "key")) // the text says how to make it
		key = " -key-file " + quote(file)
	}
	first, second := run+" serve"+key, peer+" call"+key+words
	if i := slices.Index(f.Words, "-expect"); i > 0 && i+1 < len(f.Words) { // lesson09's count
		first, second = run+" count -expect "+quote(f.Words[i+1]), peer+" call"
		for message := range strings.SplitSeq(f.Words[i+1], ",") {
			second += " " + quote(message)
		}
	}
	if f.Role == "call" {
		first, second = peer+" serve"+key, run+" call"+key+words
	}
	return a.words.Sprintf("by hand, in two terminals") + "\n  " + first + "\n  " + second + "\n"
}

// self returns how this command was started: by name, or by go run.
func self() string {
	if strings.Contains(filepath.ToSlash(os.Args[0]), "/go-build") {
		return "go run ./checker"
	}
	return "checker"
}
