package check

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// A Trial is a program whose verdict is known beforehand, checked for once to
// judge the checks.
type Trial struct {
	Name    string  // wrong/waits-for-eof, right/python, solution, skeleton
	Result  *Result // nil where it could not be run
	Skipped string  // why it was not run
	Breach  string  // what came out other than it should
}

// provers is how many trials run at the same time. A program that fails by
// doing nothing costs time, not the processor.
const provers = 3

// A Proof says how the known programs of a lesson are tried.
type Proof struct {
	Seed  uint64    // of the checks
	Only  string    // the beginning of the names of those to be tried; "" means all
	Brief bool      // the solution is not tried, and a wrong program only with the checks that it must fail
	Until time.Time // those that have not begun by then are skipped; zero: all are tried
}

// options returns how one of them is checked.
func (p Proof) options(t trial) Options {
	o := Options{Seed: p.Seed}
	if p.Brief {
		o.Those = t.fails
	}
	return o
}

// Prove checks the solution, the skeleton and every known program of a
// lesson. The order of the trials is always the same.
func Prove(ctx context.Context, l lesson.Lesson, p Proof) ([]Trial, error) {
	scratch, err := os.MkdirTemp("", "prove")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	jobs, err := trials(ctx, l, scratch, p.Only)
	if err != nil {
		return nil, err
	}
	if p.Brief {
		jobs = slices.DeleteFunc(jobs, func(t trial) bool { return t.name == theSolution })
	}
	all := make([]Trial, len(jobs))
	slots := make(chan struct{}, provers)
	var wait sync.WaitGroup
	for i, job := range jobs {
		slots <- struct{}{}
		if !p.Until.IsZero() && time.Now().After(p.Until) {
			all[i].Skipped = "out of time"
			<-slots
			continue
		}
		wait.Go(func() {
			defer func() { <-slots }()
			all[i] = job.run(ctx, p.options(job))
		})
	}
	wait.Wait()
	for i, job := range jobs {
		// Where many run at the same time, one may have had too little of the
		// machine to be judged at all.
		for range loneTries {
			if all[i].Result == nil || all[i].Result.unjudged() == "" {
				break
			}
			all[i] = job.run(ctx, p.options(job))
		}
	}
	return all, ctx.Err()
}

// loneTries is how often a program that could not be judged is tried again by
// itself.
const loneTries = 2

const theSolution = "solution" // the name of its trial

func proveSolution(ctx context.Context, l lesson.Lesson, o Options) Trial {
	o.Dir = l.Solution()
	r, err := Run(ctx, l, o)
	return verdictOf(theSolution, r, err, func() string { return allPass(r) })
}

func proveSkeleton(ctx context.Context, l lesson.Lesson, o Options) Trial {
	o.Dir = l.Skeleton()
	r, err := Run(ctx, l, o)
	return verdictOf("skeleton", r, err, func() string {
		for _, c := range r.Checks {
			if c.Verdict == Pass {
				return "the skeleton passes " + c.Name
			}
		}
		if f := r.FirstFailure(); f == nil || f.Failure.Mistake != tutor.NotWrittenYet {
			return "the skeleton does not fail as not written yet: " + r.summary()
		}
		return ""
	})
}

func proveWrong(ctx context.Context, l lesson.Lesson, k lesson.Known, o Options) Trial {
	r, err := RunKnown(ctx, l, k, o)
	return verdictOf("wrong/"+k.Name, r, err, func() string {
		for _, w := range k.Want {
			if got := r.mistakeIn(w.Check); got != w.Mistake {
				return fmt.Sprintf("%s names %q, want %q: %s", w.Check, got, w.Mistake, r.summary())
			}
		}
		for _, words := range k.Words {
			if !strings.Contains(r.said(), words) {
				return fmt.Sprintf("the explanation does not say %q: %s", words, r.said())
			}
		}
		return r.blamed(l, k) + r.unjudged()
	})
}

func proveRight(ctx context.Context, l lesson.Lesson, k lesson.Known, o Options) Trial {
	if words, err := program.Split(k.Run); err == nil && len(words) > 0 {
		if _, err := exec.LookPath(words[0]); err != nil {
			return Trial{Name: "right/" + k.Name, Skipped: err.Error()}
		}
	}
	r, err := RunKnown(ctx, l, k, o)
	return verdictOf("right/"+k.Name, r, err, func() string { return allPass(r) })
}

func verdictOf(name string, r *Result, err error, breach func() string) Trial {
	t := Trial{Name: name, Result: r}
	switch {
	case err != nil:
		t.Result, t.Breach = nil, err.Error()
	case !r.Build.OK:
		t.Breach = "it does not build:\n" + r.Build.Output
	default:
		t.Breach = breach()
	}
	return t
}

func allPass(r *Result) string {
	if r.Verdict != Pass {
		return "want every check to pass: " + r.summary()
	}
	return ""
}

// ran reports whether a check was run.
func (r *Result) ran(check string) bool {
	return slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Name == check })
}

// mistakeIn returns the mistake that a check named, and its verdict in place
// of a failure.
func (r *Result) mistakeIn(check string) string {
	i := slices.IndexFunc(r.Checks, func(c Check) bool { return c.Name == check })
	switch {
	case i < 0:
		return "no such check"
	case r.Checks[i].Failure == nil:
		return string(r.Checks[i].Verdict)
	}
	return r.Checks[i].Failure.Mistake
}

// blamed says which check failed although the part of the program that it
// tries, server or caller, is the solution's, or "".
func (r *Result) blamed(l lesson.Lesson, k lesson.Known) string {
	checks, err := l.Checks()
	if err != nil {
		return err.Error()
	}
	for _, c := range judged(checks) {
		right := c.Serves && k.ChangesOnly("client.go") || !c.Serves && k.ChangesOnly("server.go")
		if got := r.mistakeIn(c.Name); right && k.Run == "" && r.ran(c.Name) && got != string(Pass) {
			return fmt.Sprintf("%s fails (%s) though this part is the solution's: %s", c.Name, got, r.summary())
		}
	}
	return ""
}

// unjudged says which checks came to no verdict, or "".
func (r *Result) unjudged() string {
	for _, c := range r.Checks {
		if c.Verdict == Unknown {
			return c.Name + " is unknown: " + c.Reason
		}
	}
	return ""
}

// said returns all words of the explanations.
func (r *Result) said() string {
	var all strings.Builder
	for _, c := range r.Checks {
		if f := c.Failure; f != nil {
			fmt.Fprintln(&all, f.Message, f.Explain, strings.Join(f.Experiments, " "))
		}
	}
	return all.String()
}

// summary lists what did not pass.
func (r *Result) summary() string {
	var all []string
	for _, c := range r.Checks {
		switch {
		case c.Failure != nil:
			f := c.Failure
			all = append(all, fmt.Sprintf("%s: %s (%s) %s", c.Name, f.Message, f.Mistake, strings.Join(f.Experiments, " ")))
		case c.Verdict != Pass:
			all = append(all, fmt.Sprintf("%s: %s, %s", c.Name, c.Verdict, c.Reason))
		}
	}
	return strings.Join(append(all, fmt.Sprintf("seed %d", r.Seed)), "\n\t")
}
