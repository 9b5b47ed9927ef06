package class

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// turns are programs that were checked and measured in turn: what else the
// machine does weighs on all of them alike.
type turns struct {
	keep     keeper
	lesson   lesson.Lesson
	seed     uint64
	programs []*rival
	common   []string // the checks that all of them passed every time
}

// A rival is one of the programs.
type rival struct {
	dir    string
	binary program.Binary
	first  *check.Result   // of all checks
	rounds []*check.Result // of those that are common
}

// takeTurns builds each program, checks it, and then for so many rounds what all of
// them have passed, each with the same seed. A program that does not build passes
// nothing.
func takeTurns(ctx context.Context, l lesson.Lesson, dirs []string, o CompareOptions) (*turns, error) {
	scratch, err := os.MkdirTemp("", "turns")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	_, cache, err := program.Toolchain()
	if err != nil {
		return nil, err
	}
	t := &turns{keep: keeper{o.Sandbox, o.Trust, cache}, lesson: l, seed: o.Seed, common: []string{}}
	if err := t.build(ctx, dirs, scratch); err != nil {
		return nil, err
	}
	for _, r := range t.programs {
		if r.first != nil {
			continue // it does not build
		}
		if r.first, err = t.judge(ctx, r, nil); err != nil {
			return nil, err
		}
	}
	t.settle()
	for round := range o.Rounds {
		if err := t.round(ctx, round); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// build builds the programs, which must be seen by their whole names. What they
// import is compiled first, for a box forgets that.
func (t *turns) build(ctx context.Context, dirs []string, scratch string) error {
	if err := program.Warm(ctx, []string{t.lesson.Solution()}); err != nil {
		return err
	}
	r := buildRequest{Into: scratch, Workers: runtime.NumCPU()}
	for _, dir := range dirs {
		whole, err := filepath.Abs(dir)
		if err != nil {
			return err
		}
		r.Dirs = append(r.Dirs, whole)
	}
	all, err := t.keep.build(ctx, r.Dirs, r)
	if err != nil {
		return err
	}
	for i, made := range all {
		if made.Problem != "" {
			return fmt.Errorf("%s: %s", dirs[i], made.Problem)
		}
		one := &rival{dir: dirs[i], binary: made.Binary}
		if made.Output != "" {
			one.first = &check.Result{Lesson: t.lesson.Name, Dir: one.dir, Verdict: check.Fail, Build: check.Build{Output: made.Output}}
		}
		t.programs = append(t.programs, one)
	}
	return nil
}

// judge runs some of the lesson's checks against a program, or all.
func (t *turns) judge(ctx context.Context, r *rival, those []string) (*check.Result, error) {
	return t.keep.judge(ctx, t.lesson, judgeRequest{Dir: r.dir, Seed: t.seed, Those: those, Binary: r.binary})
}

// settle leaves as common what each program has passed every time.
func (t *turns) settle() {
	t.common = []string{}
	for _, c := range t.programs[0].first.Checks {
		if !slices.ContainsFunc(t.programs, func(r *rival) bool { return !r.passes(c.Name) }) {
			t.common = append(t.common, c.Name)
		}
	}
}

func (r *rival) passes(name string) bool {
	for _, result := range append([]*check.Result{r.first}, r.rounds...) {
		if c := named(result, name); c == nil || c.Verdict != check.Pass {
			return false
		}
	}
	return true
}

func named(r *check.Result, name string) *check.Check {
	i := slices.IndexFunc(r.Checks, func(c check.Check) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &r.Checks[i]
}

// round lets each program go once, every other time in the opposite order.
func (t *turns) round(ctx context.Context, round int) error {
	if len(t.common) == 0 {
		return nil
	}
	order := slices.Clone(t.programs)
	if round%2 == 1 {
		slices.Reverse(order)
	}
	for _, r := range order {
		result, err := t.judge(ctx, r, t.common)
		if err != nil {
			return err
		}
		r.rounds = append(r.rounds, result)
	}
	t.settle()
	return nil
}
