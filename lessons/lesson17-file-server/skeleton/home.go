package main

import (
	"errors"
	"hash"
	"os"
)

// locate returns where in the home a name leads: from the session's folder, or
// from the home itself where it begins with a slash. It may not lead out. What
// links do on the way, os.Root judges.
func (s *session) locate(name string) (string, error) {
	// TODO step 4: join the session's folder and the name, refuse what leads out
	// of the home and the name "", and let checkPath look at the rest.
	return "", errors.New("not written yet: step 4")
}

// reserve makes room for an upload, or refuses it.
func (h *home) reserve(to, part string, size int64) (*upload, error) {
	// TODO step 5: hold h.mu. Enter the upload in h.active, under another part
	// when that file is on its way already. If h.used is above the quota then,
	// take it out again and return overQuota.
	return nil, errors.New("not written yet: step 5")
}

// openPart opens what there is of a file. It returns the hash of that, which
// goes on with what comes, and how many bytes it is.
func (h *home) openPart(u *upload, resume bool) (f *os.File, sum hash.Hash, offset int64, err error) {
	// TODO step 6: open u.part for reading and writing, emptied unless it is to be
	// resumed. Hash what is there; then f stands behind it. More than u.size
	// bytes are an error.
	return nil, nil, 0, errors.New("not written yet: step 6")
}
