package class

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"socketworkshop/checker/lesson"
)

// changedCopies returns the names of those of the workshop's checks and
// solutions that lie in a submission otherwise than in the workshop. They are
// never used.
func changedCopies(w lesson.Workshop, files fs.FS, home string, lessons []lesson.Lesson) (changed []string, err error) {
	top := strings.TrimSuffix(strings.TrimSuffix(home, "work"), "/")
	for _, l := range lessons {
		for _, dir := range []string{filepath.Join(l.Dir(), "checks"), l.Solution()} {
			rel, err := filepath.Rel(w.Root, dir)
			if err != nil {
				return nil, err
			}
			some, err := differing(dir, files, path.Join(top, filepath.ToSlash(rel)))
			if err != nil {
				return nil, err
			}
			changed = append(changed, some...)
		}
	}
	return changed, nil
}

// differing returns the files of the folder own that are in the folder theirs
// of a submission with another content.
func differing(own string, files fs.FS, theirs string) (changed []string, err error) {
	if _, err := lstat(files, theirs); err != nil {
		return nil, nil // no copy at all
	}
	entries, err := os.ReadDir(own)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		at := path.Join(theirs, e.Name())
		info, err := lstat(files, at)
		if err != nil || !e.Type().IsRegular() {
			continue // it was left out
		}
		text, err := os.ReadFile(filepath.Join(own, e.Name()))
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() || info.Size() != int64(len(text)) || !holds(files, at, text) {
			changed = append(changed, at)
		}
	}
	return changed, nil
}

// holds reports whether a file has this content.
func holds(files fs.FS, name string, text []byte) bool {
	f, err := files.Open(name)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	theirs, err := io.ReadAll(io.LimitReader(f, int64(len(text))+1))
	return err == nil && bytes.Equal(theirs, text)
}
