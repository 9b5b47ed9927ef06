package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"sync"

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
	var begun []lesson.Lesson
	for _, l := range lessons {
		dir, err := l.WorkFolder(a.work)
		if err != nil {
			return err
		}
		if _, err := os.Stat(dir); err == nil {
			begun = append(begun, l)
		}
	}
	lanes := runtime.GOMAXPROCS(0) + 1 // one of them mostly sleeps out a time limit
	if err := a.judgeAll(ctx, w, begun, lanes, a.lessonLine); err != nil {
		return err
	}
	if len(begun) == 0 && !a.json {
		a.say("No lesson is begun yet: %s lesson01\n", self())
	}
	return errJudged
}

// judgeAll checks lessons, as many side by side as lanes says, shows each result
// in the order of the lessons, and writes the reports that were asked for.
func (a *app) judgeAll(ctx context.Context, w lesson.Workshop, lessons []lesson.Lesson, lanes int, show func(lesson.Lesson, *check.Result) error) error {
	points, err := a.readPoints(w)
	if err != nil {
		return err
	}
	b, err := a.newBooklet(lessons, points)
	if err != nil {
		return err
	}
	b.expect(a.student, lessons, a.seed)
	judge := func(ctx context.Context, i int) (*check.Result, error) {
		tell := func(r *check.Result) { _ = b.note(i, r) } // what is in the way is so at the end, too
		return a.judge(ctx, w, lessons[i], tell)
	}
	for i, end := range inLanes(ctx, len(lessons), lanes, judge) {
		if end.err != nil {
			return end.err
		}
		a.remember(w, lessons[i], end.result)
		a.count(end.result.Verdict)
		_ = b.note(i, end.result)
		if err := show(lessons[i], end.result); err != nil {
			return err
		}
	}
	return a.bind(b)
}

// A judged is what came of a lesson.
type judged struct {
	result *check.Result
	err    error
}

// inLanes judges n lessons, as many side by side as lanes says, and yields what
// came of each in their order. A lane that is done takes the next lesson at once.
// One that nobody waits for any more is stopped.
func inLanes(ctx context.Context, n, lanes int, judge func(context.Context, int) (*check.Result, error)) iter.Seq2[int, judged] {
	return func(yield func(int, judged) bool) {
		var running sync.WaitGroup
		defer running.Wait()
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		todo := make(chan int, n)
		ends := make([]chan judged, n)
		for i := range n {
			todo <- i
			ends[i] = make(chan judged, 1)
		}
		close(todo)
		for range lanes {
			running.Go(func() {
				for i := range todo {
					r, err := (*check.Result)(nil), ctx.Err()
					if err == nil {
						r, err = judge(ctx, i)
					}
					ends[i] <- judged{r, err}
				}
			})
		}
		for i := range n {
			if !yield(i, <-ends[i]) {
				return
			}
		}
	}
}

// lessonLine tells in a line what came of a lesson.
func (a *app) lessonLine(l lesson.Lesson, r *check.Result) error {
	if a.json {
		return a.encode(r)
	}
	switch r.Verdict {
	case check.Pass:
		line := a.words.Sprintf("%s %s  all of %d checks pass", a.paint.good("✓"), l.Short(), len(r.Checks))
		if r.Cached {
			line += a.paint.dull(a.words.In("  (cached)"))
		}
		fmt.Fprintln(a.out, line)
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
