package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

func (a *app) lintCommand() *cobra.Command {
	var matrix, mutants bool
	c := &cobra.Command{
		Use: "lint [LESSON...]", ValidArgsFunction: completeLessons,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.lint(args, func(l lesson.Lesson) error {
				if mutants {
					return a.sweep(cmd.Context(), l, matrix)
				}
				return a.lintLesson(cmd.Context(), l, matrix)
			})
		},
	}
	c.Flags().BoolVar(&matrix, "matrix", false, "")
	c.Flags().BoolVar(&mutants, "mutants", false, "")
	return c
}

// lint tells the author of a lesson which rules it breaks, as one finds out
// for each lesson.
func (a *app) lint(names []string, one func(lesson.Lesson) error) error {
	w, lessons, err := a.lessons(names)
	if err == nil && len(names) == 0 {
		lessons, err = w.Lessons()
	}
	if err != nil {
		return err
	}
	for _, l := range lessons {
		if err := one(l); err != nil {
			return err
		}
	}
	return errJudged
}

// lintLesson checks every program of a lesson whose verdict is known.
func (a *app) lintLesson(ctx context.Context, l lesson.Lesson, matrix bool) error {
	breaches := check.Lint(l)
	trials, err := check.Prove(ctx, l, a.seed, time.Time{})
	if err != nil {
		return err
	}
	skipped := 0
	for _, t := range trials {
		if t.Breach != "" {
			breaches = append(breaches, t.Name+": "+t.Breach)
		}
		if t.Skipped != "" {
			skipped++
			fmt.Fprintf(a.out, "%s %s is skipped: %s\n", l.Short(), t.Name, t.Skipped)
		}
	}
	if matrix {
		table, err := check.Matrix(l, trials, "wrong/")
		if err != nil {
			return err
		}
		fmt.Fprint(a.out, printable(table))
	}
	for _, breach := range breaches {
		fmt.Fprintln(a.out, printable(breach))
	}
	if len(breaches) > 0 {
		a.status = statusFail
	}
	fmt.Fprintf(a.out, "%s: %d programs tried, %d skipped, %d breaches of the rules (seed %d)\n",
		l.Short(), len(trials)-skipped, skipped, len(breaches), a.seed)
	return nil
}
