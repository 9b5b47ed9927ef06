package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
)

// Read reads what `checker grade --json` or `checker LESSON --json` printed. The
// results of single lessons become a grading of one student of that name.
func Read(r io.Reader, student string) (*class.Grading, error) {
	d := json.NewDecoder(r)
	alone := &class.Grading{Students: []class.Student{{Name: student}}}
	for n := 0; ; n++ {
		var object json.RawMessage
		err := d.Decode(&object)
		if errors.Is(err, io.EOF) && n > 0 {
			return alone, validate(alone)
		}
		if err != nil {
			return nil, fmt.Errorf("no grading: %w", err)
		}
		var shape struct{ Students, Lesson any }
		if err := json.Unmarshal(object, &shape); err != nil {
			return nil, fmt.Errorf("no grading: %w", err)
		}
		switch {
		case shape.Students != nil && n == 0:
			g := &class.Grading{}
			if err := json.Unmarshal(object, g); err != nil {
				return nil, fmt.Errorf("no grading: %w", err)
			}
			return g, validate(g)
		case shape.Lesson == nil:
			return nil, errors.New("no grading, and no result of a lesson")
		}
		result := &check.Result{}
		if err := json.Unmarshal(object, result); err != nil {
			return nil, fmt.Errorf("no result of a lesson: %w", err)
		}
		alone.Lessons = append(alone.Lessons, result.Lesson)
		alone.Students[0].Results = append(alone.Students[0].Results, result)
	}
}

// validate refuses what no run has as its result.
func validate(g *class.Grading) error {
	for i, l := range g.Lessons {
		if slices.Contains(g.Lessons[:i], l) {
			return fmt.Errorf("%s is there twice", l)
		}
	}
	for _, s := range g.Students {
		if len(s.Results) > len(g.Lessons) {
			return fmt.Errorf("%s has %d results, want at most %d, one a lesson", s.Name, len(s.Results), len(g.Lessons))
		}
		for _, r := range s.Results {
			if r == nil {
				continue
			}
			if err := r.Sound(); err != nil {
				return fmt.Errorf("%s, %s: %w", s.Name, r.Lesson, err)
			}
		}
	}
	return nil
}

// Merge puts the parts of a class together: the students by name, the lessons
// of all. A student who is in two of them is an error.
func Merge(parts ...*class.Grading) (*class.Grading, error) {
	if len(parts) == 0 {
		return nil, errors.New("there is nothing to merge")
	}
	out := &class.Grading{Lessons: parts[0].Lessons, Sandbox: slices.Clone(parts[0].Sandbox)}
	for _, p := range parts[1:] {
		out.Lessons = union(out.Lessons, p.Lessons)
		for _, s := range p.Sandbox {
			if !slices.Contains(out.Sandbox, s) {
				out.Sandbox = append(out.Sandbox, s)
			}
		}
	}
	for _, p := range parts {
		if out.Students == nil && p.Students != nil {
			out.Students = []class.Student{}
		}
		for _, s := range p.Students {
			out.Students = append(out.Students, arrange(s, p.Lessons, out.Lessons))
		}
	}
	slices.SortStableFunc(out.Students, func(a, b class.Student) int { return strings.Compare(a.Name, b.Name) })
	for i, s := range out.Students[min(1, len(out.Students)):] {
		if s.Name == out.Students[i].Name {
			return nil, fmt.Errorf("%s is in two of the parts", s.Name)
		}
	}
	return out, nil
}

// union returns the lessons of both, in their order. Where they are the same it
// returns them as they are.
func union(a, b []string) []string {
	if slices.Equal(a, b) {
		return a
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// arrange puts a student's results where the lessons stand now.
func arrange(s class.Student, from, to []string) class.Student {
	if slices.Equal(from, to) {
		return s
	}
	results := make([]*check.Result, len(to))
	for i, name := range from {
		results[slices.Index(to, name)] = resultOf(s, i)
	}
	s.Results = results
	return s
}

// Choose keeps one student, one lesson, or both; "" keeps all.
func Choose(g *class.Grading, student, lesson string) (*class.Grading, error) {
	out := *g
	if student != "" {
		i := slices.IndexFunc(g.Students, func(s class.Student) bool { return s.Name == student })
		if i < 0 {
			return nil, fmt.Errorf("there is no student %q", student)
		}
		out.Students = g.Students[i : i+1]
	}
	if lesson == "" {
		return &out, nil
	}
	if !slices.Contains(g.Lessons, lesson) {
		return nil, fmt.Errorf("%s is not graded here; there are %s", lesson, strings.Join(g.Lessons, ", "))
	}
	out.Lessons = []string{lesson}
	out.Students = slices.Clone(out.Students)
	for i, s := range out.Students {
		out.Students[i] = arrangeOne(s, slices.Index(g.Lessons, lesson))
	}
	return &out, nil
}

// arrangeOne keeps a student's result for lesson i alone.
func arrangeOne(s class.Student, i int) class.Student {
	s.Results = []*check.Result{resultOf(s, i)}
	return s
}
