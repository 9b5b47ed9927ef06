package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

// checkLessons checks one lesson after the other.
func (a *app) checkLessons(ctx context.Context, names []string) error {
	w, lessons, err := a.lessons(names)
	if err != nil {
		return err
	}
	var told []report.Lesson
	err = a.judgeAll(ctx, w, lessons, 1, func(l lesson.Lesson, r *check.Result) error {
		told = append(told, report.Lesson{Lesson: l, Result: r, Command: self()})
		return a.report(w, l, r)
	})
	if err != nil {
		return err
	}
	if err := a.writePage(told); err != nil {
		return err
	}
	return errJudged
}

// writePage makes the page that was asked for: all lessons are on it.
func (a *app) writePage(all []report.Lesson) error {
	if a.html == "" {
		return nil
	}
	err := report.WriteFile(a.html, func(w io.Writer) error { return report.HTML(w, a.words, all) })
	if err != nil {
		return fmt.Errorf("the page cannot be written: %w", err)
	}
	if !a.json {
		a.say("\n%s has all of it, for a browser or a printer.\n", report.Printable(a.html))
	}
	return nil
}

// judge checks a lesson, and calls tell as check.Options do. What is in the way of
// that is a result, too.
func (a *app) judge(ctx context.Context, w lesson.Workshop, l lesson.Lesson, tell func(*check.Result)) (*check.Result, error) {
	run := func() (*check.Result, error) { return a.checkLesson(ctx, w, l, tell) }
	if a.with != "" {
		run = func() (*check.Result, error) { return a.checkWith(ctx, w, l) }
	}
	r, err := run()
	if ctx.Err() != nil {
		return nil, ctx.Err() // also when the run came to its end at that moment
	}
	var usage usageError
	if errors.As(err, &usage) {
		return nil, err
	}
	if err != nil {
		r = &check.Result{
			Lesson: l.Name, Verdict: check.Unknown, Seed: a.seed,
			Checks: []check.Check{}, Problem: err.Error(),
		}
	}
	return r, nil
}

// count lets a verdict have its say in the exit status.
func (a *app) count(v check.Verdict) {
	switch {
	case v == check.Fail:
		a.status = statusFail
	case v == check.Unknown && a.status == statusPass:
		a.status = statusUnknown
	}
}

func (a *app) checkLesson(ctx context.Context, w lesson.Workshop, l lesson.Lesson, tell func(*check.Result)) (*check.Result, error) {
	_, err := check.Select(l, a.only)
	var missing *check.NoCheckError
	if errors.As(err, &missing) {
		return nil, usageError{err}
	}
	if err != nil {
		return nil, err
	}
	o, err := a.learners(w, l)
	if err != nil {
		return nil, err
	}
	if tell != nil {
		o.Tell = func(r *check.Result) { tell(a.here(l, r, o.Dir)) }
	}
	r, err := a.cached(l, o).run(func() (*check.Result, error) { return check.Run(ctx, l, o) })
	if err != nil {
		return nil, err
	}
	return a.here(l, r, o.Dir), nil
}

// here adds to a result what a reader in this folder needs: where the program
// is, and the commands that repeat its failures.
func (a *app) here(l lesson.Lesson, r *check.Result, dir string) *check.Result {
	r.Dir = shortPath(dir)
	for i := range r.Checks {
		if f := r.Checks[i].Failure; f != nil {
			f.Rerun = "checker " + a.rerun(l, r.Checks[i].Name)
		}
	}
	return r
}

// learners returns how the learner's program is checked.
func (a *app) learners(w lesson.Workshop, l lesson.Lesson) (check.Options, error) {
	dir, err := a.folder(w, l)
	if err != nil {
		return check.Options{}, err
	}
	return a.options(dir)
}

// folder returns the learner's folder of the lesson, made now if need be.
func (a *app) folder(w lesson.Workshop, l lesson.Lesson) (string, error) {
	if a.program != "" {
		return "", nil
	}
	dir, err := l.WorkFolder(a.work)
	if errors.Is(err, fs.ErrNotExist) {
		return "", usageError{fmt.Errorf("--work %s: there is no such folder", a.work)}
	}
	if err != nil {
		return "", err
	}
	made, err := l.Begin(dir)
	if err != nil {
		return "", fmt.Errorf("your copy of the skeleton cannot be made: %w\nUse --work DIR for a folder that you may write to", err)
	}
	if made && !a.json {
		a.say("%s is yours now. Its text is %s.\n\n", shortPath(dir), shortPath(l.Readme()))
	}
	return dir, nil
}

// rerun returns the arguments that repeat one check.
func (a *app) rerun(l lesson.Lesson, name string) string {
	words := []string{l.Short(), "--only", name, "--seed", fmt.Sprint(a.seed)}
	if a.with != "" {
		words = append(words, "--with", quote(a.with))
	}
	if a.work != "" {
		words = append(words, "--work", quote(a.work))
	}
	if a.program != "" {
		words = append(words, "--program", quote(a.program))
	}
	if a.race {
		words = append(words, "--race")
	}
	return strings.Join(words, " ")
}

// quote makes one word of s for a shell.
func quote(s string) string {
	if strings.ContainsAny(s, " \t\n\"'$&|;<>()*?[]#~`\\") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// shortPath returns path as seen from here, where that is shorter.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || len(rel) >= len(path) {
		return path
	}
	return rel
}

// workRoot returns the folder that holds the learner's copies.
func (a *app) workRoot(w lesson.Workshop) string {
	if a.work != "" {
		return a.work
	}
	return filepath.Join(w.Root, "work")
}

func (a *app) report(w lesson.Workshop, l lesson.Lesson, r *check.Result) error {
	if a.json {
		return a.encode(r)
	}
	return a.print(w, l, r)
}

func (a *app) encode(r any) error { return json.NewEncoder(a.out).Encode(r) }

// reset begins a lesson again and says where the old copy is.
func (a *app) reset(name string) error {
	_, lessons, err := a.lessons([]string{name})
	if err != nil {
		return err
	}
	l := lessons[0]
	dir, err := l.WorkFolder(a.work)
	if err != nil {
		return err
	}
	kept, err := l.Reset(dir)
	if err != nil {
		return err
	}
	if kept != "" {
		a.say("Your old copy is %s now.\n", shortPath(kept))
	}
	a.say("%s is the skeleton again.\n", shortPath(dir))
	return nil
}
