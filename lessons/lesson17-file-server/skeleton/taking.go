package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net"
	"os"
	"path"
	"regexp"
)

// This file is given and needs no change: an upload, from the server's side.
// Where it goes on is in home.go.

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// put takes a file. What can be refused is refused before a byte of it is sent.
func (s *session) put(conn net.Conn, q request) error {
	to, err := s.mayPut(q)
	if err != nil {
		return err
	}
	part := s.part(to, q)
	if q.Resume {
		s.home.settle(part)
	}
	u, err := s.home.reserve(to, part, *q.Filesize)
	if err != nil {
		return err
	}
	if err := s.take(conn, u, q); err != nil {
		return err
	}
	return say(conn, reply{Status: "ok", Path: q.Path, Filesize: q.Filesize, SHA256: q.SHA256}, nil)
}

// mayPut returns where a file is to stand, if it may.
func (s *session) mayPut(q request) (to string, err error) {
	if q.Filesize == nil || *q.Filesize < 0 || !sha256Hex.MatchString(q.SHA256) {
		return "", refuse("request", errors.New("want a filesize of 0 or more, and a sha256 of 64 hex digits"))
	}
	if to, err = s.locate(q.Path); err != nil {
		return "", refuse("name", err)
	}
	if _, err := look(s.home.root, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", refuse("name", err)
	}
	if info, err := s.home.root.Stat(path.Dir(to)); err != nil {
		return "", refuse("name", err)
	} else if !info.IsDir() {
		return "", refuse("name", fmt.Errorf("%q is no folder", path.Dir(to)))
	}
	return to, nil
}

// take takes what is missing of a file and gives it its name. Whatever happens,
// the upload is over then.
func (s *session) take(conn net.Conn, u *upload, q request) (err error) {
	worth := true // to be kept, when the upload fails
	defer func() { err = errors.Join(err, s.home.release(u, worth)) }()
	f, sum, offset, err := s.home.openPart(u, q.Resume)
	if err != nil {
		worth = offset <= u.size
		return refuse("disk", err)
	}
	if worth, err = receive(conn, f, sum, offset, q); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil { // to the disk, before the name says that it is there
		return refuse("disk", err)
	}
	if err := s.home.finish(u); err != nil {
		return err
	}
	worth = false // there is nothing left to keep
	return nil
}

// receive says where the upload goes on, and takes the bytes from there on. It
// reports whether what has come is worth keeping when it fails.
func receive(conn net.Conn, f *os.File, sum hash.Hash, offset int64, q request) (worth bool, err error) {
	r := reply{Status: "continue", Offset: &offset, PrefixSHA256: hex.EncodeToString(sum.Sum(nil))}
	if err := say(conn, r, nil); err != nil {
		return true, err
	}
	d, err := next(context.Background(), conn, patience, patience) // whoever has begun may finish
	if err != nil {
		return true, begun(err)
	}
	rest := *q.Filesize - offset
	switch {
	case d.Cmd == "abort" && *d.DataSize == 0:
		return false, refuse("aborted", errors.New("you have given up the upload"))
	case d.Cmd != "data" || d.Offset == nil || *d.Offset != offset || *d.DataSize != rest:
		return true, fmt.Errorf("want %d bytes of data from offset %d, got %q", rest, offset, d.Cmd)
	}
	disk := &noting{w: f}
	if _, err := transfer(conn, io.MultiWriter(disk, sum), conn, rest, nil); err != nil {
		return disk.err == nil, err // in the middle of a file: nobody knows where the next request begins
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != q.SHA256 {
		return false, refuse("checksum", fmt.Errorf("want a file with sha256 %s, got %s", q.SHA256, got))
	}
	return true, nil
}

// A noting notes the error of a disk that is full. The part is worth nothing
// then: it would take the room that others need.
type noting struct {
	w   io.Writer
	err error
}

func (n *noting) Write(b []byte) (int, error) {
	done, err := n.w.Write(b)
	n.err = err
	return done, err
}

// begun is the error of a call that ends where a request had begun.
func begun(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
