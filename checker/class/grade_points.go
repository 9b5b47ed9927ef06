package class

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

const mostPoints = 1_000_000 // for a check, so that they can be added up

// ReadPoints reads what checks are worth: {"lesson01": {"2-two-callers": 3}}.
// A lesson may have any name that it goes by. A check that is not there, or is
// worth less than nothing or more than mostPoints, is an error, and so is a lesson
// that is named twice.
func ReadPoints(w lesson.Workshop, file string) (Points, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var given map[string]map[string]int
	if err := json.Unmarshal(text, &given); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	points := Points{}
	for name, worth := range given {
		l, err := w.Lesson(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if points[l.Name] != nil {
			return nil, fmt.Errorf("%s: %s is there twice", file, l.Short())
		}
		for c, n := range worth {
			if _, err := check.Select(l, c); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if n < 0 || n > mostPoints {
				return nil, fmt.Errorf("%s: %s of %s is worth %d points; want 0 to %d", file, c, l.Short(), n, mostPoints)
			}
		}
		points[l.Name] = map[string]int{}
		maps.Copy(points[l.Name], worth) // which may be null
	}
	return points, nil
}

// Max returns how many points all checks of a lesson are worth.
func (p Points) Max(l lesson.Lesson) (int, error) {
	checks, err := l.Checks()
	sum := 0
	for _, c := range checks {
		if !c.Experiment {
			sum += p.Of(l.Name, c.Name)
		}
	}
	return sum, err
}

// Got returns how many points a result has: those of the checks that passed.
func (p Points) Got(r *check.Result) int {
	sum := 0
	if r == nil {
		return sum
	}
	for _, c := range r.Checks {
		if c.Verdict == check.Pass {
			sum += p.Of(r.Lesson, c.Name)
		}
	}
	return sum
}
