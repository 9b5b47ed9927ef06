package main

import (
	"fmt"
	"os"

	"socketworkshop/checker/lesson"
)

// whereAmI prints the map of lessons: what is passed, what is begun, and
// what comes next.
func (a *app) whereAmI() error {
	w, err := lesson.Find(".")
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
		if err := a.mapLine(l, passed, next == l.Short()); err != nil {
			return err
		}
	}
	if next == "" {
		fmt.Fprintln(a.out, "\nEverything is passed.")
		return nil
	}
	fmt.Fprintf(a.out, "\nNext: %s %s\n", self(), next)
	return nil
}

func (a *app) mapLine(l lesson.Lesson, passed, next bool) error {
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
	}
	fmt.Fprintf(a.out, "%s %s  %-40s %s\n", sign, l.Short(), title, a.paint.dull(state))
	return nil
}
