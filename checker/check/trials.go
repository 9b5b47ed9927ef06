package check

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strings"

	"socketworkshop/checker/lesson"
)

// A trial is a program to be checked: wrong/waits-for-eof.
type trial struct {
	name  string
	fails []string                                   // the checks that it must fail; nil where it is not a wrong one
	run   func(ctx context.Context, o Options) Trial // with this seed and these means
}

// trials returns those whose names begin with only, and builds no other programs.
func trials(ctx context.Context, l lesson.Lesson, scratch, only string) ([]trial, error) {
	wrong, err := l.Wrong()
	right, err2 := l.Right()
	if err := cmp.Or(err, err2); err != nil {
		return nil, err
	}
	unwanted := func(name string) bool { return !strings.HasPrefix(name, only) }
	all := slices.DeleteFunc([]trial{
		{theSolution, nil, func(ctx context.Context, o Options) Trial { return proveSolution(ctx, l, o) }},
		{"skeleton", nil, func(ctx context.Context, o Options) Trial { return proveSkeleton(ctx, l, o) }},
	}, func(t trial) bool { return unwanted(t.name) })
	for _, kind := range []struct {
		name  string
		known []lesson.Known
		prove func(context.Context, lesson.Lesson, lesson.Known, Options) Trial
	}{{"wrong/", wrong, proveWrong}, {"right/", right, proveRight}} {
		dir, err := os.MkdirTemp(scratch, "")
		if err != nil {
			return nil, err
		}
		known := slices.DeleteFunc(kind.known, func(k lesson.Known) bool { return unwanted(kind.name + k.Name) })
		built, err := buildKnown(ctx, known, dir)
		if err != nil {
			return nil, err
		}
		for _, k := range known {
			all = append(all, trial{kind.name + k.Name, k.Fails(), func(ctx context.Context, o Options) Trial {
				o.Built = built[k.Name]
				return kind.prove(ctx, l, k, o)
			}})
		}
	}
	return all, nil
}
