package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// This file is given and needs no change: a download, from the server's side.

// get gives a file, or what is missing of it to a caller who has the beginning.
func (s *session) get(conn net.Conn, q request) error {
	name, err := s.locate(q.Path)
	if err != nil {
		return refuse("name", err)
	}
	f, size, err := open(s.home.root, name)
	if err != nil {
		return refuse("name", err)
	}
	defer f.Close() // nothing was written to it
	var offset int64
	if q.Offset != nil {
		offset = *q.Offset
	}
	if offset < 0 || offset > size {
		return refuse("changed", fmt.Errorf("the file has %d bytes, and you want it from byte %d on", size, offset))
	}
	prefix, whole, err := sums(f, offset, size)
	if err != nil {
		return refuse("disk", err)
	}
	if offset > 0 && prefix != q.PrefixSHA256 {
		return refuse("changed", fmt.Errorf("the file has changed: its first %d bytes are no longer those that you have", offset))
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return refuse("disk", err)
	}
	r := reply{Status: "ok", Path: q.Path, Filesize: &size, SHA256: whole, Offset: &offset, DataSize: new(size - offset)}
	if err := writeMessage(conn, r, nil); err != nil {
		return err
	}
	if err := send(conn, f, size-offset, nil); err != nil {
		return errors.Join(err, conn.Close()) // in the middle of a file nothing else can be told
	}
	return nil
}

// sums returns the SHA-256 of the first bytes of f and of all, each as 64 hex
// digits, in one pass.
func sums(f *os.File, first, all int64) (prefix, whole string, err error) {
	hash := sha256.New()
	if _, err := io.CopyN(hash, f, first); err != nil {
		return "", "", err
	}
	prefix = hex.EncodeToString(hash.Sum(nil)) // Sum does not end the hash
	_, err = io.CopyN(hash, f, all-first)
	return prefix, hex.EncodeToString(hash.Sum(nil)), err
}
