package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// headerSize is how many bytes the header of a frame has: the length of the
// body, a signed 32-bit number, its lowest byte first.
const headerSize = 4

// writeFrame writes body behind its header, both in one Write.
func writeFrame(w io.Writer, body []byte) error {
	if len(body) > math.MaxInt32 {
		return fmt.Errorf("want a body of at most %d bytes, got %d", math.MaxInt32, len(body))
	}
	frame := make([]byte, headerSize, headerSize+len(body))
	binary.LittleEndian.PutUint32(frame, uint32(len(body)))
	_, err := w.Write(append(frame, body...))
	return err
}

// readFrame returns the body of the next frame and takes not a byte more. The
// error is io.EOF where the stream ends between two frames, and
// io.ErrUnexpectedEOF where it ends inside of one. A body of more than max
// bytes is refused before there is memory for it.
func readFrame(r io.Reader, max int) ([]byte, error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	size := int32(binary.LittleEndian.Uint32(header[:]))
	if size < 0 || int64(size) > int64(max) {
		return nil, fmt.Errorf("want a frame of 0 to %d bytes, got %d", max, size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF // the header came, and then nothing
	} else if err != nil {
		return nil, err
	}
	return body, nil
}
