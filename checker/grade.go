package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
)

// A gradeCall is what the command grade was told.
type gradeCall struct {
	lessons string
	out     string
	points  string
	shard   string
	workers int
	seeded  bool
	trust   bool
}

func (a *app) gradeCommand() *cobra.Command {
	var call gradeCall
	c := &cobra.Command{
		Use: "grade DIR",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("grade takes a folder, which holds a folder or a zip for each student: checker grade handed-in")}
			}
			call.seeded = cmd.Flags().Changed("seed")
			return a.grade(cmd.Context(), args[0], call)
		},
	}
	a.reportFlags(c)
	f := c.Flags()
	f.StringVar(&call.lessons, "lessons", "", "")
	f.StringVar(&call.out, "out", "grades", "")
	f.StringVar(&call.points, "points", "", "")
	f.StringVar(&call.shard, "shard", "", "")
	f.BoolVar(&call.trust, "trust", false, "")
	f.IntVarP(&call.workers, "jobs", "j", runtime.NumCPU(), "")
	return c
}

// answerCommands are hidden: grade runs them, see class.Answer.
func (a *app) answerCommands() []*cobra.Command {
	var all []*cobra.Command
	for _, word := range []string{class.BuildWord, class.JudgeWord} {
		all = append(all, &cobra.Command{
			Use: word, Hidden: true, Args: noArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return class.Answer(cmd.Context(), word, os.Stdin, a.out, a.cage)
			},
		})
	}
	return all
}

// grade judges a class and shows what came of it.
func (a *app) grade(ctx context.Context, dir string, call gradeCall) error {
	if a.only != "" || a.program != "" || a.work != "" || a.race {
		return usageError{errors.New("grade takes none of --only, --program, --work and --race")}
	}
	o, points, err := a.gradeOptions(dir, call)
	if err != nil {
		return err
	}
	o.Trust = call.trust
	if o.Sandbox, err = protection(ctx, o.Trust); err != nil {
		return err
	}
	b, err := a.newBooklet(o.Lessons, points)
	if err != nil {
		return err
	}
	bar := newProgress(a.err)
	o.Tell = bar.tell
	g, err := class.Grade(ctx, o)
	bar.end()
	if err != nil {
		return err
	}
	if err := a.printClass(g, points, call.out); err != nil {
		return err
	}
	if err := a.bindClass(b, g); err != nil {
		return err
	}
	return errJudged
}

// gradeOptions turns what was typed into what is meant.
func (a *app) gradeOptions(dir string, call gradeCall) (o class.GradeOptions, points class.Points, err error) {
	if o.Workshop, err = lesson.Find("."); err != nil {
		return o, nil, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return o, nil, usageError{err}
	}
	if !info.IsDir() || call.workers < 1 || call.out == "" {
		return o, nil, usageError{fmt.Errorf("grade %s -j %d --out %q: want a folder of submissions, at least one worker, and a folder for the results", dir, call.workers, call.out)}
	}
	if o.Lessons, err = a.someLessons(o.Workshop, call.lessons); err != nil {
		return o, nil, err
	}
	if o.Shard, err = parseShard(call.shard); err != nil {
		return o, nil, usageError{err}
	}
	if call.points != "" {
		if points, err = class.ReadPoints(o.Workshop, call.points); err != nil {
			return o, nil, usageError{err}
		}
	}
	if call.seeded {
		o.Seed = &a.seed
	}
	o.Dir, o.Results, o.Workers = dir, call.out, call.workers
	o.Rerun = func(l lesson.Lesson, check, work string, seed uint64) string {
		alone := *a
		if alone.seed = seed; work != "" {
			alone.work = work
		}
		return "checker " + alone.rerun(l, check)
	}
	return o, points, nil
}

// someLessons returns the lessons of a list such as 1-3,7 in their order, or
// all.
func (a *app) someLessons(w lesson.Workshop, list string) ([]lesson.Lesson, error) {
	all, err := w.Lessons()
	if err != nil || list == "" {
		return all, err
	}
	wanted := map[int]bool{}
	for part := range strings.SplitSeq(list, ",") {
		from, to, ranged := strings.Cut(part, "-")
		if _, err := strconv.Atoi(to); !ranged || err != nil {
			from, to = part, part // one lesson, perhaps with its whole name
		}
		_, ends, err := a.lessons([]string{from, to})
		if err != nil {
			return nil, err
		}
		for n := ends[0].Number; n <= ends[1].Number; n++ {
			wanted[n] = true
		}
	}
	var some []lesson.Lesson
	for _, l := range all {
		if wanted[l.Number] {
			some = append(some, l)
		}
	}
	if len(some) == 0 {
		return nil, usageError{fmt.Errorf("--lessons %s: no lesson is meant; want a list such as 1-3,7", list)}
	}
	return some, nil
}

// parseShard reads I/N.
func parseShard(text string) (s class.Shard, err error) {
	if text == "" {
		return s, nil
	}
	index, of, _ := strings.Cut(text, "/")
	s.Index, err = strconv.Atoi(index)
	if err == nil {
		s.Of, err = strconv.Atoi(of)
	}
	if err != nil || s.Of < 1 || s.Index < 0 || s.Index >= s.Of {
		return s, fmt.Errorf("--shard %s: want I/N, from 0/N to N-1/N", text)
	}
	return s, nil
}
