package class

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"socketworkshop/checker/check"
)

// A store is the folder that keeps what was found out, one file for each
// student and lesson. A file is whole at every moment, so a grading that was
// killed goes on where it was.
type store struct{ dir string }

func (s store) file(student, lesson string) string {
	return filepath.Join(s.dir, "results", student, lesson+".json")
}

// load returns the result that is kept under a key, or nil. One that says
// nothing about the program is not taken for a result.
func (s store) load(student, lesson, key string) *check.Result {
	k := s.read(student, lesson, key)
	if k == nil || k.Verdict == check.Unknown {
		return nil
	}
	return k
}

// read returns what is kept under a key, or nil.
func (s store) read(student, lesson, key string) *check.Result {
	return check.ReadKept(s.file(student, lesson), key)
}

func (s store) save(student, lesson, key string, r *check.Result) error {
	text, err := json.Marshal(check.Kept{Key: key, Result: r})
	if err != nil {
		return err
	}
	return replace(s.file(student, lesson), append(text, '\n'))
}

// seeds is how many seeds there are to draw from: a number that a person can
// type.
const seeds = 1_000_000

// seed returns the seed that was drawn when the store was made. Whoever does
// not know it cannot know what the checks will say.
func (s store) seed() (uint64, error) {
	file := filepath.Join(s.dir, "seed")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		n := rand.Uint64N(seeds)
		return n, replace(file, fmt.Appendln(nil, n))
	}
	if err != nil {
		return 0, err
	}
	var n uint64
	if _, err := fmt.Sscan(string(text), &n); err != nil {
		return 0, fmt.Errorf("%s: %q is no number: %w", file, text, err)
	}
	return n, nil
}

// replace makes a file, or replaces it, in one step.
func replace(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(file), ".part-")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // it has another name by then, unless something failed
	_, err = part.Write(text)
	if err = errors.Join(err, part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), file)
}
