package main

import (
	"fmt"
	"strings"
	"time"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

// remember notes what came of a run for the map of lessons and for the hints. A
// note that cannot be made does not change the verdict.
func (a *app) remember(w lesson.Workshop, l lesson.Lesson, r *check.Result) {
	root := a.workRoot(w)
	if a.program != "" || a.with != "" || !lesson.IsWork(root) {
		return
	}
	p, err := lesson.ReadProgress(root)
	if err == nil {
		note(p, l, r, a.only == "")
		err = p.Save()
	}
	a.noted(err)
}

// noted says that something cannot be noted, if that is so.
func (a *app) noted(err error) {
	if err != nil {
		a.complain(fmt.Errorf("your progress cannot be noted: %w", err))
	}
}

// note adds a run, of all checks or of one alone, to the progress.
func note(p *lesson.Progress, l lesson.Lesson, r *check.Result, all bool) {
	p.Calls += r.Calls()
	p.Bytes += r.Bytes()
	if r.Verdict == check.Pass && all {
		p.Pass(l.Name, time.Now())
	}
	if c := r.FirstFailure(); c != nil {
		stuck := lesson.Stuck{Check: c.Name, Mistake: c.Failure.Mistake}
		if places := c.Failure.Where; len(places) > 0 {
			stuck.Func = declared(places[0].Func)
		}
		p.Fail(l.Name, stuck)
	}
}

// declared returns the name of the declaration that a function of a goroutine
// dump belongs to: Server.Serve for (*Server).Serve.func2.
func declared(name string) string {
	name = strings.NewReplacer("(*", "", ")", "").Replace(name)
	name, _, _ = strings.Cut(name, ".func")
	return name
}

// progressIn returns the lesson of that name, and the learner's progress.
func (a *app) progressIn(name string) (l lesson.Lesson, p *lesson.Progress, err error) {
	w, lessons, err := a.lessons([]string{name})
	if err != nil {
		return l, nil, err
	}
	p, err = lesson.ReadProgress(a.workRoot(w))
	return lessons[0], p, err
}
