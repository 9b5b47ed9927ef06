package class

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

// A Graded is a class that was graded. The results lie on the disk, for there
// may be many.
type Graded struct {
	Lessons []lesson.Lesson
	Sandbox []string // what held the submissions, in words
	Judged  int      // programs that were judged
	Kept    int      // programs that were judged before, and have not changed

	entries []*listed
	cells   int
	store   store
}

// A listed is a student without results, and the keys under which the store
// has them: one a lesson, "" where nothing was handed in.
type listed struct {
	Student
	keys []string
}

// Students returns one student after another, with all results, sorted by name.
func (g *Graded) Students() iter.Seq2[Student, error] {
	return func(yield func(Student, error) bool) {
		for _, e := range g.entries {
			s := e.Student
			s.Results = make([]*check.Result, len(g.Lessons))
			var err error
			for i, key := range e.keys {
				if key == "" {
					continue
				}
				if s.Results[i] = g.store.read(s.Name, g.Lessons[i].Name, key); s.Results[i] == nil {
					err = fmt.Errorf("the result of %s in %s is not in %s any more", s.Name, g.Lessons[i].Short(), g.store.dir)
				}
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// WriteJSON writes the class as a Grading, one student after another.
func (g *Graded) WriteJSON(w io.Writer) error {
	names := []string{}
	for _, l := range g.Lessons {
		names = append(names, l.Name)
	}
	lessons, err := json.Marshal(names)
	if err != nil {
		return err
	}
	sandbox, err := json.Marshal(g.Sandbox)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, `{"lessons":%s,"students":[`, lessons); err != nil {
		return err
	}
	comma := ""
	for s, err := range g.Students() {
		if err != nil {
			return err
		}
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", comma, text); err != nil {
			return err
		}
		comma = ","
	}
	_, err = fmt.Fprintf(w, "],\"sandbox\":%s}\n", sandbox)
	return err
}
