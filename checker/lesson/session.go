package lesson

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// sessionName is how a session is called: with, or with-unix for one more.
var sessionName = regexp.MustCompile(`^with(?:-[a-z0-9]+)*$`)

// isSession reports whether a script is a session by its name.
func isSession(file string) bool {
	return sessionName.MatchString(strings.TrimSuffix(filepath.Base(file), ".txtar"))
}

// Sessions returns the scripts in which two programs meet, one as the caller
// and one as the server: checks/with.txtar, and with-WORDS.txtar for more of
// them. They belong to no step, and a lesson without any is no error.
func (l Lesson) Sessions() ([]Check, error) {
	files, err := Glob(filepath.Join(l.Dir(), "checks"), "with*.txtar")
	if err != nil {
		return nil, err
	}
	var sessions []Check
	for _, file := range slices.DeleteFunc(files, func(file string) bool { return !isSession(file) }) {
		c := Check{File: file, Name: strings.TrimSuffix(filepath.Base(file), ".txtar")}
		if err := c.read(); err != nil {
			return nil, err
		}
		if len(c.Tries) != 2 {
			return nil, fmt.Errorf("%s: a session starts a server and a caller", file)
		}
		sessions = append(sessions, c)
	}
	slices.SortFunc(sessions, func(a, b Check) int { return cmp.Compare(a.Name, b.Name) })
	return sessions, nil
}
