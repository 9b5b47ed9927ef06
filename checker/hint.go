package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

func (a *app) hintCommand() *cobra.Command {
	return &cobra.Command{
		Use: "hint LESSON", ValidArgsFunction: completeLessons, Args: oneLesson,
		RunE: func(_ *cobra.Command, args []string) error { return a.hint(args[0]) },
	}
}

// hint climbs one rung of the ladder for the mistake that the lesson's last run
// has explained. Behind the last rung stands the function of the solution. A
// rung that cannot be noted is given again the next time.
func (a *app) hint(name string) error {
	l, p, err := a.progressIn(name)
	if err != nil {
		return err
	}
	stuck, ok := p.Stuck[l.Name]
	if !ok {
		a.say("There is no failure to give a hint for. Run %s %s first.\n", self(), l.Short())
		return nil
	}
	rungs, err := a.rungs(l, stuck)
	if err != nil {
		return err
	}
	stuck.Rung++
	title := stuck.Mistake
	if title == "" {
		title = stuck.Check
	}
	if stuck.Rung > len(rungs) {
		a.say("%s: that was the last hint. This is the solution beside yours:\n\n", a.paint.head(title))
		return a.besideSolution(l, stuck.Func)
	}
	a.say("%s, hint %d of %d\n\n", a.paint.head(title), stuck.Rung, len(rungs))
	fmt.Fprint(a.out, indent(margin, wrap(a.words.In(rungs[stuck.Rung-1]), width)))
	fmt.Fprintf(a.out, "\n%s\n", a.paint.dull(a.words.In(more(l, stuck.Rung, len(rungs)))))
	p.Stuck[l.Name] = stuck
	a.noted(p.Save())
	return nil
}

func more(l lesson.Lesson, rung, rungs int) string {
	again := fmt.Sprintf("%s hint %s", self(), l.Short())
	if rung < rungs {
		return "The next one, when you need it: " + again
	}
	return "That was the last one in words. The solution beside yours: " + again
}

// rungs returns the ladder for what the learner is stuck at. Where the mistake
// could not be named it is made of the check itself.
func (a *app) rungs(l lesson.Lesson, s lesson.Stuck) (lesson.Ladder, error) {
	ladders, err := l.Hints()
	if err != nil {
		return nil, err
	}
	if rungs := ladders[s.Mistake]; len(rungs) > 0 {
		return rungs, nil
	}
	checks, err := check.Select(l, s.Check)
	if err != nil {
		return nil, err
	}
	steps, err := l.Steps()
	if err != nil {
		return nil, err
	}
	c := checks[0]
	where := fmt.Sprintf("Read step %d of %s once more.", c.Step, shortPath(l.Readme()))
	if i := slices.IndexFunc(steps, func(s lesson.Step) bool { return s.Number == c.Step }); i >= 0 {
		where = fmt.Sprintf("Read \"%d. %s\" in %s once more.", c.Step, steps[i].Title, shortPath(l.Readme()))
	}
	return lesson.Ladder{
		fmt.Sprintf("The check says: %s. Which lines of yours are meant to see to that?", c.Claim), where, c.Cause,
	}, nil
}
