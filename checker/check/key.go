package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"socketworkshop/checker/lesson"
)

// checkData are the folders of testdata that checks draw from.
var checkData = [...]string{"strftime", "struct"}

// Data returns the folders that the checks of a lesson are read from.
func Data(l lesson.Lesson) []string {
	dirs := []string{filepath.Join(l.Dir(), "checks")}
	for _, name := range checkData {
		dirs = append(dirs, filepath.Join(l.Workshop().Root, "testdata", name))
	}
	return dirs
}

// Digest returns one word for several texts.
func Digest(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		fmt.Fprintf(h, "%d %s", len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// DigestFiles returns one word for the names and contents of all files in
// some folders. A path may also be a file.
func DigestFiles(paths ...string) (string, error) {
	var all []string
	for _, top := range paths {
		err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			h := sha256.New()
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close() // only read
			_, err = io.Copy(h, f)
			rel, err2 := filepath.Rel(top, path)
			all = append(all, rel, string(h.Sum(nil)))
			if err == nil {
				err = err2
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return Digest(all...), nil
}
