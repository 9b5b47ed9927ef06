package class

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// turns are programs that were checked and measured in turn: what else the
// machine does weighs on all of them alike.
type turns struct {
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
func takeTurns(ctx context.Context, l lesson.Lesson, dirs []string, rounds int, seed uint64) (*turns, error) {
	scratch, err := os.MkdirTemp("", "turns")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	t := &turns{common: []string{}}
	for i, dir := range dirs {
		r := &rival{dir: dir}
		if err := r.build(ctx, l, filepath.Join(scratch, fmt.Sprint(i))); err != nil {
			return nil, err
		}
		t.programs = append(t.programs, r)
	}
	for _, r := range t.programs {
		if r.first != nil {
			continue // it does not build
		}
		if r.first, err = r.judge(ctx, l, check.Options{Seed: seed}); err != nil {
			return nil, err
		}
	}
	t.settle()
	for round := range rounds {
		if err := t.round(ctx, l, round, seed); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// build builds the program. It is the only place here that hands a student's source
// to the compiler.
func (r *rival) build(ctx context.Context, l lesson.Lesson, scratch string) error {
	if err := os.Mkdir(scratch, 0o777); err != nil {
		return err
	}
	var err error
	r.binary, err = program.Build(ctx, r.dir, scratch, false)
	var bad *program.BuildError
	if errors.As(err, &bad) {
		r.first = &check.Result{Lesson: l.Name, Dir: r.dir, Verdict: check.Fail, Build: check.Build{Output: bad.Output}}
		return nil
	}
	return err
}

// judge runs the lesson's checks against the program. It is the only place here
// that runs a student's program: whatever holds one in belongs here.
func (r *rival) judge(ctx context.Context, l lesson.Lesson, o check.Options) (*check.Result, error) {
	o.Dir, o.Built = r.dir, &r.binary
	return check.Run(ctx, l, o)
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
func (t *turns) round(ctx context.Context, l lesson.Lesson, round int, seed uint64) error {
	if len(t.common) == 0 {
		return nil
	}
	order := slices.Clone(t.programs)
	if round%2 == 1 {
		slices.Reverse(order)
	}
	for _, r := range order {
		result, err := r.judge(ctx, l, check.Options{Seed: seed, Those: t.common})
		if err != nil {
			return err
		}
		r.rounds = append(r.rounds, result)
	}
	t.settle()
	return nil
}
