package class

import "socketworkshop/checker/check"

// A Grading is what came of a class.
type Grading struct {
	Lessons  []string  `json:"lessons"` // the lessons' full names, in their order
	Students []Student `json:"students"`
	Sandbox  []string  `json:"sandbox"` // what held the submissions, in words
}

// A Student is what came of one submission.
type Student struct {
	Name    string          `json:"name"`              // of the folder or archive, without its ending
	Problem string          `json:"problem,omitempty"` // why nothing of it could be judged
	Changed []string        `json:"changed,omitempty"` // the workshop's own files that were handed in otherwise than they were given
	Results []*check.Result `json:"results"`           // one a lesson; nil where nothing was handed in
}

// Points says what a check is worth: Points[lesson][check], under the lesson's
// full name. A check that is not named is worth one point.
type Points map[string]map[string]int

// Of returns how many points a check is worth.
func (p Points) Of(lesson, check string) int {
	if n, ok := p[lesson][check]; ok {
		return n
	}
	return 1
}
