package main

import (
	"fmt"
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
	text := "read   " + shortPath(l.Readme())
	if title := l.StepTitle(c.Step); title != "" {
		text += fmt.Sprintf(", \"%s\"", title)
	}
	text += "\nagain  " + self() + " " + strings.TrimPrefix(c.Failure.Rerun, "checker ")
	if c.Failure.Mistake != tutor.NotWrittenYet && a.program == "" && a.work == "" {
		text += "\nhint   " + self() + " hint " + l.Short()
	}
	return text + "\n" + a.byHand(l, c.Failure)
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
		return "by hand\n  " + run + " " + strings.Join(words, " ") + "\n"
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
	if f.Role == "call" {
		first, second = peer+" serve"+key, run+" call"+key+words
	}
	return fmt.Sprintf("by hand, in two terminals\n  %s\n  %s\n", first, second)
}

// self returns how this command was started: by name, or by go run.
func self() string {
	if strings.Contains(filepath.ToSlash(os.Args[0]), "/go-build") {
		return "go run ./checker"
	}
	return "checker"
}
