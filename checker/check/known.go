package check

import (
	"context"
	"os"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// RunKnown checks a program of testdata. One that is not Go is run by its own
// command, in its own folder.
func RunKnown(ctx context.Context, l lesson.Lesson, k lesson.Known, o Options) (*Result, error) {
	dir, err := os.MkdirTemp("", "known")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	o.Dir = dir
	if err := k.Write(o.Dir); err != nil {
		return nil, err
	}
	if k.Run != "" {
		if o.Program, err = program.Split(k.Run); err != nil {
			return nil, err
		}
	}
	return Run(ctx, l, o)
}
