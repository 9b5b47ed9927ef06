package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
)

// An app is one run of the command.
type app struct {
	out, err io.Writer
	paint    palette
	words    language.Catalogue
	status   int    // the exit status when the error is errJudged
	dir      string // of the program in question

	json    bool
	only    string
	seed    uint64
	seeded  bool // the seed was given
	program string
	work    string
	race    bool
	all     bool
	color   string
	lang    string
	verbose bool
	html    string
	with    string
	cage    *sandbox.Cage // for the programs, where this runs in a sandbox
	reports []string      // FORMAT=FILE
	student string
	points  string
}

// command builds the command line. Flags may stand anywhere.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use: "checker [LESSON...]", Short: "Check a lesson of the workshop.",
		SilenceUsage: true, SilenceErrors: true, Args: cobra.ArbitraryArgs,
		ValidArgsFunction: completeLessons,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) },
		RunE:              a.start,
	}
	a.flags(root)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{cmp.Or(a.speak(), err)} })
	root.SetHelpFunc(func(*cobra.Command, []string) { a.help(help) })
	root.SetOut(a.out)
	root.AddCommand(a.wordsCommand(), a.lintCommand(), a.resetCommand(), a.hintCommand(), a.solutionCommand(), a.doctorCommand(), a.watchCommand(), a.benchCommand(), a.groupCommand(), a.compareCommand(), a.gradeCommand(), a.reportCommand(), a.wireCommand(), a.boxCommand())
	root.AddCommand(a.answerCommands()...)
	return root
}

// flags gives the command the flags that all commands share, and its own.
func (a *app) flags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.BoolVar(&a.json, "json", false, "")
	f.StringVar(&a.only, "only", "", "")
	f.Uint64Var(&a.seed, "seed", 0, "")
	f.StringVar(&a.program, "program", "", "")
	f.StringVar(&a.work, "work", "", "")
	f.BoolVar(&a.race, "race", false, "")
	root.Flags().BoolVar(&a.all, "all", false, "")
	f.StringVar(&a.color, "color", "auto", "")
	f.StringVar(&a.lang, "lang", "", "")
	_ = root.RegisterFlagCompletionFunc("lang", completeLanguages) // the flag is there
	root.Flags().StringVar(&a.html, "html", "", "")
	root.Flags().BoolVarP(&a.verbose, "verbose", "v", false, "")
	root.Flags().StringVar(&a.with, "with", "", "")
	root.Flags().StringVar(&a.student, "student", "learner", "")
	root.Flags().StringVar(&a.points, "points", "", "")
	a.reportFlags(root)
	_ = root.RegisterFlagCompletionFunc("with", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{withReference}, cobra.ShellCompDirectiveDefault
	}) // the flag is there
}

// start is the command without a word of its own: it checks, or shows the map.
func (a *app) start(cmd *cobra.Command, args []string) error {
	if cmd.Flags().Changed("html") && (a.html == "" || len(args) == 0) {
		return usageError{errors.New("--html takes a file, and there must be a lesson: checker lesson01 --html report.html")}
	}
	if len(args) == 0 && !a.all && len(a.reports) > 0 {
		return usageError{errors.New("--report wants a lesson, or --all: checker lesson01 --report junit=report.xml")}
	}
	if len(args) == 0 && a.with != "" {
		return usageError{errors.New("--with wants a lesson: checker lesson12 --with reference")}
	}
	switch {
	case a.all:
		return a.checkAll(cmd.Context(), args)
	case len(args) == 0:
		return a.whereAmI()
	}
	return a.checkLessons(cmd.Context(), args)
}

const seeds = 1_000_000 // how many seeds there are to draw from

// prepare looks at the flags that all commands share.
func (a *app) prepare(cmd *cobra.Command) error {
	if a.seeded = cmd.Flags().Changed("seed"); !a.seeded {
		a.seed = rand.Uint64N(seeds)
	}
	if err := checkColor(a.color); err != nil {
		return usageError{err}
	}
	a.paint = newPalette(a.color)
	if err := a.speak(); err != nil {
		return err
	}
	if cmd.Flags().Changed("lang") && a.lang == "" {
		return usageError{errors.New("--lang is empty; want en or zh")}
	}
	if cmd.Flags().Changed("with") && a.with == "" {
		return usageError{errors.New("--with is empty; want reference, or the folder of a program")}
	}
	if cmd.Flags().Changed("program") && strings.TrimSpace(a.program) == "" {
		return usageError{errors.New("--program is empty; want a command, such as 'python3 my.py'")}
	}
	return nil
}

func checkColor(when string) error {
	if !slices.Contains([]string{"auto", "always", "never"}, when) {
		return fmt.Errorf("--color %s: want auto, always or never", when)
	}
	return nil
}

func (a *app) wordsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "words", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.out, check.Reference())
			return err
		},
	}
}

func (a *app) resetCommand() *cobra.Command {
	return &cobra.Command{
		Use: "reset LESSON", ValidArgsFunction: completeLessons, Args: oneLesson,
		RunE: func(_ *cobra.Command, args []string) error { return a.reset(args[0]) },
	}
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no %q", cmd.Name(), args[0])}
	}
	return nil
}

func oneLesson(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{fmt.Errorf("%s takes one lesson: checker %s lesson01", cmd.Name(), cmd.Name())}
	}
	return nil
}

func completeLessons(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	w, err := lesson.Find(".")
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all, _ := w.Lessons() // no lessons: nothing to complete
	var names []string
	for _, l := range all {
		names = append(names, l.Short())
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// lessons returns the lessons that the names mean.
func (a *app) lessons(names []string) (lesson.Workshop, []lesson.Lesson, error) {
	w, err := a.workshop()
	if err != nil {
		return w, nil, err
	}
	var all []lesson.Lesson
	for _, name := range names {
		l, err := w.Lesson(name)
		var unknown *lesson.UnknownError
		if errors.As(err, &unknown) {
			return w, nil, usageError{fmt.Errorf("%w\n%s", err, a.suggest(name, w))}
		}
		if err != nil {
			return w, nil, err
		}
		all = append(all, l)
	}
	return w, all, nil
}

// suggest says what there is instead of name.
func (a *app) suggest(name string, w lesson.Workshop) string {
	for _, c := range a.command().Commands() {
		if lesson.Distance(name, c.Name()) <= 2 {
			return fmt.Sprintf("There is a command: checker %s", c.Name())
		}
	}
	all, _ := w.Lessons() // none: the list is empty
	var names []string
	for _, l := range all {
		names = append(names, l.Short())
	}
	return "The lessons are " + strings.Join(names, ", ") + "."
}

// options returns how the lesson is checked with the flags given.
func (a *app) options(dir string) (check.Options, error) {
	o := check.Options{Dir: dir, Only: a.only, Seed: a.seed, Race: a.race, Cage: a.cage}
	if a.program == "" {
		return o, nil
	}
	words, err := program.Split(a.program)
	if err != nil {
		return o, usageError{err}
	}
	o.Program = words
	if o.Dir, err = os.Getwd(); err != nil {
		return o, err
	}
	return o, nil
}
