package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// limit is the max of the tests below: small, so that a body above it is too.
const limit = 1 << 10

// FuzzReadFrame gives any bytes to readFrame, whole and one at a time. It must
// take exactly one frame or say what is wrong.
func FuzzReadFrame(f *testing.F) {
	for _, seed := range []string{
		"", "\x00", "\x05\x00\x00", "\x00\x00\x00\x00", "\x05\x00\x00\x00hello", "\x05\x00\x00\x00hell",
		"\x05\x00\x00\x00hello\x04\x00\x00\x00feng", "\x00\x00\x00\x05hello", "\xff\xff\xff\xff", "\xff\xff\xff\x7f",
		"\x00\x04\x00\x00", "\x01\x04\x00\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		whole := bytes.NewReader(stream)
		body, err := readFrame(whole, limit)
		again, err2 := readFrame(iotest.OneByteReader(bytes.NewReader(stream)), limit)
		if !bytes.Equal(body, again) || (err == nil) != (err2 == nil) {
			t.Fatalf("whole: %q, %v; byte by byte: %q, %v", body, err, again, err2)
		}
		judge(t, stream, body, err, len(stream)-whole.Len())
	})
}

// judge holds one result of readFrame against the bytes it was given.
func judge(t *testing.T, stream, body []byte, err error, taken int) {
	size := int64(-1)
	if len(stream) >= headerSize {
		size = int64(int32(binary.LittleEndian.Uint32(stream)))
	}
	whole := size >= 0 && size <= limit && int64(len(stream)) >= headerSize+size
	switch {
	case whole && (err != nil || !bytes.Equal(body, stream[headerSize:headerSize+size]) || taken != headerSize+int(size)):
		t.Fatalf("got %q, %v after %d bytes; want the %d bytes behind the header", body, err, taken, size)
	case whole:
	case len(stream) == 0 && !errors.Is(err, io.EOF):
		t.Fatalf("at the end of the stream: got %v, want io.EOF", err)
	case len(stream) > 0 && (len(stream) < headerSize || size >= 0 && size <= limit) && !errors.Is(err, io.ErrUnexpectedEOF):
		t.Fatalf("inside a frame: got %v, want io.ErrUnexpectedEOF", err)
	case err == nil || body != nil:
		t.Fatalf("got %q, %v; want an error and no body", body, err)
	}
}

// FuzzFrame writes a frame and reads it again.
func FuzzFrame(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("hello"))
	f.Add(bytes.Repeat([]byte("seq"), limit))
	f.Fuzz(func(t *testing.T, body []byte) {
		var wire bytes.Buffer
		if err := writeFrame(&wire, body); err != nil {
			t.Fatal(err)
		}
		if wire.Len() != headerSize+len(body) {
			t.Fatalf("a frame of %d bytes for a body of %d", wire.Len(), len(body))
		}
		got, err := readFrame(&wire, len(body))
		if err != nil || !bytes.Equal(got, body) {
			t.Fatalf("got %q, %v; want %q", got, err, body)
		}
		if _, err := readFrame(&wire, len(body)); !errors.Is(err, io.EOF) {
			t.Fatalf("behind the frame: got %v, want io.EOF", err)
		}
	})
}
