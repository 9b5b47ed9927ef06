package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/report"
)

// withReference is what --with says for the reference; a folder of that name is
// ./reference.
const withReference = "reference"

// partner returns the program that --with names.
func (a *app) partner(l lesson.Lesson) (check.Partner, error) {
	if a.with == withReference {
		return check.Partner{Dir: l.Solution(), Reference: true}, nil
	}
	dir, err := l.WorkFolder(a.with)
	if errors.Is(err, fs.ErrNotExist) {
		return check.Partner{}, usageError{fmt.Errorf("--with %s: there is no such folder; want reference, or the folder of a program", a.with)}
	}
	return check.Partner{Dir: shortPath(dir)}, err
}

// checkWith lets the learner's program meet another one.
func (a *app) checkWith(ctx context.Context, w lesson.Workshop, l lesson.Lesson) (*check.Result, error) {
	p, err := a.partner(l)
	if err != nil {
		return nil, err
	}
	_, err = check.Pairings(l, a.only, p)
	var missing *check.NoCheckError
	if errors.As(err, &missing) || errors.Is(err, check.ErrNoSession) {
		return nil, usageError{err}
	}
	if err != nil {
		return nil, err
	}
	o, err := a.learners(w, l)
	if err != nil {
		return nil, err
	}
	r, err := check.RunWith(ctx, l, o, p)
	if err != nil {
		return nil, err
	}
	r.Dir = shortPath(o.Dir)
	for i := range r.Checks {
		if f := r.Checks[i].Failure; f != nil {
			f.Rerun = "checker " + a.rerun(l, r.Checks[i].Name)
			a.rerunBreaches(l, r.Dir, p, f)
		}
	}
	return r, nil
}

// rerunBreaches notes where each part lies and how it is checked alone.
func (a *app) rerunBreaches(l lesson.Lesson, dir string, p check.Partner, f *check.Failure) {
	for i := range f.Breaches {
		b := &f.Breaches[i]
		alone := *a
		if alone.with, b.Dir = "", dir; !b.Yours() {
			b.Dir = p.Dir
			alone.work, alone.program = b.Dir, ""
		}
		b.Check.Failure.Rerun = "checker " + alone.rerun(l, b.Check.Name)
	}
}

// printWith tells a person how two programs got on.
func (a *app) printWith(l lesson.Lesson, r *check.Result) error {
	for _, c := range r.Checks {
		sign := map[check.Verdict]string{check.Pass: a.paint.good("✓"), check.Fail: a.paint.bad("✗")}[c.Verdict]
		if sign == "" {
			sign = a.paint.bad("?")
		}
		fmt.Fprintf(a.out, "%s%s %s\n", margin, sign, a.words.In(c.Claim))
		if c.Failure != nil {
			fmt.Fprintf(a.out, "    %s\n", a.words.In(blamed(c.Failure)))
		}
	}
	fmt.Fprintln(a.out)
	if c := r.FirstFailure(); c != nil {
		return a.pairFailure(l, r, c)
	}
	if r.Verdict != check.Pass {
		a.problem(r)
		return nil
	}
	other := "the program in " + shortPath(a.with)
	if a.with == withReference {
		other = "the reference"
	}
	fmt.Fprintln(a.out, a.paint.good(a.words.In("Your program and "+other+" get on with each other.")))
	return nil
}

// blamed says in a few words who is to blame.
func blamed(f *check.Failure) string {
	switch f.Blame {
	case "both":
		return "both broke the contract"
	case "unknown":
		return "nothing is wrong with either alone"
	}
	return f.Ends[f.Blame] + " broke the contract"
}

// theirLastWords returns what two programs said on standard error. Only the lines
// that say which one it was, "your call:", are put into another language.
func (a *app) theirLastWords(said string) string {
	lines := strings.Split(said, "\n")
	for i, line := range lines {
		if who, ok := strings.CutSuffix(line, ":"); ok {
			lines[i] = a.words.In(who) + line[len(who):]
		}
	}
	return strings.Join(lines, "\n")
}

// pairFailure explains a pairing that failed, and what the sides that broke the
// contract fail alone.
func (a *app) pairFailure(l lesson.Lesson, r *check.Result, c *check.Check) error {
	f := c.Failure
	fmt.Fprintf(a.out, "%s %s\n\n", a.paint.bad("✗"), a.paint.head(c.Name))
	fmt.Fprint(a.out, indent(margin, wrap(report.Printable(a.words.Sentence(f.Message)), width)))
	a.section(fmt.Sprintf("what they said, %s and %s", f.Ends["call"], f.Ends["serve"]), a.wire(f))
	a.section("where your program stood", places(report.Places(a.words, f, r.Dir)))
	a.section("their last words on standard error", report.Printable(a.theirLastWords(f.Stderr)))
	a.section("who broke the contract", wrap(report.Printable(a.words.In(f.Explain)), width)+"\n")
	a.section("what now", a.again(f)+"\n")
	for _, b := range f.Breaches {
		fmt.Fprintf(a.out, "\n%s\n\n", a.paint.head(a.words.In("What "+b.Who+" does wrong, alone with the checker:")))
		alone := *a
		if alone.dir = b.Dir; !b.Yours() {
			alone.program = ""
		}
		if err := alone.failure(l, &check.Result{Dir: b.Dir}, &b.Check); err != nil {
			return err
		}
	}
	return nil
}
