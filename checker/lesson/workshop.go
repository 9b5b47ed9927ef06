// Package lesson knows where everything of the workshop lies on disk: the
// lessons, their steps and checks, the solutions, the programs known to be
// wrong or right, and the learner's own copies in work. It starts nothing.
package lesson

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// A Workshop is one checkout of the workshop.
type Workshop struct {
	Root    string // the folder that holds go.mod, lessons and solutions
	Edition string // the tag of the edition whose texts are read where there are any: zh-CN; "" for English
}

// Find returns the workshop that dir lies in: dir or the nearest folder above
// it that holds the workshop's go.mod and lessons.
func Find(dir string) (Workshop, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Workshop{}, err
	}
	for at := abs; ; at = filepath.Dir(at) {
		mod, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module socketworkshop\n") {
			return Workshop{Root: at}, nil
		}
		if at == filepath.Dir(at) {
			return Workshop{}, fmt.Errorf("%s is not inside the workshop: no folder above it has its go.mod", abs)
		}
	}
}

var folderName = regexp.MustCompile(`^lesson(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)$`)

// Lessons returns every lesson in the order of its number.
func (w Workshop) Lessons() ([]Lesson, error) {
	entries, err := os.ReadDir(filepath.Join(w.Root, "lessons"))
	if err != nil {
		return nil, err
	}
	var all []Lesson
	for _, e := range entries {
		m := folderName.FindStringSubmatch(e.Name())
		if m == nil || !e.IsDir() {
			continue
		}
		number, err := strconv.Atoi(m[1])
		if err != nil {
			return nil, err
		}
		all = append(all, Lesson{Number: number, Name: e.Name(), workshop: w})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Number < all[j].Number })
	return all, nil
}

// Glob returns the files of a folder whose names match, in their order. Unlike
// that of filepath.Glob, the folder's own name is no pattern: it may hold "[".
func Glob(dir, pattern string) ([]string, error) {
	names, err := fs.Glob(os.DirFS(dir), pattern)
	for i, name := range names {
		names[i] = filepath.Join(dir, name)
	}
	return names, err
}

// An UnknownError says that no lesson has the name, and which one is nearest.
type UnknownError struct {
	Name    string
	Nearest string // the short name of the lesson that looks most like it, or ""
}

func (e *UnknownError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("no lesson is called %q", e.Name)
	}
	return fmt.Sprintf("no lesson is called %q; did you mean %s?", e.Name, e.Nearest)
}

var lessonNumber = regexp.MustCompile(`^(?:lesson)?0*(\d{1,3})$`)

// Lesson returns the lesson that name means: "7", "07", "lesson07" or the
// name of its folder, also with a path before it. Where there is none, the
// error is an *UnknownError.
func (w Workshop) Lesson(name string) (Lesson, error) {
	all, err := w.Lessons()
	if err != nil {
		return Lesson{}, err
	}
	base := filepath.Base(name)
	m := lessonNumber.FindStringSubmatch(base)
	for _, l := range all {
		if l.Name == base || m != nil && strconv.Itoa(l.Number) == m[1] {
			return l, nil
		}
	}
	return Lesson{}, &UnknownError{Name: name, Nearest: nearest(base, all)}
}

// nearest returns the short name of the lesson whose folder, short name or
// slug needs the fewest edits to become name.
func nearest(name string, all []Lesson) string {
	best, found := len(name), "" // worse than typing it anew is no likeness
	for _, l := range all {
		for _, candidate := range []string{l.Name, l.Short(), l.Slug()} {
			d := Distance(name, candidate)
			if name != "" && strings.Contains(candidate, name) {
				d = 1 // a part of the name is a likeness, however long the rest is
			}
			if d < best {
				best, found = d, l.Short()
			}
		}
	}
	return found
}

// Distance counts the single-byte edits that turn a into b (Levenshtein).
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			swap := corner
			if a[i] != b[j] {
				swap++
			}
			corner = row[j+1]
			row[j+1] = min(swap, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}

// ErrNoChecks is the error of a lesson that has nothing to run.
var ErrNoChecks = errors.New("the lesson has no checks")
