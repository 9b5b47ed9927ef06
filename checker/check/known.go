package check

import (
	"context"
	"os"
	"path/filepath"

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

// buildKnown builds the Go programs among all with one go command, and returns
// them by name. Scratch is an empty folder.
func buildKnown(ctx context.Context, all []lesson.Known, scratch string) (map[string]*program.Binary, error) {
	var names, dirs []string
	for _, k := range all {
		if k.Run != "" {
			continue
		}
		dir := filepath.Join(scratch, "known", k.Name)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return nil, err
		}
		if err := k.Write(dir); err != nil {
			return nil, err
		}
		names, dirs = append(names, k.Name), append(dirs, dir)
	}
	if len(dirs) == 0 {
		return nil, nil
	}
	binaries, err := program.BuildAll(ctx, dirs, scratch)
	if err != nil {
		return nil, err
	}
	built := map[string]*program.Binary{}
	for i, name := range names {
		built[name] = &binaries[i]
	}
	return built, nil
}
