package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// This file is given and needs no change: an upload and a download, from the
// caller's side.

// put sends a file, or what is missing of it at the server.
func (c *caller) put(name string, resume bool) (told string, err error) {
	if err := checkOwn(name); err != nil {
		return "", err
	}
	f, size, err := open(c.root, name)
	if err != nil {
		return "", refuse("local", err)
	}
	defer f.Close() // nothing was written to it
	_, whole, err := sums(f, 0, size)
	if err != nil {
		return "", refuse("local", err)
	}
	q := request{Cmd: "put", Path: name, Filesize: &size, SHA256: whole, Resume: resume}
	if err := ask(c.conn, q, ""); err != nil {
		return "", err
	}
	r, _, err := c.hear("continue", patience)
	if err != nil {
		return "", err
	}
	offset, err := c.goesOn(f, size, r)
	if err != nil {
		return "", errors.Join(err, ask(c.conn, request{Cmd: "abort"}, ""))
	}
	if err := writeMessage(c.conn, request{Cmd: "data", Offset: &offset, DataSize: new(size - offset)}, nil); err != nil {
		return "", err
	}
	sent := send(c.conn, f, size-offset, meter("put "+name, offset, size))
	r, _, err = c.hear("ok", patience) // even if not all was sent: a server that hangs up has said why
	if err == nil && (r.Filesize == nil || *r.Filesize != size || r.SHA256 != whole) {
		err = fmt.Errorf("want %d bytes with sha256 %s, the server confirms %q", size, whole, r.SHA256)
	}
	return fmt.Sprintf("put %s %d bytes sha256 %s", name, size, whole), errors.Join(sent, err)
}

// goesOn returns from where on the server wants the file, if what it has is the
// beginning of ours. Then f stands there.
func (c *caller) goesOn(f *os.File, size int64, r reply) (offset int64, err error) {
	if r.Offset == nil || *r.Offset < 0 || *r.Offset > size {
		return 0, errors.New("want an offset in the file, the server says none")
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	prefix, _, err := sums(f, *r.Offset, *r.Offset)
	if err == nil && prefix != r.PrefixSHA256 {
		err = fmt.Errorf("the file has changed: the server has %d bytes that are not its beginning", *r.Offset)
	}
	return *r.Offset, err
}

// get fetches a file, or what is missing of it here. Under its name stands the
// old file, or none, until the new one is whole and has the sum. A part has a
// name that is told by the file's; so one call at a time may fetch it.
func (c *caller) get(name string, resume bool) (told string, err error) {
	own := path.Base(name)
	if err := checkOwn(own); err != nil {
		return "", err
	}
	if _, err := look(c.root, own); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", refuse("local", err)
	}
	key := sha256.Sum256([]byte(c.name + "\x00" + own))
	part := unfinished + "-" + hex.EncodeToString(key[:16])
	how := os.O_RDWR | os.O_CREATE
	if !resume {
		how |= os.O_TRUNC
	}
	f, err := c.root.OpenFile(part, how, 0o600)
	if err != nil {
		return "", refuse("local", err)
	}
	size, whole, worth, err := c.fetch(f, name)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = c.root.Rename(part, own)
	}
	if err != nil && !worth {
		err = errors.Join(err, c.root.Remove(part))
	}
	return fmt.Sprintf("get %s %d bytes sha256 %s", name, size, whole), err
}

// fetch gets what is missing in f. It reports whether what is there is worth
// keeping when that fails.
func (c *caller) fetch(f *os.File, name string) (size int64, whole string, worth bool, err error) {
	var sum hash.Hash = sha256.New()
	offset, err := io.Copy(sum, f) // now f stands behind what there is
	if err != nil {
		return 0, "", true, refuse("local", err)
	}
	worth = offset > 0
	q := request{Cmd: "get", Path: name, Offset: &offset, PrefixSHA256: hex.EncodeToString(sum.Sum(nil))}
	if err := ask(c.conn, q, ""); err != nil {
		return 0, "", worth, err
	}
	r, err := c.head("ok", patience)
	if err != nil {
		return 0, "", worth, err
	}
	if r.Filesize == nil || r.Offset == nil || *r.Offset != offset || *r.DataSize != *r.Filesize-offset || !sha256Hex.MatchString(r.SHA256) {
		return 0, "", worth, errors.New("want size, sum and offset of a file, the server does not say them rightly")
	}
	if _, err := transfer(c.conn, io.MultiWriter(f, sum), c.conn, *r.DataSize, meter("get "+name, offset, *r.Filesize)); err != nil {
		return 0, "", true, err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != r.SHA256 {
		return 0, "", false, refuse("local", fmt.Errorf("want a file with sha256 %s, got %s", r.SHA256, got))
	}
	if err := f.Sync(); err != nil {
		return 0, "", true, refuse("local", err)
	}
	return *r.Filesize, r.SHA256, true, nil
}

// checkOwn takes the name of a file that stands in the caller's folder itself,
// and no other text.
func checkOwn(name string) error {
	odd := func(r rune) bool { return r == '/' || r == '\\' || unicode.IsControl(r) }
	if name == "." || !filepath.IsLocal(name) || strings.ContainsFunc(name, odd) || strings.HasPrefix(name, unfinished) {
		return refuse("local", fmt.Errorf("want the name of a file, got %q", name))
	}
	return nil
}
