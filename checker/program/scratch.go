package program

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const (
	scratchName = "socketworkshop-" // begins the name of every scratch folder
	making      = 10 * time.Minute  // longer than it takes to make a scratch folder, or to remove one
)

// A Scratch is a folder for files that nobody wants to keep.
type Scratch struct {
	Dir  string
	lock *os.File
}

// NewScratch makes a scratch folder: in memory, where there is room for so many
// bytes and programs may be started, or in the usual temporary folder. A file
// is safe on a disk only when the disk has written it, which takes longer than
// all else in a check. Folders that checkers left behind which were killed are
// removed.
func NewScratch(room int64) (*Scratch, error) {
	root := scratchRoot(room)
	sweepScratch(root)
	dir, err := os.MkdirTemp(root, scratchName) // short: a Unix socket's name has at most 107 bytes (unix(7))
	if err != nil {
		return nil, err
	}
	lock, err := hold(dir)
	if err != nil {
		_ = os.RemoveAll(dir) // the first error counts
		return nil, err
	}
	return &Scratch{Dir: dir, lock: lock}, nil
}

// Remove removes the folder.
func (s *Scratch) Remove() {
	_ = os.RemoveAll(s.Dir) // what is left, the next checker removes
	_ = s.lock.Close()      // it was never written to
}

// sweepScratch removes the folders of checkers that are gone.
func sweepScratch(root string) {
	all, _ := fs.Glob(os.DirFS(root), scratchName+"*") // the pattern is right
	for _, name := range all {
		dir := filepath.Join(root, name)
		if lock, ok := abandoned(dir); ok {
			_ = os.RemoveAll(dir) // somebody else's
			_ = lock.Close()      // it was never written to
		}
	}
}
