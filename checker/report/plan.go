package report

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
)

// A Plan is what a grading is held against: the lessons' checks, which are not
// in the results of programs that do not build, and what each is worth.
type Plan struct {
	Lessons    map[string]Asked // by full name
	Points     class.Points
	Submission Submission // for Classroom 50
}

// An Asked is what a lesson asks of a learner.
type Asked struct {
	Number int
	Title  string
	Checks []lesson.Check // those that judge
}

// NewPlan returns the plan of some lessons. The errors are those of lessons that
// cannot be read.
func NewPlan(lessons []lesson.Lesson, points class.Points) (Plan, error) {
	p := Plan{Lessons: map[string]Asked{}, Points: points}
	for _, l := range lessons {
		title, err := l.Title()
		if err != nil {
			return p, err
		}
		all, err := l.Checks()
		if err != nil {
			return p, err
		}
		p.Lessons[l.Name] = Asked{l.Number, title, judging(all)}
	}
	return p, nil
}

func judging(all []lesson.Check) (checks []lesson.Check) {
	for _, c := range all {
		if !c.Experiment {
			checks = append(checks, c)
		}
	}
	return checks
}

// A kind is what came of a check, as others tell it.
type kind int

const (
	passed   kind = iota
	failed        // the program's failure
	notRun        // it needs what has failed: no points
	exempt        // this machine or the program's language cannot show it: worth nothing
	unjudged      // the checker or the machine could not judge: no points are known
	blocked       // it needs what could not be judged: the same
)

// A finding is what came of one check, or of building the program.
type finding struct {
	check.Check
	kind   kind
	parent string // the finding that decided instead, or ""
	why    string // one line; "" where it passed
	score  int
	most   int
}

// cause names what came of a check that did not pass, for machines: the mistake
// where it is known.
func (f *finding) cause() string {
	switch {
	case f.kind == unjudged && f.Reason == check.NeverFired:
		return "inconclusive"
	case f.kind == unjudged:
		return "checker"
	case f.Name == builds:
		return "build"
	case f.Failure != nil && f.Failure.Mistake != "":
		return f.Failure.Mistake
	}
	return "wrong-behaviour"
}

const builds = "builds" // the name of the finding that the others depend on

// A paper is what came of one lesson of one student.
type paper struct {
	student  string
	lesson   string // the full name
	asked    Asked
	result   *check.Result // nil where there is none
	findings []finding     // the first tells of the build
	score    int
	most     int
	judged   bool // the score is known
}

func (p *paper) short() string {
	short, _, _ := strings.Cut(p.lesson, "-")
	return short
}

// papers returns all of a grading, student by student.
func (p Plan) papers(g *class.Grading) (all []paper) {
	for _, s := range g.Students {
		for i, name := range g.Lessons {
			all = append(all, p.paper(s, name, resultOf(s, i)))
		}
	}
	return all
}

// resultOf returns what came of a student's program for lesson i of a grading, or
// nil.
func resultOf(s class.Student, i int) *check.Result {
	if i < len(s.Results) {
		return s.Results[i]
	}
	return nil
}

func (p Plan) paper(s class.Student, name string, r *check.Result) paper {
	out := paper{student: s.Name, lesson: name, asked: p.Lessons[name], result: r, judged: true}
	build := finding{Check: check.Check{Name: builds, Claim: "the program builds"}}
	build.kind, build.why = built(s, r)
	out.findings = append(out.findings, build)
	if build.kind == passed {
		out.findings = append(out.findings, tried(r.Checks)...)
	} else {
		out.findings = append(out.findings, untried(build, out.asked.Checks)...)
	}
	for i := range out.findings {
		f := &out.findings[i]
		if f.Name != builds && f.kind != exempt {
			f.most = p.Points.Of(name, f.Name)
		}
		if f.kind == passed {
			f.score = f.most
		}
		out.score, out.most = out.score+f.score, out.most+f.most
		out.judged = out.judged && f.kind != unjudged && f.kind != blocked
	}
	return out
}

// built tells whether there is a program to check, and if not, why.
func built(s class.Student, r *check.Result) (kind, string) {
	switch {
	case r == nil && s.Problem != "":
		return unjudged, s.Problem
	case r == nil:
		return failed, "nothing was handed in"
	case r.Problem != "":
		return unjudged, r.Problem
	case !r.Build.OK:
		return failed, "the program does not build"
	}
	return passed, ""
}

// untried returns the findings of checks for which there was no program.
func untried(build finding, checks []lesson.Check) (all []finding) {
	k := notRun
	if build.kind == unjudged {
		k = blocked
	}
	for _, c := range checks {
		own := check.Check{Name: c.Name, Step: c.Step, Claim: c.Claim, Verdict: check.Skip}
		all = append(all, finding{Check: own, kind: k, parent: builds, why: "not run: " + build.why})
	}
	return all
}

// tried returns the findings of checks that had their turn. Each stands behind
// those that it needs.
func tried(checks []check.Check) (all []finding) {
	kinds := map[string]kind{}
	for _, c := range checks {
		f := finding{Check: c, parent: builds}
		need, needs := strings.CutPrefix(c.Reason, check.Needs)
		needed, ran := kinds[need]
		switch {
		case c.Verdict == check.Pass:
			f.kind = passed
		case c.Verdict == check.Fail:
			f.kind, f.why = failed, c.Failure.Message
		case c.Verdict == check.Unknown:
			f.kind, f.why = unjudged, c.Reason
		case needs && ran:
			f.kind, f.parent, f.why = dependent(needed), need, fmt.Sprintf("not run: %s%s", check.Needs, need)
		case needs && strings.HasPrefix(need, "step "): // that is not written yet
			f.kind, f.why = notRun, "not run: "+c.Reason
		case needs: // a machine of another kind
			f.kind, f.why = unjudged, c.Reason
		default:
			f.kind, f.why = exempt, c.Reason
		}
		kinds[c.Name] = f.kind
		all = append(all, f)
	}
	return all
}

// dependent returns what a check is that was not run for want of another.
func dependent(needed kind) kind {
	if needed == failed || needed == notRun {
		return notRun
	}
	return blocked
}
