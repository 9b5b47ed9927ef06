package main

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"

	"github.com/spf13/cobra"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

const watchKeys = "n next  h hint  w wire  r run  l list  s solution  q quit"

func (a *app) watchCommand() *cobra.Command {
	return &cobra.Command{
		Use: "watch [LESSON]", ValidArgsFunction: completeLessons,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || a.json || a.program != "" {
				return usageError{errors.New("watch takes one lesson at most, and neither --json nor --program")}
			}
			return a.watch(cmd.Context(), args)
		},
	}
}

// A watching is a lesson that is checked whenever its files are saved. Every
// field but the channels belongs to the loop of watch.
type watching struct {
	a      *app
	w      lesson.Workshop
	l      lesson.Lesson
	screen *screen

	notice *notice
	leave  context.CancelFunc // ends the notice of this lesson

	stop   context.CancelFunc // ends the run under way
	done   chan ended
	round  int // of the run that counts
	result *check.Result
	busy   bool
	runs   int // not yet ended, those that count no more among them

	view byte // the key of what is shown; 0 is the failure
	page int
}

// An ended is one run that has ended.
type ended struct {
	round int
	judged
}

// watch checks a lesson whenever it is saved, until the person quits. Without a
// lesson it is the first that is not passed.
func (a *app) watch(ctx context.Context, names []string) error {
	w, l, err := a.watched(names)
	if err != nil {
		return err
	}
	s := newScreen(a)
	defer s.close()
	v := &watching{a: a, w: w, screen: s, done: make(chan ended)}
	if err := v.enter(ctx, l); err != nil {
		return err
	}
	for {
		v.draw()
		select {
		case <-ctx.Done():
			v.end()
			return nil // the person has asked for it
		case <-v.notice.changed:
			v.start(ctx)
		case r := <-v.done:
			if err := v.take(r); err != nil {
				v.end()
				return err
			}
		case key := <-s.keys:
			if key == 'q' || key == ctrlC || key == endOfKeys {
				v.end()
				return nil
			}
			if err := v.press(ctx, key); err != nil {
				v.end()
				return err
			}
		}
	}
}

// watched returns the lesson that is meant: the first that is not passed, where
// none is named.
func (a *app) watched(names []string) (lesson.Workshop, lesson.Lesson, error) {
	w, lessons, err := a.lessons(names)
	if err != nil || len(lessons) > 0 {
		return w, append(lessons, lesson.Lesson{})[0], err
	}
	all, err := w.Lessons()
	if err != nil {
		return w, lesson.Lesson{}, err
	}
	progress, err := lesson.ReadProgress(a.workRoot(w))
	if err != nil {
		return w, lesson.Lesson{}, err
	}
	for _, l := range all {
		if _, passed := progress.Passed[l.Name]; !passed {
			return w, l, nil
		}
	}
	return w, lesson.Lesson{}, usageError{errors.New("everything is passed; name the lesson to watch")}
}

// enter begins to watch a lesson.
func (v *watching) enter(ctx context.Context, l lesson.Lesson) error {
	dir, err := v.a.quiet().folder(v.w, l)
	if err != nil {
		return err
	}
	if v.leave != nil {
		v.leave()
	}
	looking, leave := context.WithCancel(ctx)
	v.l, v.notice, v.leave, v.result = l, noticeOf(looking, dir), leave, nil
	v.start(ctx)
	return nil
}

// quiet returns a copy of the app that prints nowhere.
func (a *app) quiet() *app {
	b := *a
	b.out = &bytes.Buffer{}
	return &b
}

// start checks the lesson in the background. A run under way counts no more.
func (v *watching) start(ctx context.Context) {
	if v.stop != nil {
		v.stop()
	}
	running, stop := context.WithCancel(ctx)
	v.stop, v.busy = stop, true
	v.round++
	v.runs++
	b, round, l := v.a.quiet(), v.round, v.l
	b.seed = rand.Uint64N(seeds)
	go func() {
		r, err := b.judge(running, v.w, l, nil)
		if err == nil {
			b.remember(v.w, l, r)
		}
		v.done <- ended{round, judged{r, err}}
	}()
}

// take shows what came of a run, unless it counts no more.
func (v *watching) take(r ended) error {
	v.runs--
	if r.round != v.round {
		return nil
	}
	v.busy = false
	if r.err != nil {
		return r.err
	}
	v.result, v.view, v.page = r.result, 0, 0
	return nil
}

// end stops every run under way, and waits for it to end its programs.
func (v *watching) end() {
	v.leave()
	v.stop()
	for ; v.runs > 0; v.runs-- {
		<-v.done
	}
}

// press obeys a key. What is shown already is put away by its own key.
func (v *watching) press(ctx context.Context, key byte) error {
	switch key {
	case 'r':
		v.start(ctx)
	case ' ':
		v.page++
	case 'n':
		next, ok, err := v.next()
		if err != nil || !ok {
			return err
		}
		return v.enter(ctx, next)
	case 'h', 'w', 'l', 's':
		if v.view == key && key != 'h' {
			key = 0
		}
		v.view, v.page = key, 0
		v.screen.forget()
	}
	return nil
}

// next returns the lesson behind this one.
func (v *watching) next() (lesson.Lesson, bool, error) {
	all, err := v.w.Lessons()
	for _, l := range all {
		if l.Number > v.l.Number {
			return l, true, err
		}
	}
	return lesson.Lesson{}, false, err
}
