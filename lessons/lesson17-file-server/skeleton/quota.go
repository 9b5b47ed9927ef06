package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"
)

// This file is given and needs no change: what is there, and what is on its way.
// Who gets room is in home.go.

// An upload is a file on its way into a home.
type upload struct {
	to      string // where it is to stand
	part    string // where it stands until it is whole
	size    int64
	resumes bool          // what has come of it is kept, for the next attempt
	over    chan struct{} // closed when it is no longer on its way
}

// used returns how many bytes of the quota are taken: by what is there, and by
// what was promised to uploads. h.mu is held.
//
// An upload counts in full as soon as it begins, so that two of them cannot look
// at the same room. The file that it replaces is taken off it, once.
func (h *home) used() (int64, error) {
	var sum int64
	replaced := map[string]int64{}
	for _, u := range h.active {
		sum += u.size
		replaced[u.to] = max(replaced[u.to], u.size)
	}
	err := fs.WalkDir(h.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && (d.IsDir() || h.active[name] != nil) {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info() // of a link: of itself
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed by hand just now
		}
		if err != nil {
			return err
		}
		if path.Dir(name) == unfinished && time.Since(info.ModTime()) > h.keep {
			return h.root.Remove(name)
		}
		if info.Mode().IsRegular() {
			sum += info.Size() - min(info.Size(), replaced[name])
		}
		return nil
	})
	return sum, err
}

// part returns where an upload stands until it is whole: outside of what can be
// listed, and in the same place when the same file is sent again.
func (s *session) part(to string, q request) string {
	key := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%s", s.name, to, *q.Filesize, q.SHA256))
	return path.Join(unfinished, hex.EncodeToString(key[:]))
}

// overQuota is the refusal of what finds no room.
func overQuota(quota, used, wanted int64) refusal {
	message := fmt.Sprintf("the quota is %d bytes, %d are used, and this needs %d", quota, used, wanted)
	return refusal{reply: reply{Status: "error", Code: "quota", Message: message, Quota: &quota, Used: &used, Wanted: &wanted}}
}

// settle waits for an upload of the same part to end. When its caller was cut
// off, that shows a moment after they call again.
func (h *home) settle(part string) {
	h.mu.Lock()
	u := h.active[part]
	h.mu.Unlock()
	if u == nil {
		return
	}
	select {
	case <-u.over:
	case <-time.After(2 * time.Second):
	}
}

// finish gives a whole file its name. The old file is there until then.
func (h *home) finish(u *upload) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, err := look(h.root, u.to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuse("name", err)
	}
	now, err := h.used()
	if err == nil && now > h.quota { // what it was to replace has been moved away
		return overQuota(h.quota, now-u.size, u.size)
	}
	if err == nil {
		err = h.root.Rename(u.part, u.to)
	}
	if err != nil { // perhaps the folder is gone
		return refuse("name", err)
	}
	return nil
}

// release ends an upload. What has come of it stays, if it is worth keeping and
// there is room for it.
func (h *home) release(u *upload, worth bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.active, u.part)
	close(u.over)
	var err error
	if worth && u.resumes {
		now, failed := h.used()
		if err = failed; err == nil && now <= h.quota {
			return nil
		}
	}
	if gone := h.root.Remove(u.part); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
