package class

import (
	"context"
	"errors"
	"os"

	"socketworkshop/checker/check"
	"socketworkshop/checker/program"
)

// warm lets what the lessons' programs import be compiled once for all: boxes
// forget what they compile.
func (g *grader) warm(ctx context.Context) error {
	if g.warmed {
		return nil
	}
	g.warmed = true
	var dirs []string
	for _, l := range g.all {
		dirs = append(dirs, l.Solution())
	}
	return program.Warm(ctx, dirs)
}

// build builds the programs of a batch. One that does not compile with the
// given files of the workshop is built as it was handed in: with files that its
// author was free to change it may be right.
func (g *grader) build(ctx context.Context, jobs []*job) error {
	if err := g.warm(ctx); err != nil {
		return err
	}
	if err := g.buildIn(ctx, jobs, func(j *job) string { return j.dir }); err != nil {
		return err
	}
	var again []*job
	for _, j := range jobs {
		if j.made.Output != "" && j.own != j.dir {
			again = append(again, j)
		}
	}
	return g.buildIn(ctx, again, func(j *job) string { return j.own })
}

// mostCompilers is how many work in a box, whose memory is bounded.
const mostCompilers = 16

// buildIn builds the program of each job in one of its folders. Where that
// breaks off, half of them are tried at a time: one of them may be to blame.
func (g *grader) buildIn(ctx context.Context, jobs []*job, folder func(*job) string) error {
	if len(jobs) == 0 {
		return nil
	}
	into, err := os.MkdirTemp(g.scratch.Dir, "built")
	if err != nil {
		return err
	}
	r := buildRequest{Into: into, Workers: min(g.Workers, mostCompilers)}
	for _, j := range jobs {
		r.Dirs = append(r.Dirs, folder(j))
	}
	all, err := g.keep.build(ctx, []string{g.scratch.Dir}, r)
	half := len(jobs) / 2
	switch {
	case err == nil:
		for i, j := range jobs {
			j.made = all[i]
		}
	case ctx.Err() != nil:
		return ctx.Err()
	case half == 0:
		jobs[0].made = program.Made{Problem: err.Error()}
	default:
		return errors.Join(g.buildIn(ctx, jobs[:half], folder), g.buildIn(ctx, jobs[half:], folder))
	}
	return nil
}

// unbuilt returns the result of a program that was not built, or nil.
func (j *job) unbuilt() *check.Result {
	r := &check.Result{Lesson: j.lesson.Name, Seed: j.seed, Verdict: check.Fail, Checks: []check.Check{}}
	switch {
	case j.refused != "":
		r.Build.Output = j.refused
	case j.made.Output != "":
		r.Build.Output = j.made.Output
	case j.made.Problem != "":
		r.Verdict, r.Problem = check.Unknown, j.made.Problem
	default:
		return nil
	}
	return r
}
