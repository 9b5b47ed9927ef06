package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

// reportFlags gives a command the flag --report FORMAT=FILE, which may stand
// there often.
func (a *app) reportFlags(c *cobra.Command) {
	c.Flags().StringArrayVar(&a.reports, "report", nil, "")
	_ = c.RegisterFlagCompletionFunc("report", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var all []string
		for _, format := range report.Formats() {
			all = append(all, format+"=")
		}
		return all, cobra.ShellCompDirectiveNoSpace
	}) // the flag is there
}

// A booklet is the reports that were asked for, and what they tell.
type booklet struct {
	orders  []order
	plan    report.Plan
	turn    sync.Mutex // of note
	grading *class.Grading
}

// An order is a report in a form, and the file for it.
type order struct{ format, file string }

// newBooklet returns the reports that --report asks for, and what they are held
// against.
func (a *app) newBooklet(lessons []lesson.Lesson, points class.Points) (*booklet, error) {
	b := &booklet{}
	var err error
	for _, text := range a.reports {
		format, file, _ := strings.Cut(text, "=")
		if err := report.CheckFormat(format); err != nil {
			return nil, usageError{fmt.Errorf("--report %s: %w", text, err)}
		}
		if file == "" {
			return nil, usageError{fmt.Errorf("--report %s: want FORMAT=FILE, such as junit=report.xml", text)}
		}
		b.orders = append(b.orders, order{format, file})
	}
	if len(b.orders) == 0 {
		return b, nil
	}
	if b.plan, err = report.NewPlan(lessons, points); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(b.orders, func(o order) bool { return o.format == "classroom50" }) {
		if b.plan.Submission, err = submission(); err != nil {
			return nil, usageError{err}
		}
	}
	return b, nil
}

// submission returns what the environment and git say about the work.
func submission() (report.Submission, error) {
	text, err := exec.Command("git", "log", "-1", "--format=%cI").Output()
	if err != nil {
		return report.Submission{}, fmt.Errorf("a report for classroom50 needs the time of the commit, and git cannot tell it: %w", err)
	}
	committed, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
	if err != nil {
		return report.Submission{}, err
	}
	return report.NewSubmission(os.Getenv, committed)
}

// expect prepares the reports for one learner's run of some lessons.
func (b *booklet) expect(student string, lessons []lesson.Lesson, seed uint64) {
	s := class.Student{Name: student}
	b.grading = &class.Grading{Sandbox: []string{}}
	for _, l := range lessons {
		b.grading.Lessons = append(b.grading.Lessons, l.Name)
		s.Results = append(s.Results, &check.Result{
			Lesson: l.Name, Verdict: check.Unknown, Seed: seed, Checks: []check.Check{},
			Problem: "the checker was ended before it came to this lesson",
		})
	}
	b.grading.Students = []class.Student{s}
}

// note takes what came of lesson i so far, and writes the files of the forms
// that somebody may read when the checker is killed.
func (b *booklet) note(i int, r *check.Result) error {
	if len(b.orders) == 0 {
		return nil
	}
	b.turn.Lock()
	defer b.turn.Unlock()
	b.grading.Students[0].Results[i] = r
	var failed error
	for _, o := range b.orders {
		if o.format == "gradescope" {
			failed = errors.Join(failed, b.write(o))
		}
	}
	return failed
}

// write writes one report.
func (b *booklet) write(o order) error {
	err := report.WriteFile(o.file, func(w io.Writer) error { return report.Write(w, o.format, b.grading, b.plan) })
	if err != nil {
		return fmt.Errorf("%s=%s is not written: %w", o.format, filepath.ToSlash(o.file), err)
	}
	return nil
}

// bind writes all reports and says so.
func (a *app) bind(b *booklet) error {
	var failed error
	for _, o := range b.orders {
		err := b.write(o)
		if err == nil && !a.json {
			fmt.Fprintf(a.out, "\n%s is the report (%s).\n", report.Printable(o.file), o.format)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// bindClass writes the reports about a class. Its results are in memory all
// together then.
func (a *app) bindClass(b *booklet, g *class.Graded) error {
	if len(b.orders) == 0 {
		return nil
	}
	b.grading = &class.Grading{Lessons: []string{}, Students: []class.Student{}, Sandbox: g.Sandbox}
	for _, l := range g.Lessons {
		b.grading.Lessons = append(b.grading.Lessons, l.Name)
	}
	for s, err := range g.Students() {
		if err != nil {
			return err
		}
		b.grading.Students = append(b.grading.Students, s)
	}
	return a.bind(b)
}
