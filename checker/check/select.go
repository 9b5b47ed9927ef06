package check

import (
	"fmt"
	"strings"

	"socketworkshop/checker/lesson"
)

// Select returns the checks of a lesson, or the one called only. Where there
// is none of that name, the error is a *NoCheckError.
func Select(l lesson.Lesson, only string) ([]lesson.Check, error) {
	all, err := l.Checks()
	if err != nil || only == "" {
		return all, err
	}
	var names []string
	for _, c := range all {
		if c.Name == only {
			return []lesson.Check{c}, nil
		}
		names = append(names, c.Name)
	}
	return nil, &NoCheckError{l.Short(), only, names}
}

// A NoCheckError says that a lesson has no check of that name.
type NoCheckError struct {
	Lesson, Name string
	Names        []string // the checks that it has
}

func (e *NoCheckError) Error() string {
	return fmt.Sprintf("%s has no check %q; it has %s", e.Lesson, e.Name, strings.Join(e.Names, ", "))
}
