package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/mutant"
	"socketworkshop/checker/report"
)

// A sweep is what came of the mutants of a lesson so far.
type sweep struct {
	trials   []check.Trial
	killed   int
	survived int
	skipped  int
	breaches int
	named    map[string][]string // the killed, by the mistake that was named
}

// sweep checks the mutants of a lesson's solution. With --only it takes those
// whose names hold these words.
func (a *app) sweep(ctx context.Context, l lesson.Lesson, matrix bool) error {
	mutants, err := check.Mutants(l)
	if err != nil {
		return err
	}
	mutants = slices.DeleteFunc(mutants, func(m mutant.Mutant) bool { return !strings.Contains(m.Name, a.only) })
	s := sweep{named: map[string][]string{}}
	for _, breach := range check.Lint(l) {
		s.breaches++
		fmt.Fprintln(a.out, report.Printable(breach))
	}
	err = check.Sweep(ctx, l, mutants, a.seed, func(t check.Trial) { a.tellMutant(&s, t) })
	if err != nil {
		return err
	}
	if matrix {
		if err := a.showKills(l, s); err != nil {
			return err
		}
	}
	if s.breaches > 0 {
		a.status = statusFail
	}
	fmt.Fprintf(a.out, "%s: %d mutants, %d do not compile, %d killed (%d named), %d survive, %d breaches of the rules (seed %d)\n",
		l.Short(), len(mutants), s.skipped, s.killed, s.killed-len(s.named[""]), s.survived, s.breaches, a.seed)
	return nil
}

// tellMutant counts a mutant, and shows one that is not as the rules want it.
func (a *app) tellMutant(s *sweep, t check.Trial) {
	s.trials = append(s.trials, t)
	switch {
	case t.Result == nil:
		s.skipped++
	case t.Result.Verdict == check.Fail:
		s.killed++
		s.named[t.Named()] = append(s.named[t.Named()], strings.TrimPrefix(t.Name, "mutant/"))
	case t.Result.Verdict == check.Pass:
		s.survived++
	}
	if t.Breach != "" {
		s.breaches++
		fmt.Fprintf(a.out, "%s: %s\n", strings.TrimPrefix(t.Name, "mutant/"), report.Printable(t.Breach))
	}
}

// showKills shows which check kills which mutant, and which mutants each
// mistake was named for.
func (a *app) showKills(l lesson.Lesson, s sweep) error {
	table, err := check.Matrix(l, s.trials, "mutant/")
	if err != nil {
		return err
	}
	fmt.Fprint(a.out, report.Printable(table))
	for _, mistake := range slices.Sorted(maps.Keys(s.named)) {
		name := mistake
		if name == "" {
			name = "not named"
		}
		fmt.Fprintf(a.out, "%s: %d\n", name, len(s.named[mistake]))
		for _, m := range s.named[mistake] {
			fmt.Fprintln(a.out, "  "+report.Printable(m))
		}
	}
	return nil
}
