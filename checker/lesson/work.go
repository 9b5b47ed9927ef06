package lesson

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// WorkFolder returns the folder of the learner's copy of the lesson.
//
// Where work is "", that is work/NAME in the workshop. Otherwise work is
// either a folder of such copies or, when Go files lie in it, one itself.
func (l Lesson) WorkFolder(work string) (string, error) {
	if work == "" {
		return filepath.Join(l.workshop.Root, "work", l.Name), nil
	}
	if info, err := os.Stat(work); err != nil {
		return "", err
	} else if !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", work)
	}
	inside := filepath.Join(work, l.Name)
	if _, err := os.Stat(inside); err == nil {
		return inside, nil
	}
	if own, _ := filepath.Glob(filepath.Join(work, "*.go")); len(own) > 0 {
		return work, nil
	}
	return inside, nil
}

// IsWork reports whether Begin has made learner's copies in the folder root.
// The solutions, or a hand-in, are not the place for anything else.
func IsWork(root string) bool {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	return err == nil && strings.Contains(string(text), "\nmodule work\n")
}

const workModule = `// The learner's own copies of the lessons. They use the standard library alone.
module work

go 1.26
`

// Begin makes dir from the skeleton and says so, unless dir exists already.
func (l Lesson) Begin(dir string) (made bool, err error) {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return false, err
	}
	if err := writeNew(filepath.Join(parent, "go.mod"), workModule); err != nil {
		return false, err
	}
	// Made under another name first: a copy that was interrupted must not
	// look like one that is whole.
	unfinished := filepath.Join(parent, fmt.Sprintf(".%s-%d", l.Name, os.Getpid()))
	defer os.RemoveAll(unfinished)
	if err := os.CopyFS(unfinished, os.DirFS(l.Skeleton())); err != nil {
		return false, err
	}
	return true, os.Rename(unfinished, dir)
}

// writeNew writes a file that is not there yet and leaves one that is.
func writeNew(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// Reset begins dir anew and keeps what was there beside it, under the name
// it returns ("" where there was nothing to keep).
func (l Lesson) Reset(dir string) (kept string, err error) {
	if _, err := os.Stat(dir); err == nil {
		if kept, err = freeName(dir + ".old"); err != nil {
			return "", err
		}
		if err := os.Rename(dir, kept); err != nil {
			return "", err
		}
	}
	_, err = l.Begin(dir)
	return kept, err
}

// freeName returns name, or name with the first number behind it that
// nothing on disk has yet.
func freeName(name string) (string, error) {
	try := name
	for n := 2; ; n++ {
		if _, err := os.Lstat(try); errors.Is(err, fs.ErrNotExist) {
			return try, nil
		} else if err != nil {
			return "", err
		}
		try = fmt.Sprintf("%s%d", name, n)
	}
}
