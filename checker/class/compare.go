package class

import (
	"context"
	"slices"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/sandbox"
)

// A Comparison is a student's program beside the reference.
type Comparison struct {
	Lesson    string             `json:"lesson"`
	Dir       string             `json:"dir"` // of the student's program
	Seed      uint64             `json:"seed"`
	Rounds    int                `json:"rounds"`  // in which both took turns to be measured
	Sandbox   []string           `json:"sandbox"` // what held both, in words
	Build     check.Build        `json:"build"`   // of the student's program
	Checks    []ComparedCheck    `json:"checks"`
	Common    []string           `json:"common"`    // the checks that both pass; what follows is of these alone
	Student   check.Cost         `json:"student"`   // processor time and memory: the median and the most of all rounds
	Reference check.Cost         `json:"reference"` // the same
	Speed     []Row              `json:"speed"`     // the reference's figures, then the student's; less is better
	Functions []ComparedFunction `json:"functions"`
	Unread    string             `json:"unread,omitempty"` // why the student's source could not be read
}

// A ComparedCheck is what a check found of both.
type ComparedCheck struct {
	Name      string  `json:"name"`
	Step      int     `json:"step"`
	Claim     string  `json:"claim"`
	Student   Outcome `json:"student"`
	Reference Outcome `json:"reference"`
}

// An Outcome is what a check found of one program.
type Outcome struct {
	Verdict check.Verdict `json:"verdict"` // "" where it was not run
	Seconds float64       `json:"seconds"`
	Mistake string        `json:"mistake,omitempty"` // by name, or "" where the evidence does not decide
	Message string        `json:"message,omitempty"` // what happened instead, or why it was not judged
}

// A Change is how a student's function differs from the reference's.
type Change string

// The changes.
const (
	Same     Change = "same"     // they are the same
	Reworded Change = "reworded" // they are the same but for names, comments, layout and the order of what is independent
	Changed  Change = "changed"  // there is one of the same name, or one that is much like it
	Missing  Change = "missing"  // the student has none
	Extra    Change = "extra"    // the reference has none
)

// A ComparedFunction is a function and its counterpart.
type ComparedFunction struct {
	Change    Change    `json:"change"`
	Share     float64   `json:"likeness"`            // of the syntax trees, from 0 to 1
	Student   *Function `json:"student,omitempty"`   // nil where it is missing
	Reference *Function `json:"reference,omitempty"` // nil where it is extra
}

// Name returns the function's name: the reference's where it has one.
func (f ComparedFunction) Name() string {
	if f.Reference != nil {
		return f.Reference.Name
	}
	return f.Student.Name
}

// CompareOptions say how a program is compared.
type CompareOptions struct {
	Dir     string             // the student's folder, or one that holds it
	Rounds  int                // at least 1
	Seed    uint64             // of all checks
	Sandbox sandbox.Protection // what holds both programs
	Trust   bool               // Sandbox is none, and they run as everything else does
}

// Compare holds the program in a student's folder against the reference. Both are
// run, in turn, and each in a sandbox as that of Grade. The errors are those of the machine, of the lesson's own files, and
// of a folder that holds no program of the lesson.
func Compare(ctx context.Context, l lesson.Lesson, o CompareOptions) (*Comparison, error) {
	dir, err := Folder(l, o.Dir)
	if err != nil {
		return nil, err
	}
	t, err := takeTurns(ctx, l, []string{l.Solution(), dir}, o)
	if err != nil {
		return nil, err
	}
	reference, student := t.programs[0], t.programs[1]
	c := &Comparison{
		Lesson: l.Name, Dir: dir, Seed: o.Seed, Rounds: o.Rounds, Sandbox: o.Sandbox.Words(), Build: student.first.Build, Common: t.common,
		Student: t.cost(student), Reference: t.cost(reference), Speed: t.rows(),
	}
	for _, r := range reference.first.Checks {
		pair := ComparedCheck{Name: r.Name, Step: r.Step, Claim: r.Claim, Reference: outcome(r)}
		named := func(s check.Check) bool { return s.Name == r.Name }
		if i := slices.IndexFunc(student.first.Checks, named); i >= 0 {
			pair.Student = outcome(student.first.Checks[i])
		}
		c.Checks = append(c.Checks, pair)
	}
	return c, c.functions(l)
}

func outcome(c check.Check) Outcome {
	o := Outcome{Verdict: c.Verdict, Seconds: c.Seconds, Message: c.Reason}
	if c.Failure != nil {
		o.Mistake, o.Message = c.Failure.Mistake, c.Failure.Message
	}
	return o
}

// Passed returns how many checks the student's program and the reference pass.
func (c *Comparison) Passed() (student, reference int) {
	for _, p := range c.Checks {
		if p.Student.Verdict == check.Pass {
			student++
		}
		if p.Reference.Verdict == check.Pass {
			reference++
		}
	}
	return student, reference
}

// Count returns how many functions differ in this way.
func (c *Comparison) Count(change Change) (n int) {
	for _, f := range c.Functions {
		if f.Change == change {
			n++
		}
	}
	return n
}
