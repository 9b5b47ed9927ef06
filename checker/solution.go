package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"socketworkshop/checker/class"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

func (a *app) solutionCommand() *cobra.Command {
	var spoil bool
	c := &cobra.Command{
		Use: "solution LESSON", ValidArgsFunction: completeLessons, Args: oneLesson,
		RunE: func(_ *cobra.Command, args []string) error { return a.solution(args[0], spoil) },
	}
	c.Flags().BoolVar(&spoil, "spoil", false, "")
	return c
}

// solution shows the learner's functions beside those of the reference, once
// the lesson is passed.
func (a *app) solution(name string, spoil bool) error {
	l, p, err := a.progressIn(name)
	if err != nil {
		return err
	}
	if _, passed := p.Passed[l.Name]; !passed && !spoil {
		return usageError{fmt.Errorf("%s is not passed yet, and its solution would spoil it\n%s hint %s gives one hint at a time; --spoil shows the solution all the same",
			l.Short(), self(), l.Short())}
	}
	return a.besideSolution(l, "")
}

// besideSolution shows the learner's functions beside the reference's: the one
// with this name, or all where there is none or the name is "".
func (a *app) besideSolution(l lesson.Lesson, name string) error {
	dir, err := l.WorkFolder(a.work)
	if err != nil {
		return err
	}
	mine, err := class.Functions(dir)
	if err != nil {
		return err
	}
	theirs, err := class.Functions(l.Solution())
	if err != nil {
		return err
	}
	all := class.Match(mine, theirs)
	named := slices.DeleteFunc(slices.Clone(all), func(p class.Pair) bool { return p.Mine == nil || p.Mine.Name != name })
	if len(named) > 0 {
		all = named
	}
	same := 0
	for _, p := range all {
		if p.Mine != nil && p.Theirs != nil && p.Mine.Source == p.Theirs.Source {
			same++
			continue
		}
		a.pair(p, "yours %s at %s", dir, l.Solution())
	}
	if same > 0 {
		fmt.Fprintf(a.out, "%s\n", a.paint.dull(a.words.Sprintf("%d functions are the same.", same)))
	}
	return nil
}

// pair shows a function and its counterpart, side by side where the terminal is
// wide enough. The format whose says where mine stands.
func (a *app) pair(p class.Pair, whose, dir, solution string) {
	var mine, theirs string
	var heads []string
	if p.Mine != nil {
		mine = p.Mine.Source
		heads = append(heads, a.words.Sprintf(whose, p.Mine.Name, place(dir, p.Mine)))
	}
	if p.Theirs != nil {
		theirs = p.Theirs.Source
		heads = append(heads, a.words.Sprintf("the solution's %s at %s", p.Theirs.Name, place(solution, p.Theirs)))
	}
	fmt.Fprintln(a.out, a.paint.head(strings.Join(heads, ", ")))
	lines := changes(mine, theirs)
	if w := terminalWidth(); w >= sideBySide {
		a.sides(lines, (w-3)/2)
	} else {
		a.unified(lines)
	}
	fmt.Fprintln(a.out)
}

func place(dir string, f *class.Function) string {
	return fmt.Sprintf("%s:%d", filepath.Join(shortPath(dir), f.File), f.Line)
}

const (
	sideBySide  = 120 // columns from which two functions fit beside each other
	narrow      = 80  // columns where none are told
	usualTab    = 4   // columns shown for a tab
	linesOfDiff = 4   // before the first line of text: diff, ---, +++, @@
)

// A change is a line with the sign of a unified diff before it: '-' is mine,
// '+' theirs, ' ' both, '@' a gap.
type change struct {
	sign byte
	text string
}

// changes compares two functions line by line.
func changes(mine, theirs string) []change {
	var all []change
	text := report.Printable(string(diff.Diff("mine", []byte(mine), "theirs", []byte(theirs))))
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if i < linesOfDiff || line == "" {
			continue
		}
		all = append(all, change{line[0], strings.ReplaceAll(line[1:], "\t", strings.Repeat(" ", usualTab))})
	}
	return all
}

func (a *app) unified(lines []change) {
	for _, c := range lines {
		switch c.sign {
		case '-':
			fmt.Fprintln(a.out, a.paint.bad("- "+c.text))
		case '+':
			fmt.Fprintln(a.out, a.paint.good("+ "+c.text))
		case '@':
			fmt.Fprintln(a.out, a.paint.dull("..."))
		default:
			fmt.Fprintln(a.out, "  "+c.text)
		}
	}
}

// sides prints mine to the left and theirs to the right, each in a column.
func (a *app) sides(lines []change, column int) {
	var left, right []change
	flush := func() {
		for i := range max(len(left), len(right)) {
			l, r := at(left, i), at(right, i)
			fmt.Fprintf(a.out, "%s %s %s\n", a.paint.bad(fit(l.text, column)), a.paint.dull(bar(l, r)), a.paint.good(r.text))
		}
		left, right = nil, nil
	}
	for _, c := range lines {
		switch c.sign {
		case '-':
			left = append(left, c)
		case '+':
			right = append(right, c)
		case '@':
			flush()
			fmt.Fprintln(a.out, a.paint.dull("..."))
		default:
			flush()
			fmt.Fprintf(a.out, "%s   %s\n", fit(c.text, column), c.text)
		}
	}
	flush()
}

// at returns line i, or an empty one behind the last.
func at(lines []change, i int) change {
	if i < len(lines) {
		return lines[i]
	}
	return change{sign: ' '}
}

// bar says without colours which side a line stands on.
func bar(l, r change) string {
	switch {
	case l.sign == ' ':
		return ">"
	case r.sign == ' ':
		return "<"
	}
	return "|"
}

// fit cuts text to a column, or fills it up with blanks.
func fit(text string, column int) string {
	if language.Columns(text) <= column {
		return language.Pad(text, column)
	}
	letters := []rune(text)
	for language.Columns(string(letters)) >= column {
		letters = letters[:len(letters)-1]
	}
	return language.Pad(string(letters)+"…", column)
}

// terminalWidth returns how many columns the terminal has: what COLUMNS says,
// or what the system does.
func terminalWidth() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if n, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && n > 0 {
		return n
	}
	return narrow
}
