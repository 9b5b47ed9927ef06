package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkName takes the name of a file that stands in a folder itself, and no
// other text.
func checkName(name string) error {
	odd := func(r rune) bool { return r == '/' || r == '\\' || r == utf8.RuneError || unicode.IsControl(r) }
	switch {
	case name == "" || len(name) > 255:
		return fmt.Errorf("want a name of 1 to 255 bytes, got %d", len(name))
	case name == "." || !filepath.IsLocal(name) || strings.ContainsFunc(name, odd):
		return fmt.Errorf("want the name of a file, got %q", name)
	case strings.HasPrefix(name, unfinished):
		return fmt.Errorf("%q is reserved", name)
	}
	return nil
}

// look returns what root has under a name. That is a file: no folder, no link
// that may lead anywhere, and no FIFO, at which opening would wait.
func look(root *os.Root, name string) (fs.FileInfo, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is no file, but %v", name, info.Mode())
	}
	return info, err
}

// receive takes size bytes from conn into a file of root. Under its name stands
// the old file, or none, until the new one is whole and has the sum, unless that
// is "". It returns how many bytes it has taken.
func receive(conn net.Conn, root *os.Root, name string, size int64, sum string, show func(int64)) (done int64, err error) {
	temp := unfinished + rand.Text() // nobody else's
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return 0, err
	}
	done, got, err := fill(f, conn, size, sum != "", show)
	if err == nil && got != sum {
		err = fmt.Errorf("want a file with sha256 %q, got %q", sum, got)
	}
	if err == nil {
		err = f.Sync() // to the disk, before the name says that it is there
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = root.Rename(temp, name)
	}
	if err != nil {
		err = errors.Join(err, root.Remove(temp))
	}
	return done, err
}
