package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

func (a *app) lintCommand() *cobra.Command {
	var matrix, mutants bool
	var rounds int
	c := &cobra.Command{
		Use: "lint [LESSON...]", ValidArgsFunction: completeLessons,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.words = language.Catalogue{} // those who write lessons write them in English
			return a.lint(args, func(l lesson.Lesson) error {
				switch {
				case rounds > 0:
					return a.soak(cmd.Context(), l, rounds)
				case mutants:
					return a.sweep(cmd.Context(), l, matrix)
				}
				return a.lintLesson(cmd.Context(), l, matrix)
			})
		},
	}
	c.Flags().IntVar(&rounds, "soak", 0, "")
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
	trials, err := check.Prove(ctx, l, check.Proof{Seed: a.seed, Only: a.only})
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
		fmt.Fprint(a.out, report.Printable(table))
	}
	for _, breach := range breaches {
		fmt.Fprintln(a.out, report.Printable(breach))
	}
	if len(breaches) > 0 {
		a.status = statusFail
	}
	fmt.Fprintf(a.out, "%s: %d programs tried, %d skipped, %d breaches of the rules (seed %d)\n",
		l.Short(), len(trials)-skipped, skipped, len(breaches), a.seed)
	return nil
}

// soak checks the known programs of a lesson again and again, and tells of each
// verdict that was not the known one.
func (a *app) soak(ctx context.Context, l lesson.Lesson, rounds int) error {
	wrong := 0
	begun := time.Now()
	n, err := check.Soak(ctx, l, check.Soaking{
		Rounds: rounds, Only: a.only, Seed: a.seed,
		Tell: func(round int, borne string, t check.Trial) {
			wrong++
			fmt.Fprintf(a.out, "%s round %d (%s): %s: %s\n", l.Short(), round+1, borne, t.Name, report.Printable(t.Breach))
		},
	})
	if wrong > 0 {
		a.status = statusFail
	}
	if n > 0 || err == nil { // it may be interrupted after hours
		fmt.Fprintf(a.out, "%s: %d runs in %.0f s, %d of them other than known (seed %d)\n",
			l.Short(), n, time.Since(begun).Seconds(), wrong, a.seed)
	}
	return err
}
