package check

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/mutant"
	"socketworkshop/checker/program"
)

// Mutants returns the mutants of what the learner writes in the solution of a
// lesson: of the files that the skeleton does not give.
func Mutants(l lesson.Lesson) ([]mutant.Mutant, error) {
	given, err := l.Given()
	if err != nil {
		return nil, err
	}
	solution, err := lesson.GoFiles(l.Solution())
	if err != nil {
		return nil, err
	}
	var all []mutant.Mutant
	for _, name := range slices.Sorted(maps.Keys(solution)) {
		if _, ok := given[name]; ok {
			continue
		}
		some, err := mutant.Of(name, solution[name])
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

const (
	batch    = 24 // mutants that lie on the disk at the same time
	sweepers = 2  // mutants that are checked at the same time
)

// Sweep checks mutants of a lesson's solution, and tells of each in order. One
// that passes survives, which is a breach of the rules unless testdata/mutants
// says why; so is one that is listed there and does not survive. One that does
// not compile is skipped.
func Sweep(ctx context.Context, l lesson.Lesson, all []mutant.Mutant, seed uint64, tell func(Trial)) error {
	listed, err := l.Survivors()
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, batch) {
		trials, err := sweepBatch(ctx, l, some, seed)
		if err != nil {
			return err
		}
		for i, t := range trials {
			t.Breach = survival(t, some[i], listed)
			tell(t)
		}
	}
	return nil
}

func sweepBatch(ctx context.Context, l lesson.Lesson, some []mutant.Mutant, seed uint64) ([]Trial, error) {
	scratch, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	var variants []map[string]string
	for _, m := range some {
		variants = append(variants, map[string]string{m.File: m.Text})
	}
	built, err := program.BuildVariants(ctx, l.Solution(), variants, scratch)
	if err != nil {
		return nil, err
	}
	trials := make([]Trial, len(some))
	slots := make(chan struct{}, sweepers)
	var wait sync.WaitGroup
	for i, b := range built {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			trials[i] = tryMutant(ctx, l, some[i], b, seed)
		})
	}
	wait.Wait()
	for i, b := range built {
		for range loneTries { // with the machine to itself
			if trials[i].Result == nil || trials[i].Result.Verdict != Unknown {
				break
			}
			trials[i] = tryMutant(ctx, l, some[i], b, seed)
		}
	}
	return trials, ctx.Err()
}

func tryMutant(ctx context.Context, l lesson.Lesson, m mutant.Mutant, b program.Binary, seed uint64) Trial {
	t := Trial{Name: "mutant/" + m.Name}
	if b.Command == nil {
		t.Skipped = "it does not compile"
		return t
	}
	r, err := Run(ctx, l, Options{Dir: l.Solution(), Seed: seed, Built: &b})
	return verdictOf(t.Name, r, err, func() string { return "" })
}

// survival says what came out other than testdata/mutants has it.
func survival(t Trial, m mutant.Mutant, listed map[string]string) string {
	_, known := listed[m.Name]
	switch {
	case t.Breach != "":
		return t.Breach
	case t.Result == nil && known:
		return "testdata/mutants lists it, but it does not compile"
	case t.Result == nil:
		return ""
	case t.Result.Verdict == Unknown:
		return t.Result.unjudged()
	case t.Result.Verdict == Fail && known:
		return "testdata/mutants lists it, but it fails " + t.Result.FirstFailure().Name
	case t.Result.Verdict == Pass && !known:
		return "no check fails it:\n" + strings.TrimSuffix(m.Diff, "\n")
	}
	return ""
}

// stale finds entries of testdata/mutants that name no mutant.
func (b *breaches) stale(l lesson.Lesson) {
	listed, err := l.Survivors()
	all, err2 := Mutants(l)
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	for _, m := range all {
		delete(listed, m.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		b.add("testdata/mutants/%s.txt: the solution has no mutant %q", l.Name, name)
	}
}

// Named returns the mistake that the first failure of a trial names, or "".
func (t Trial) Named() string {
	if t.Result == nil || t.Result.FirstFailure() == nil {
		return ""
	}
	return t.Result.FirstFailure().Failure.Mistake
}
