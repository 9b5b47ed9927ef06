package main

import (
	"errors"
	"io"
)

// writeFrame writes body behind its header: the length of body, a signed
// 32-bit number, its lowest byte first.
func writeFrame(w io.Writer, body []byte) error {
	// TODO step 1: four bytes of length (binary.LittleEndian), then the body,
	// all in one Write.
	return errors.New("not written yet: step 1")
}

// readFrame returns the body of the next frame and takes not a byte more. The
// error is io.EOF where the stream ends between two frames, and
// io.ErrUnexpectedEOF where it ends inside of one.
func readFrame(r io.Reader, max int) ([]byte, error) {
	// TODO step 2: read the four bytes of the header, all of them, then so many
	// bytes of body, all of them.
	// TODO step 3: refuse a length below 0 or above max before you make room
	// for it, and name it in the error.
	return nil, errors.New("not written yet: step 2")
}
