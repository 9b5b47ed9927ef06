package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"os"
)

// This file is given and needs no change: who sends a file has it easy.

// open opens a file of root to send it. It returns its size and, if it is asked
// for, its SHA-256.
func open(root *os.Root, name string, sums bool) (f *os.File, size int64, sum string, err error) {
	if _, err := look(root, name); err != nil {
		return nil, 0, "", err
	}
	if f, err = root.Open(name); err != nil {
		return nil, 0, "", err
	}
	info, err := f.Stat()
	if err == nil && sums {
		sum, err = sumOf(f, info.Size())
	}
	if err != nil {
		return nil, 0, "", errors.Join(err, f.Close())
	}
	return f, info.Size(), sum, nil
}

// sumOf returns the SHA-256 of the first size bytes of f, as 64 hex digits, and
// goes back to the beginning.
func sumOf(f *os.File, size int64) (string, error) {
	hash := sha256.New()
	if _, err := io.CopyN(hash, f, size); err != nil {
		return "", err
	}
	_, err := f.Seek(0, io.SeekStart)
	return hex.EncodeToString(hash.Sum(nil)), err
}

// get is the server's: it gives the file that a caller asks for.
func get(conn net.Conn, root *os.Root, q request) error {
	f, size, sum, err := open(root, q.Filename, q.WantSHA256)
	if err != nil {
		return refusal{err}
	}
	defer f.Close() // only read
	if err := writeMessage(conn, reply{Status: "ok", Filename: q.Filename, Filesize: &size, SHA256: sum}); err != nil {
		return err
	}
	if err := send(conn, f, size, nil); err != nil {
		return errors.Join(err, conn.Close()) // in the middle of a file nothing else can be told
	}
	return nil
}

// upload is the caller's: it puts a file. It returns the size and the sum that
// the server has confirmed.
func upload(conn net.Conn, root *os.Root, name string, sums bool) (size int64, sum string, err error) {
	f, size, sum, err := open(root, name, sums)
	if err != nil {
		return 0, "", refusal{err}
	}
	defer f.Close() // only read
	if err := writeMessage(conn, request{Cmd: "put", Filename: name, Filesize: &size, SHA256: sum}); err != nil {
		return 0, "", err
	}
	sent := send(conn, f, size, progress("put "+name, size))
	r, err := hear(conn) // even if not all was sent: a server that hangs up has said why
	if err == nil {
		err = confirm(r, name, size, sum)
	}
	return size, sum, errors.Join(sent, err)
}
