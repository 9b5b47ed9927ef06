package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

// merged is what `checker report` calls the form json, too.
const merged = "merge"

func (a *app) reportCommand() *cobra.Command {
	var student, one string
	c := &cobra.Command{
		Use: "report FORMAT FILE...",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return append(report.Formats(), merged), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usageError{fmt.Errorf("report takes a form (%s or %s) and the files that grade --json wrote: checker report junit grades.json",
					strings.Join(report.Formats(), ", "), merged)}
			}
			return a.writeReport(args[0], args[1:], student, one)
		},
	}
	c.Flags().StringVar(&one, "lesson", "", "")
	c.Flags().StringVar(&student, "student", "", "")
	c.Flags().StringVar(&a.points, "points", "", "")
	_ = c.RegisterFlagCompletionFunc("lesson", completeLessons) // the flag is there
	return c
}

// writeReport puts the gradings of some files together and prints them in a form.
func (a *app) writeReport(format string, files []string, student, one string) error {
	if format == merged {
		format = "json"
	}
	if err := report.CheckFormat(format); err != nil {
		return usageError{err}
	}
	var parts []*class.Grading
	for _, file := range files {
		g, err := readGrading(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		parts = append(parts, g)
	}
	g, err := report.Merge(parts...)
	if err != nil {
		return err
	}
	if one != "" {
		_, lessons, err := a.lessons([]string{one})
		if err != nil {
			return err
		}
		one = lessons[0].Name
	}
	if g, err = report.Choose(g, student, one); err != nil {
		return usageError{err}
	}
	p, err := a.planOf(format, g)
	if err != nil {
		return err
	}
	return report.Write(a.out, format, g, p)
}

// readGrading reads a file. What came of one learner alone goes by the file's
// name.
func readGrading(file string) (*class.Grading, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	base := filepath.Base(file)
	return report.Read(f, strings.TrimSuffix(base, filepath.Ext(base)))
}

// planOf returns what a grading is held against. JSON needs nothing of it.
func (a *app) planOf(format string, g *class.Grading) (p report.Plan, err error) {
	if format == "json" {
		return p, nil
	}
	w, lessons, err := a.lessons(g.Lessons)
	if err != nil {
		return p, err
	}
	points, err := a.readPoints(w)
	if err != nil {
		return p, err
	}
	if p, err = report.NewPlan(lessons, points); err != nil || format != "classroom50" {
		return p, err
	}
	if p.Submission, err = submission(); err != nil {
		return p, usageError{err}
	}
	return p, nil
}

// readPoints reads the file that --points names, or returns none.
func (a *app) readPoints(w lesson.Workshop) (class.Points, error) {
	if a.points == "" {
		return nil, nil
	}
	points, err := class.ReadPoints(w, a.points)
	if err != nil {
		return nil, usageError{errors.Join(errors.New("--points cannot be read"), err)}
	}
	return points, nil
}
