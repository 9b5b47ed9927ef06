package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

func (a *app) compareCommand() *cobra.Command {
	var rounds int
	var html string
	var trust bool
	c := &cobra.Command{
		Use: "compare LESSON DIR", ValidArgsFunction: completeLessonAndFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 || rounds < 1 {
				return usageError{errors.New("compare takes a lesson and a student's folder, and at least one round: checker compare lesson07 class/ann --rounds 3")}
			}
			if cmd.Flags().Changed("html") && html == "" {
				return usageError{errors.New("--html takes a file: --html ann.html")}
			}
			return a.compare(cmd.Context(), args[0], html, class.CompareOptions{Dir: args[1], Rounds: rounds, Seed: a.seed, Trust: trust})
		},
	}
	c.Flags().IntVar(&rounds, "rounds", 3, "")
	c.Flags().StringVar(&html, "html", "", "")
	c.Flags().BoolVar(&trust, "trust", false, "")
	return c
}

// compare shows one student's program beside the reference.
func (a *app) compare(ctx context.Context, name, html string, o class.CompareOptions) error {
	_, lessons, err := a.lessons([]string{name})
	if err != nil {
		return err
	}
	l := lessons[0]
	if o.Sandbox, err = protection(ctx, o.Trust); err != nil {
		return err
	}
	for _, line := range o.Sandbox.Missing() {
		fmt.Fprintln(a.err, report.Printable(line))
	}
	c, err := class.Compare(ctx, l, o)
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if html != "" {
		if err := report.WriteFile(html, func(w io.Writer) error { return report.CompareHTML(w, l, c) }); err != nil {
			return fmt.Errorf("the page cannot be written: %w", err)
		}
	}
	if a.json {
		return a.encode(c)
	}
	a.printComparison(l, c)
	if html != "" {
		fmt.Fprintf(a.out, "%s has all of it, for a browser or a printer.\n", report.Printable(html))
	}
	return nil
}

func (a *app) printComparison(l lesson.Lesson, c *class.Comparison) {
	fmt.Fprintf(a.out, "%s  %s beside %s, seed %d\n", a.paint.head(l.Short()), report.Printable(c.Dir), shortPath(l.Solution()), c.Seed)
	if !c.Build.OK {
		fmt.Fprintf(a.out, "\n%s\n%s", a.paint.head("it does not build"), indent(margin, report.Printable(c.Build.Output)))
	}
	a.printOutcomes(c)
	a.printMistakes(c)
	for _, t := range report.Beside(c) {
		fmt.Fprintf(a.out, "\n%s, %s\n", a.paint.head(t.Title), t.Of)
		table := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
		fmt.Fprintln(table, "  \tstudent\treference\t")
		for _, r := range t.Rows {
			fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", r.Name, r.Student, r.Reference, r.Ratio)
		}
		_ = table.Flush() // as Fprintf does
	}
	a.printCode(l, c)
}

// printOutcomes shows what each check found of both.
func (a *app) printOutcomes(c *class.Comparison) {
	fmt.Fprintf(a.out, "\n%s\n", a.paint.head("checks"))
	sign := map[check.Verdict]string{check.Pass: a.paint.good("✓"), check.Fail: a.paint.bad("✗"), check.Skip: "–", check.Unknown: "?", "": " "}
	column := 0
	for _, p := range c.Checks {
		column = max(column, len(p.Name))
	}
	fmt.Fprintf(a.out, "%s  %-*s   %-16s   %s\n", margin, column, "", "student", "reference")
	for _, p := range c.Checks {
		fmt.Fprintf(a.out, "%s%s %-*s   %-16s   %s\n", margin, sign[p.Student.Verdict], column, p.Name, report.Took(p.Student), report.Took(p.Reference))
	}
	student, reference := c.Passed()
	fmt.Fprintf(a.out, "%s%d of %d pass; of the reference %d.\n", margin, student, len(c.Checks), reference)
}

// printMistakes shows the mistakes that the failed checks have named.
func (a *app) printMistakes(c *class.Comparison) {
	title := a.paint.head("mistakes")
	for _, p := range c.Checks {
		if p.Student.Verdict != check.Fail {
			continue
		}
		if title != "" {
			fmt.Fprintf(a.out, "\n%s\n", title)
			title = ""
		}
		fmt.Fprint(a.out, indent(margin, wrap(report.Printable(p.Name+": "+report.MistakeName(p.Student)), width)))
		fmt.Fprint(a.out, indent(margin+margin, wrap(report.Printable(p.Student.Message)+".", width)))
	}
}

// printCode shows which functions differ, and then how.
func (a *app) printCode(l lesson.Lesson, c *class.Comparison) {
	fmt.Fprintf(a.out, "\n%s\n", a.paint.head("code"))
	if c.Unread != "" {
		fmt.Fprint(a.out, indent(margin, "It could not be read: "+report.Printable(c.Unread)))
		return
	}
	fmt.Fprintf(a.out, "%s%s\n", margin, report.CodeSummary(c))
	table := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	for _, f := range c.Functions {
		fmt.Fprintf(table, "  %s\t%s\n", f.Name(), report.ChangeText(f))
	}
	_ = table.Flush() // as Fprintf does
	fmt.Fprintln(a.out)
	for _, f := range c.Functions {
		if f.Change != class.Same {
			a.pair(class.Pair{Mine: f.Student, Theirs: f.Reference}, "the student's %s at %s", c.Dir, l.Solution())
		}
	}
}
