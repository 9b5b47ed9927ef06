package lesson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Progress remembers which lessons a learner has passed and when. It is a
// note for the map of lessons, never the truth: that is a run of the checks.
type Progress struct {
	Passed map[string]time.Time `json:"passed"`

	file string
}

// ReadProgress reads the progress kept in the folder work. A file that is
// missing is a fresh start; one that cannot be understood is an error.
func ReadProgress(work string) (Progress, error) {
	p := Progress{file: filepath.Join(work, ".checker", "progress.json"), Passed: map[string]time.Time{}}
	text, err := os.ReadFile(p.file)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("%s: %w", p.file, err)
	}
	if p.Passed == nil {
		p.Passed = map[string]time.Time{}
	}
	return p, nil
}

// Pass notes that the lesson was passed, unless that is known already. The
// file is whole at every moment: the new one takes the place of the old.
func (p Progress) Pass(name string, now time.Time) error {
	if _, known := p.Passed[name]; known {
		return nil
	}
	p.Passed[name] = now.UTC().Truncate(time.Second)
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.file), 0o777); err != nil {
		return err
	}
	next := fmt.Sprintf("%s.%d", p.file, os.Getpid())
	defer os.Remove(next)
	if err := os.WriteFile(next, append(text, '\n'), 0o666); err != nil {
		return err
	}
	return os.Rename(next, p.file)
}
