package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

// checkAll checks every lesson that the learner has begun and tells in a line
// what came of it: the truth behind the map of lessons.
func (a *app) checkAll(ctx context.Context, names []string) error {
	if len(names) > 0 || a.only != "" || a.program != "" || a.with != "" {
		return usageError{errors.New("--all takes no lesson, and none of --only, --program and --with")}
	}
	w, err := a.workshop()
	if err != nil {
		return err
	}
	lessons, err := w.Lessons()
	if err != nil {
		return err
	}
	begun := 0
	for _, l := range lessons {
		dir, err := l.WorkFolder(a.work)
		if err != nil {
			return err
		}
		if _, err := os.Stat(dir); err != nil {
			continue // not begun
		}
		begun++
		r, err := a.judge(ctx, w, l)
		if err != nil {
			return err
		}
		if err := a.lessonLine(l, r); err != nil {
			return err
		}
	}
	if begun == 0 && !a.json {
		a.say("No lesson is begun yet: %s lesson01\n", self())
	}
	return errJudged
}

// lessonLine tells in a line what came of a lesson.
func (a *app) lessonLine(l lesson.Lesson, r *check.Result) error {
	if a.json {
		return a.encode(r)
	}
	switch r.Verdict {
	case check.Pass:
		a.say("%s %s  all of %d checks pass\n", a.paint.good("✓"), l.Short(), len(r.Checks))
	case check.Fail:
		what := a.words.In("it does not build")
		if c := r.FirstFailure(); c != nil {
			what = c.Name + ": " + c.Failure.Mistake
		}
		fmt.Fprintf(a.out, "%s %s  %s\n", a.paint.bad("✗"), l.Short(), what)
	default:
		a.say("%s %s  could not be judged\n", a.paint.bad("?"), l.Short())
	}
	return nil
}
