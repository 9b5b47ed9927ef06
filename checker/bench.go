package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"socketworkshop/checker/class"
	"socketworkshop/checker/report"
)

func (a *app) benchCommand() *cobra.Command {
	var rounds int
	c := &cobra.Command{
		Use: "bench LESSON [DIR]", ValidArgsFunction: completeLessonAndFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 || rounds < 1 {
				return usageError{errors.New("bench takes a lesson, and a folder to hold against it: checker bench lesson14 work/lesson14-ftp")}
			}
			return a.bench(cmd.Context(), args[0], class.BenchOptions{Rounds: rounds, Dir: strings.Join(args[1:], "")})
		},
	}
	c.Flags().IntVar(&rounds, "rounds", 5, "")
	return c
}

// bench shows how fast a lesson's program is beside the reference.
func (a *app) bench(ctx context.Context, name string, o class.BenchOptions) error {
	_, lessons, err := a.lessons([]string{name})
	if err != nil {
		return err
	}
	l := lessons[0]
	o.Seed = a.seed
	b, err := class.Measure(ctx, l, o)
	if err != nil {
		return err
	}
	return a.printBench(l.Short(), b)
}

// printBench prints a row for each thing that was measured, with the median of
// each column and what it reached of the first: the median, the least, the most.
func (a *app) printBench(lesson string, b *class.Bench) error {
	a.say("%s: %s; %s\n", lesson, a.words.In(b.What), a.words.In(report.Counted(len(b.Rows[0].Figures[0]), "round")))
	table := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	fmt.Fprint(table, "  ")
	for _, column := range b.Columns {
		fmt.Fprint(table, "\t", a.words.In(column))
	}
	fmt.Fprintln(table)
	for _, r := range b.Rows {
		fmt.Fprintf(table, "  %s\t%s", a.words.In(r.Name), measured(r.Median(0), r.Unit))
		if len(b.Columns) == 1 {
			fmt.Fprintf(table, " (%.2f to %.2f)", slices.Min(r.Figures[0]), slices.Max(r.Figures[0]))
		}
		for column := 1; column < len(b.Columns); column++ {
			median, least, most := r.Ratios(column)
			fmt.Fprint(table, "\t", a.words.Sprintf("%s, %.2f of %s (%.2f to %.2f)", measured(r.Median(column), r.Unit), median, a.words.In(b.Columns[0]), least, most))
		}
		fmt.Fprintln(table)
	}
	if slices.Max(b.Memory) > 0 {
		fmt.Fprint(table, a.words.In("  memory, at most"))
		for _, bytes := range b.Memory {
			text := ""
			if bytes > 0 {
				text = measured(float64(bytes)/(1<<20), "MiB")
			}
			fmt.Fprintf(table, "\t%s", text)
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

// measured writes a figure with as many digits as say something.
func measured(figure float64, unit string) string {
	if figure >= 100 {
		return fmt.Sprintf("%.0f %s", figure, unit)
	}
	return fmt.Sprintf("%.2f %s", figure, unit)
}
