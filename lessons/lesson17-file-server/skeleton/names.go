package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unfinished begins the names of what is not whole yet: in a home a folder, and
// in a caller's folder files. Nobody else may use such a name.
const unfinished = ".unfinished"

// This file is given and needs no change.

// A session is what one caller has: whose home, and where in it. Another call of
// the same user has a session of its own.
type session struct {
	name string
	home *home
	dir  string // where in the home, as os.Root wants it: "." or "docs/old"
}

// checkPath takes a name without odd characters, that is not too long and no
// place of our own. Where it leads it does not look.
func checkPath(full string) error {
	odd := func(r rune) bool { return r == '\\' || r == utf8.RuneError || unicode.IsControl(r) }
	switch {
	case len(full) > 4096:
		return fmt.Errorf("want a name of at most 4096 bytes, got %d", len(full))
	case strings.ContainsFunc(full, odd):
		return fmt.Errorf("want a name without control characters, got %.300q", full)
	case isUnfinished(full):
		return fmt.Errorf("%.300q is reserved", full)
	}
	for part := range strings.SplitSeq(full, "/") {
		if len(part) > 255 {
			return fmt.Errorf("want names of at most 255 bytes, got %d", len(part))
		}
	}
	return nil
}

// isUnfinished reports whether a path leads to what is not whole yet. Some
// systems do not tell capitals from small letters.
func isUnfinished(full string) bool {
	first, _, _ := strings.Cut(full, "/")
	return len(first) >= len(unfinished) && strings.EqualFold(first[:len(unfinished)], unfinished)
}

// show returns a place in the home as a person writes it.
func show(full string) string { return path.Join("/", full) }

// look returns the file of a root that has a name: no folder, no link that may
// lead anywhere, and no FIFO, at which opening would wait.
func look(root *os.Root, name string) (fs.FileInfo, error) {
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is no file, but %v", name, info.Mode())
	}
	return info, err
}

// open opens a file of a root. Between the look and the opening somebody may
// have put something else there: what was opened is what counts.
func open(root *os.Root, name string) (*os.File, int64, error) {
	if _, err := look(root, name); err != nil {
		return nil, 0, err
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%q is no file any more", name)
	}
	if err != nil {
		_ = f.Close() // nothing was written to it
		return nil, 0, err
	}
	return f, info.Size(), nil
}
