package class

import (
	"context"
	"fmt"

	"socketworkshop/checker/lesson"
)

// benchChecks measures what a lesson's checks take of the solution, and of the
// program in o.Dir beside it: those that all of them pass.
func benchChecks(ctx context.Context, l lesson.Lesson, o BenchOptions) (*Bench, error) {
	columns, dirs := []string{"reference"}, []string{l.Solution()}
	if o.Dir != "" {
		dir, err := Folder(l, o.Dir)
		if err != nil {
			return nil, err
		}
		columns, dirs = append(columns, "yours"), append(dirs, dir)
	}
	t, err := takeTurns(ctx, l, dirs, CompareOptions{Rounds: o.Rounds, Seed: o.Seed, Trust: true})
	if err != nil {
		return nil, err
	}
	for _, r := range t.programs {
		if !r.first.Build.OK {
			return nil, fmt.Errorf("%s: %s", r.dir, r.first.Build.Output)
		}
	}
	if len(t.common) == 0 {
		return nil, fmt.Errorf("%s: it passes no check, so there is nothing to measure", o.Dir)
	}
	b := &Bench{
		What:    fmt.Sprintf("%d of %d checks, those that are passed each time; less is better", len(t.common), len(t.programs[0].first.Checks)),
		Columns: columns, Rows: t.rows(),
	}
	for _, r := range t.programs {
		b.Memory = append(b.Memory, t.cost(r).Memory)
	}
	return b, nil
}
