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

// Progress remembers which lessons a learner has passed and when, and where they
// stand in the others. It is a note for the map of lessons and for the hints,
// never the truth: that is a run of the checks.
type Progress struct {
	Passed map[string]time.Time `json:"passed"`          // by lesson
	Stuck  map[string]Stuck     `json:"stuck,omitempty"` // by lesson
	Calls  int64                `json:"calls"`           // connections and datagrams of all runs
	Bytes  int64                `json:"bytes"`           // that they carried, both ways

	file string
}

// Stuck is the failure that a lesson's last run explained, and how far the
// learner has climbed the ladder of hints for it.
type Stuck struct {
	Check   string `json:"check"`
	Mistake string `json:"mistake"`        // "" where none was named
	Func    string `json:"func,omitempty"` // the learner's function in which the program stood
	Rung    int    `json:"rung"`           // hints given
}

// ReadProgress reads the progress kept in the folder work. A file that is
// missing is a fresh start; one that cannot be understood is an error.
func ReadProgress(work string) (*Progress, error) {
	p := &Progress{file: filepath.Join(work, ".checker", "progress.json")}
	text, err := os.ReadFile(p.file)
	if err == nil {
		if err = json.Unmarshal(text, p); err != nil {
			err = fmt.Errorf("%s: %w", p.file, err)
		}
	}
	if p.Passed == nil {
		p.Passed = map[string]time.Time{}
	}
	if p.Stuck == nil {
		p.Stuck = map[string]Stuck{}
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return p, err
}

// Pass notes that the lesson was passed, the first time.
func (p *Progress) Pass(name string, now time.Time) {
	delete(p.Stuck, name)
	if _, known := p.Passed[name]; !known {
		p.Passed[name] = now.UTC().Truncate(time.Second)
	}
}

// Fail notes what the lesson's last run explained. Another mistake has another
// ladder, which begins with its first rung.
func (p *Progress) Fail(name string, s Stuck) {
	if before := p.Stuck[name]; before.Mistake == s.Mistake && before.Check == s.Check {
		s.Rung = before.Rung
	}
	p.Stuck[name] = s
}

// Save keeps the progress. The file is whole at every moment: the new one takes
// the place of the old.
func (p *Progress) Save() error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.file), 0o777); err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(p.file), "progress-")
	if err != nil {
		return err
	}
	defer os.Remove(next.Name()) // it has another name by then, unless something failed
	_, err = next.Write(append(text, '\n'))
	if err = errors.Join(err, next.Close()); err != nil {
		return err
	}
	return os.Rename(next.Name(), p.file)
}
