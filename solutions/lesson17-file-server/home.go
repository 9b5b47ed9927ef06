package main

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// locate returns where in the home a name leads: from the session's folder, or
// from the home itself where it begins with a slash. It may not lead out. What
// links do on the way, os.Root judges.
func (s *session) locate(name string) (string, error) {
	full := path.Join(s.dir, name)
	if strings.HasPrefix(name, "/") {
		full = path.Join(".", strings.TrimLeft(name, "/"))
	}
	if name == "" || !filepath.IsLocal(full) {
		return "", fmt.Errorf("%.300q leads nowhere in your home", name)
	}
	return full, checkPath(full)
}

// reserve makes room for an upload, or refuses it.
func (h *home) reserve(to, part string, size int64) (*upload, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := &upload{to: to, part: part, size: size, resumes: true, over: make(chan struct{})}
	if h.active[part] != nil { // the same file is on its way already; this one is for itself
		u.part, u.resumes = part+"-"+rand.Text(), false
	}
	before, err := h.used()
	h.active[u.part] = u
	now, failed := h.used()
	switch err = errors.Join(err, failed); {
	case err != nil:
		err = refuse("disk", err)
	case size <= h.quota && now <= h.quota: // more than the quota could overflow a sum
		return u, nil
	default:
		err = overQuota(h.quota, before, size)
	}
	delete(h.active, u.part)
	return nil, err
}

// openPart opens what there is of a file. It returns the hash of that, which
// goes on with what comes, and how many bytes it is.
func (h *home) openPart(u *upload, resume bool) (f *os.File, sum hash.Hash, offset int64, err error) {
	how := os.O_RDWR | os.O_CREATE
	if !resume || !u.resumes {
		how |= os.O_TRUNC
	}
	if f, err = h.root.OpenFile(u.part, how, 0o600); err != nil {
		return nil, nil, 0, err
	}
	sum = sha256.New()
	offset, err = io.Copy(sum, f) // now f stands behind it
	if err == nil && offset > u.size {
		err = fmt.Errorf("%d bytes of %d are there", offset, u.size)
	}
	if err != nil {
		return nil, nil, offset, errors.Join(err, f.Close())
	}
	return f, sum, offset, nil
}
