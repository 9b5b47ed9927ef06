package class

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"socketworkshop/checker/lesson"
)

// A keyring makes the keys of results: two are equal when nothing differs that
// a result depends on.
type keyring struct {
	all     string            // the checker, the toolchain, what holds the programs
	lessons map[string]string // the checks, by lesson
}

// checkData are the folders of testdata that checks draw from.
var checkData = [...]string{"strftime", "struct"}

// dataOf returns the folders that the checks of a lesson are read from.
func dataOf(l lesson.Lesson) []string {
	dirs := []string{filepath.Join(l.Dir(), "checks")}
	for _, name := range checkData {
		dirs = append(dirs, filepath.Join(l.Workshop().Root, "testdata", name))
	}
	return dirs
}

func newKeyring(o GradeOptions, toolchain string) (*keyring, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	checker, err := digestFiles(self)
	if err != nil {
		return nil, err
	}
	k := &keyring{all: digest(append(o.Sandbox.Words(), toolchain, checker)...), lessons: map[string]string{}}
	for _, l := range o.Lessons {
		if k.lessons[l.Name], err = digestFiles(dataOf(l)...); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// key returns the key of a program that was handed in.
func (k *keyring) key(h handed, seed uint64) (string, error) {
	sources, err := digestFiles(h.own, h.dir)
	return digest(k.all, k.lessons[h.lesson.Name], sources, h.refused, fmt.Sprint(seed)), err
}

// seedOf returns the seed for a student and a lesson, whatever is judged before
// or beside it.
func seedOf(seed uint64, student, lesson string) uint64 {
	sum := sha256.Sum256([]byte(digest(fmt.Sprint(seed), student, lesson)))
	return binary.BigEndian.Uint64(sum[:]) % seeds
}

// digest returns one word for several texts.
func digest(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		fmt.Fprintf(h, "%d %s", len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// digestFiles returns one word for the names and contents of all files in
// some folders. A path may also be a file.
func digestFiles(paths ...string) (string, error) {
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
	return digest(all...), nil
}
