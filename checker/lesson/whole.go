package lesson

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// unfinishedName begins the names of files and folders that are being made, and
// that a checker which was killed leaves behind.
const unfinishedName = ".unfinished-"

// writeWhole writes a file that is whole at every moment: the new one takes the
// place of the old when the disk has all of it.
func writeWhole(name string, text []byte) error {
	unfinished := filepath.Join(filepath.Dir(name), unfinishedName+rand.Text())
	next, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer os.Remove(unfinished) // it has another name by then, unless something failed
	_, err = next.Write(text)
	if err == nil {
		err = next.Sync()
	}
	if err = errors.Join(err, next.Close()); err != nil {
		return err
	}
	return os.Rename(unfinished, name)
}

// sweep removes what was not finished in a folder. Whoever calls it holds the
// folder, so nobody is at work there.
func sweep(dir string) {
	left, _ := os.ReadDir(dir) // what cannot be read is left
	for _, e := range left {
		if strings.HasPrefix(e.Name(), unfinishedName) {
			_ = os.RemoveAll(filepath.Join(dir, e.Name())) // it is in nobody's way
		}
	}
}
