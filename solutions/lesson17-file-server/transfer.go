package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"time"
)

// This file is given and needs no change.

const (
	piece    = 1 << 20     // bytes of a file that are copied at once
	patience = time.Minute // for the other side to take or to send a piece
)

// send sends the next size bytes of f.
func send(conn net.Conn, f *os.File, size int64, show func(done int64)) error {
	_, err := transfer(conn, conn, f, size, show)
	return err
}

// fill takes size bytes into f. It returns how many have come and, if it is
// asked for, their SHA-256 as 64 hex digits, which it makes in the same pass.
func fill(f *os.File, conn net.Conn, size int64, sums bool, show func(done int64)) (done int64, sum string, err error) {
	if !sums {
		done, err = transfer(conn, f, conn, size, show)
		return done, "", err
	}
	hash := sha256.New()
	beside := sumBeside(f, hash)
	done, err = transfer(conn, beside, conn, size, show)
	beside.Close()
	return done, hex.EncodeToString(hash.Sum(nil)), err
}

// skip takes size bytes that nobody wants.
func skip(conn net.Conn, size int64) error {
	_, err := transfer(conn, io.Discard, conn, size, nil)
	return err
}

// transfer copies size bytes from src to dst, one of which is conn, and calls
// show, if there is one, at the beginning and after each piece. It returns how
// many bytes it has written.
//
// Between a file and a connection the kernel copies by itself, and the bytes do
// not come into this program (sendfile(2), splice(2)). io.CopyN asks it to where
// it is given the two as they are, and nothing wrapped around them.
func transfer(conn net.Conn, dst io.Writer, src io.Reader, size int64, show func(done int64)) (done int64, err error) {
	for {
		if show != nil {
			show(done)
		}
		if done == size {
			return done, conn.SetDeadline(time.Time{}) // none
		}
		if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
			return done, err
		}
		n, err := io.CopyN(dst, src, min(piece, size-done))
		done += n
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			err = at.Err // where the folder lies is nobody else's business
		}
		if err != nil {
			return done, fmt.Errorf("want %d bytes, got %d: %w", size, done, err)
		}
	}
}

// hangUp ends a call so that the other side hears the last reply. Who closes a
// connection with bytes unread breaks it off, and what was written before may
// be lost (RFC 2525, section 2.17).
func hangUp(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		_ = conn.SetReadDeadline(time.Now().Add(patience)) // an error shows in the Copy
		_, _ = io.Copy(io.Discard, conn)                   // until the other side hangs up, too
	}
	_ = conn.Close() // everything has been said
}
