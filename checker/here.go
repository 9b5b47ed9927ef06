package main

import (
	"fmt"
	"os"

	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
)

// whereAmI prints the map of lessons: what is passed, what is begun, and
// what comes next.
func (a *app) whereAmI() error {
	w, err := a.workshop()
	if err != nil {
		return err
	}
	all, err := w.Lessons()
	if err != nil {
		return err
	}
	progress, err := lesson.ReadProgress(a.workRoot(w))
	if err != nil {
		return err
	}
	next := ""
	for _, l := range all {
		_, passed := progress.Passed[l.Name]
		if !passed && next == "" {
			next = l.Short()
		}
		if err := a.mapLine(l, progress, next == l.Short()); err != nil {
			return err
		}
	}
	if progress.Calls > 0 {
		a.say("\nYour programs have had %s calls and datagrams so far, with %s.\n", grouped(progress.Calls), a.words.In(size(progress.Bytes)))
	}
	if next == "" {
		a.say("\nEverything is passed.\n")
		return nil
	}
	a.say("\nNext: %s %s\n", self(), next)
	return nil
}

// grouped writes a number with a comma before each three digits.
func grouped(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// size writes a number of bytes in the unit that suits it.
func size(n int64) string {
	for _, unit := range []struct {
		name  string
		bytes int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= unit.bytes {
			return fmt.Sprintf("%.1f %s", float64(n)/float64(unit.bytes), unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

func (a *app) mapLine(l lesson.Lesson, progress *lesson.Progress, next bool) error {
	_, passed := progress.Passed[l.Name]
	title, err := l.Title()
	if err != nil {
		return err
	}
	dir, err := l.WorkFolder(a.work)
	if err != nil {
		return err
	}
	_, missing := os.Stat(dir)
	sign, state := " ", ""
	switch {
	case passed:
		sign, state = a.paint.good("✓"), "passed"
	case next:
		sign = "→"
	}
	if !passed && missing == nil {
		state = "begun"
		if s, stuck := progress.Stuck[l.Name]; stuck {
			state = fmt.Sprintf("begun, at %s", s.Check)
		}
	}
	fmt.Fprintf(a.out, "%s %s  %s %s\n", sign, l.Short(), language.Pad(title, 40), a.paint.dull(a.words.In(state)))
	return nil
}
