package class

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"socketworkshop/checker/lesson"
)

// A handed is a program that was handed in for a lesson, copied to where
// nobody changes it any more.
type handed struct {
	lesson  lesson.Lesson
	at      string // where it was handed in
	own     string // the folder of its files as they were handed in
	dir     string // the same with the given files as the workshop has them, or own
	refused string // why it was not copied, in words
}

// take copies the program of a lesson, in the folder from of a submission, into
// the empty folder into. It returns the given files that were changed.
func take(files fs.FS, from, into string, l lesson.Lesson) (h handed, changed []string, err error) {
	h = handed{lesson: l, own: filepath.Join(into, "own")}
	h.dir = h.own
	if err := os.Mkdir(h.own, 0o777); err != nil {
		return h, nil, err
	}
	if h.refused, err = CopyProgram(files, from, h.own); err != nil || h.refused != "" {
		return h, nil, err
	}
	given, err := l.Given()
	if err != nil {
		return h, nil, err
	}
	theirs, err := lesson.GoFiles(h.own)
	if err != nil {
		return h, nil, err
	}
	whole := maps.Clone(theirs)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if text, ok := theirs[name]; ok && text != given[name] {
			changed = append(changed, path.Join(from, name))
		}
		whole[name] = given[name]
	}
	if maps.Equal(whole, theirs) {
		return h, nil, nil
	}
	h.dir = filepath.Join(into, "whole")
	return h, changed, writeFiles(h.dir, whole)
}

func writeFiles(dir string, files map[string]string) error {
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}
