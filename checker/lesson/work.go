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
	if own, _ := Glob(work, "*.go"); len(own) > 0 {
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
	err = l.renew(dir, func(fresh string) error {
		if _, err := os.Stat(dir); err == nil {
			return nil // another checker has made it meanwhile
		}
		made = true
		return os.Rename(fresh, dir)
	})
	return made && err == nil, err
}

// Reset begins dir anew and keeps what was there beside it, under the name
// it returns ("" where there was nothing to keep). After an error all is as it
// was.
func (l Lesson) Reset(dir string) (kept string, err error) {
	err = l.renew(dir, func(fresh string) error {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return os.Rename(fresh, dir)
		}
		if kept, err = freeName(dir + ".old"); err != nil {
			return err
		}
		if err := os.Rename(dir, kept); err != nil {
			return err
		}
		if err := os.Rename(fresh, dir); err != nil {
			return errors.Join(err, os.Rename(kept, dir))
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return kept, nil
}

// renew makes a copy of the skeleton beside dir, whole, and then lets put give
// it its place: a copy that was interrupted must not look like one that is
// whole, and a disk that is full must not cost anybody the one they have.
func (l Lesson) renew(dir string, put func(fresh string) error) error {
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return err
	}
	release, alone := hold(parent)
	defer release()
	if alone {
		sweep(parent)
	}
	mod := filepath.Join(parent, "go.mod")
	if _, err := os.Stat(mod); errors.Is(err, fs.ErrNotExist) {
		if err := writeWhole(mod, []byte(workModule)); err != nil {
			return err
		}
	}
	unfinished, err := os.MkdirTemp(parent, unfinishedName)
	if err != nil {
		return err
	}
	defer os.RemoveAll(unfinished)
	fresh := filepath.Join(unfinished, l.Name) // os.CopyFS gives it the mode that new folders have
	if err := os.CopyFS(fresh, os.DirFS(l.Skeleton())); err != nil {
		return err
	}
	return put(fresh)
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
