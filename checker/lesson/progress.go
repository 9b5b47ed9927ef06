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

// mostRungs is more than any ladder has. The file is there for everyone to edit.
const mostRungs = 1000

// ReadProgress reads the progress kept in the folder work. A file that is
// missing is a fresh start; one that cannot be understood is an error.
func ReadProgress(work string) (*Progress, error) {
	p := &Progress{file: filepath.Join(work, ".checker", "progress.json")}
	text, err := os.ReadFile(p.file)
	if err == nil {
		err = p.read(text)
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

// read takes in what the file says.
func (p *Progress) read(text []byte) error {
	if err := json.Unmarshal(text, p); err != nil {
		return fmt.Errorf("%s: %w\nIt is a note of what you have passed, no more. Remove it to begin a new one", p.file, err)
	}
	for name, s := range p.Stuck {
		s.Rung = min(max(s.Rung, 0), mostRungs)
		p.Stuck[name] = s
	}
	return nil
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

// Save keeps the progress.
func (p *Progress) Save() error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.file), 0o777); err != nil {
		return err
	}
	release, alone := hold(filepath.Dir(p.file))
	defer release()
	if alone {
		sweep(filepath.Dir(p.file))
	}
	return writeWhole(p.file, append(text, '\n'))
}
