package lesson

import (
	"os"
	"path/filepath"
	"strings"
)

// Given returns the Go files of the lesson that the learner gets ready-made, by
// name: those that are the same in skeleton and solution. main.go is one.
func (l Lesson) Given() (map[string]string, error) {
	skeleton, err := GoFiles(l.Skeleton())
	if err != nil {
		return nil, err
	}
	solution, err := GoFiles(l.Solution())
	if err != nil {
		return nil, err
	}
	for name, text := range skeleton {
		if solution[name] != text {
			delete(skeleton, name)
		}
	}
	return skeleton, nil
}

// GoFiles returns the text of the Go files in a folder by name, without tests.
func GoFiles(dir string) (map[string]string, error) {
	names, err := Glob(dir, "*.go")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(name, "_test.go") {
			all[filepath.Base(name)] = string(text)
		}
	}
	return all, nil
}
