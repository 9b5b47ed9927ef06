package class

import (
	"context"
	"slices"
	"sync"

	"socketworkshop/checker/check"
	"socketworkshop/checker/program"
)

// A job is a program that must be judged.
type job struct {
	handed
	student string
	key     string
	seed    uint64
	made    program.Made
	unknown bool // it could not be judged so far
}

// loneTries is how often a program that could not be judged is tried again by
// itself: where many run at the same time, one may have had too little of the
// machine.
const loneTries = 2

// finish builds and judges the batch, and begins another.
func (g *grader) finish(ctx context.Context) error {
	if len(g.batch) == 0 {
		return ctx.Err()
	}
	if err := g.judgeBatch(ctx); err != nil {
		return err
	}
	g.graded.Judged += len(g.batch)
	g.batch = nil
	fresh, err := program.NewScratch(batchRoom)
	if err != nil {
		return err
	}
	g.scratch.Remove()
	g.scratch = fresh
	return nil
}

// judgeBatch judges the programs that take longest first, so that all workers
// have something to do until the end.
func (g *grader) judgeBatch(ctx context.Context) error {
	sound := slices.DeleteFunc(slices.Clone(g.batch), func(j *job) bool { return j.refused != "" })
	if err := g.build(ctx, sound); err != nil {
		return err
	}
	slices.SortStableFunc(g.batch, func(a, b *job) int { return b.lesson.Number - a.lesson.Number })
	var failed first
	slots := make(chan struct{}, g.Workers)
	var wait sync.WaitGroup
	for _, j := range g.batch {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			err := g.judge(ctx, j)
			if failed.note(err); err == nil && !j.unknown {
				g.advance(j.student, 1)
			}
		})
	}
	wait.Wait()
	if failed.err != nil {
		return failed.err
	}
	for _, j := range g.batch {
		if !j.unknown {
			continue
		}
		for try := 0; try < loneTries && j.unknown; try++ {
			if err := g.judge(ctx, j); err != nil {
				return err
			}
		}
		g.advance(j.student, 1)
	}
	return nil
}

// A first keeps the first error.
type first struct {
	mu  sync.Mutex
	err error
}

func (f *first) note(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

// judge judges a program and keeps the result. The error is that of the grading.
func (g *grader) judge(ctx context.Context, j *job) error {
	r := j.unbuilt()
	if r == nil {
		r = g.judged(ctx, j)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.Dir = j.at
	for i := range r.Checks {
		if f := r.Checks[i].Failure; f != nil {
			f.Rerun = g.Rerun(j.lesson, r.Checks[i].Name, j.at, j.seed)
		}
	}
	j.unknown = r.Verdict == check.Unknown
	return g.store.save(j.student, j.lesson.Name, j.key, r)
}

// judged runs the checks. Whatever goes wrong with that is a result.
func (g *grader) judged(ctx context.Context, j *job) *check.Result {
	r, err := g.keep.judge(ctx, j.lesson, judgeRequest{Dir: j.own, Seed: j.seed, Binary: j.made.Binary})
	if err != nil {
		return &check.Result{Lesson: j.lesson.Name, Seed: j.seed, Verdict: check.Unknown, Checks: []check.Check{}, Problem: err.Error()}
	}
	return r
}
