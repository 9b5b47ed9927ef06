package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// framed returns a header in its frame, whatever it says.
func framed(t *testing.T, text string) []byte {
	var wire bytes.Buffer
	if err := writeFrame(&wire, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return wire.Bytes()
}

// FuzzReadHeader gives any text in a frame to readHeader, and any bytes behind
// it. It must take exactly the frame, and the size that stands there or none.
func FuzzReadHeader(f *testing.F) {
	for _, seed := range []string{
		`{"data_size":0}`, `{"data_size":6}`, "\t{ \"data_size\" :\r\n 6 } ", `{"data_size":1073741824000}`,
		`{"data_size":9007199254740993}`, `{"data_size":9223372036854775807}`, `{"data_size":9223372036854775808}`,
		`{"data_size":-1}`, `{"data_size":null}`, `{"data_size":"6"}`, `{"data_size":1.5}`, `{"data_size":6e0}`, `{"data_size":-0}`,
		`{"name":"你好","data_size":6,"more":{"data_size":[7]}}`, `{"data_size":6,"Data_Size":7}`, `{"data_size":6,"data_size":7}`,
		`{"data\u005fsize":6}`, `{}`, `[6]`, `6`, `null`, ``, `{"data_size":6`, `{"data_size":6} x`, `{"data_size":6}{"data_size":7}`,
		"\ufeff{\"data_size\":6}", "{\"name\":\"\xff\",\"data_size\":6}",
	} {
		f.Add(seed, "feng")
	}
	f.Fuzz(func(t *testing.T, text, behind string) {
		stream := append(framed(t, text), behind...)
		whole := bytes.NewReader(stream)
		size, err := readHeader(whole)
		again, err2 := readHeader(iotest.OneByteReader(bytes.NewReader(stream)))
		if size != again || (err == nil) != (err2 == nil) {
			t.Fatalf("whole: %d, %v; byte by byte: %d, %v", size, err, again, err2)
		}
		if len(text) <= maxHeader && whole.Len() != len(behind) {
			t.Fatalf("%d bytes are left of the %d behind the header", whole.Len(), len(behind))
		}
		judgeSize(t, text, size, err)
		if _, err := readHeader(bytes.NewReader(stream[:len(stream)-len(behind)-1])); err == nil {
			t.Fatalf("a header whose last byte is missing was accepted: %q", text)
		}
	})
}

// judgeSize holds what readHeader says of a header against its fields as
// another way of reading JSON sees them.
func judgeSize(t *testing.T, text string, size int64, err error) {
	var fields map[string]json.RawMessage
	valid := json.Unmarshal([]byte(text), &fields) == nil
	said, same := "", 0 // what stands there, and how many names Go takes for this one
	for name, value := range fields {
		if strings.EqualFold(name, "data_size") {
			said, same = string(value), same+1
		}
	}
	var want int64
	meant := same == 1 && said != "null" && json.Unmarshal([]byte(said), &want) == nil && want >= 0 && len(text) <= maxHeader
	switch {
	case err == nil && (!valid || size < 0 || same == 0 || same == 1 && (!meant || size != want)):
		t.Fatalf("%q was taken for a size of %d", text, size)
	case err != nil && (size != 0 || meant):
		t.Fatalf("%q: got %d, %v; want %d", text, size, err, want)
	}
}

// FuzzReply writes a reply and reads it again.
func FuzzReply(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("hello"))
	f.Add(bytes.Repeat([]byte("seq"), 8<<10))
	f.Fuzz(func(t *testing.T, body []byte) {
		var wire bytes.Buffer
		if err := writeReply(&wire, body); err != nil {
			t.Fatal(err)
		}
		size, err := readHeader(&wire)
		if err != nil || size != int64(len(body)) || !bytes.Equal(wire.Bytes(), body) {
			t.Fatalf("got %d, %v and %q; want %d and %q", size, err, wire.Bytes(), len(body), body)
		}
		wire.Reset()
		if _, err := readHeader(&wire); !errors.Is(err, io.EOF) {
			t.Fatalf("behind the body: got %v, want io.EOF", err)
		}
	})
}

// TestLongestHeader reads a header of exactly 64 KiB, and refuses one more.
func TestLongestHeader(t *testing.T) {
	head, tail := `{"data_size":6,"filler":"`, `"}`
	text := head + strings.Repeat("x", maxHeader-len(head)-len(tail)) + tail
	if size, err := readHeader(bytes.NewReader(framed(t, text))); err != nil || size != 6 {
		t.Errorf("a header of %d bytes: got %d, %v; want 6", len(text), size, err)
	}
	stream := bytes.NewReader(framed(t, text+" "))
	if _, err := readHeader(stream); err == nil || !strings.Contains(err.Error(), "65537") {
		t.Errorf("a header of %d bytes: got %v, want an error that names the number", len(text)+1, err)
	}
	if stream.Len() != len(text)+1 {
		t.Errorf("%d bytes of it were read before it was refused", len(text)+1-stream.Len())
	}
}
