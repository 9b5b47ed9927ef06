package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"socketworkshop/checker/class"
	"socketworkshop/checker/report"
)

// groupOptions say what group is asked for.
type groupOptions struct {
	archive string // the folder of another class, or ""
	html    string // the page that is written, or ""
	csv     bool
}

func (a *app) groupCommand() *cobra.Command {
	var o groupOptions
	c := &cobra.Command{
		Use: "group LESSON DIR", ValidArgsFunction: completeLessonAndFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) != 2:
				return usageError{errors.New("group takes a lesson, and the folder that holds a folder for each student: checker group lesson07 class")}
			case cmd.Flags().Changed("html") && o.html == "", cmd.Flags().Changed("archive") && o.archive == "":
				return usageError{errors.New("--html takes a file and --archive a folder: --html groups.html --archive last-year")}
			case o.csv && a.json:
				return usageError{errors.New("--csv and --json are two forms of one output; want one of them")}
			}
			return a.group(cmd.Context(), args[0], args[1], o)
		},
	}
	c.Flags().StringVar(&o.archive, "archive", "", "")
	c.Flags().StringVar(&o.html, "html", "", "")
	c.Flags().BoolVar(&o.csv, "csv", false, "")
	_ = c.MarkFlagDirname("archive") // the flag is there
	return c
}

// completeLessonAndFolder completes a lesson, and then the name of a folder.
func completeLessonAndFolder(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return completeLessons(c, args, word)
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// group shows a class by approach, and how alike its programs are.
func (a *app) group(ctx context.Context, name, dir string, o groupOptions) error {
	_, lessons, err := a.lessons([]string{name})
	if err != nil {
		return err
	}
	g, err := class.Parted(ctx, lessons[0], dir, o.archive)
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if o.html != "" {
		if err := report.WriteFile(o.html, func(w io.Writer) error { return report.GroupHTML(w, lessons[0], g) }); err != nil {
			return fmt.Errorf("the page cannot be written: %w", err)
		}
	}
	switch {
	case a.json:
		return a.encode(g)
	case o.csv:
		return report.GroupCSV(a.out, g)
	}
	a.printGroups(g)
	a.printVariants(g)
	a.printPairs(g)
	if o.html != "" {
		fmt.Fprintf(a.out, "\n%s has the pairs side by side.\n", report.Printable(o.html))
	}
	return nil
}

// printGroups shows who could not be read, and the class by approach.
func (a *app) printGroups(g *class.Grouping) {
	read := 0
	for _, m := range g.Members {
		if m.Problem == "" && !m.Archive {
			read++
		}
	}
	fmt.Fprintf(a.out, "%s  %s: %s read\n", a.paint.head(g.Lesson[:len("lesson00")]), report.Printable(g.Dir), report.Counted(read, "program"))
	for _, m := range g.Members {
		if m.Problem != "" {
			fmt.Fprintf(a.out, "%s%s %s: %s\n", margin, a.paint.bad("?"), report.Printable(m.Title()), report.Printable(m.Problem))
		}
	}
	fmt.Fprintf(a.out, "\n%s\n", a.paint.head("by approach"))
	fmt.Fprint(a.out, indent(margin, wrap(report.HowGrouped(g.Measures), width)))
	for i, group := range g.Groups {
		a.groupLine(fmt.Sprintf("%3d. ", i+1), group)
	}
}

// groupLine shows who is in a group.
func (a *app) groupLine(title string, group class.Group) {
	who := strings.Join(group.Alike, ", ")
	if len(group.Near) > 0 {
		who += "; nearly: " + strings.Join(group.Near, ", ")
	}
	text := report.HowMany(group) + " " + who
	if as := report.LikeWhat(group); as != "" {
		text += " (" + as + ")"
	}
	lines := strings.Split(wrap(report.Printable(text), width-len(title)), "\n")
	fmt.Fprintf(a.out, "%s%s\n", title, strings.Join(lines, "\n"+strings.Repeat(" ", len(title))))
}

// printVariants shows how the class writes each function, with a specimen.
func (a *app) printVariants(g *class.Grouping) {
	for _, v := range g.Functions {
		title := v.Name
		if v.Name == "" {
			title = "functions of their own that several have"
		}
		fmt.Fprintf(a.out, "\n%s\n", a.paint.head(title))
		for i, group := range v.Groups {
			a.groupLine(fmt.Sprintf("%3d. ", i+1), group)
			if group.As != class.AsSkeleton {
				f := group.Source
				fmt.Fprintf(a.out, "     %s\n", a.paint.dull(report.Printable(fmt.Sprintf("as %s has it at %s:%d", group.Specimen, f.File, f.Line))))
				fmt.Fprint(a.out, indent(margin+"   │ ", report.Printable(report.Shortened(f.Source, specimenLines))))
			}
		}
		if len(v.Missing) > 0 {
			fmt.Fprint(a.out, indent("     ", wrap(report.Printable("none of this name: "+strings.Join(v.Missing, ", ")), width-len(margin))))
		}
	}
}

const (
	specimenLines = 40 // shown of a function on a terminal
	pairsShown    = 20 // pairs shown on a terminal
)

// printPairs shows which programs are most alike.
func (a *app) printPairs(g *class.Grouping) {
	fmt.Fprintf(a.out, "\n%s\n", a.paint.head("likeness"))
	for _, text := range report.HowAlike(g) {
		fmt.Fprint(a.out, indent(margin, wrap(text, width)))
	}
	if len(g.Pairs) == 0 {
		fmt.Fprintf(a.out, "%sNo two programs share so much.\n", margin)
		return
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "  \tlikeness\tshared\tlongest passage\n")
	for _, p := range g.Pairs[:min(pairsShown, len(g.Pairs))] {
		m := p.Matches[0]
		fmt.Fprintf(table, "  %s, %s\t%.2f\t%d\t%d tokens, %s and %s\n", report.Printable(p.A), report.Printable(p.TitleB()),
			p.Share, p.Shared, p.Longest, report.Printable(m.A.String()), report.Printable(m.B.String()))
	}
	_ = table.Flush() // as Fprintf does
	if more := len(g.Pairs) - pairsShown; more > 0 {
		fmt.Fprintf(a.out, "%s%s more in --csv, --json and --html.\n", margin, report.Counted(more, "pair"))
	}
}
