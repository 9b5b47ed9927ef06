package main

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"
)

// FuzzFormat reads any format. What it takes has its values side by side inside
// of its size, and bytes that are unpacked and packed again are the same.
func FuzzFormat(f *testing.F) {
	for _, seed := range []string{
		"", "@", "<i", "!hHiIqQ", "@bhiq3s2x?c", "10s", "0i", " 2 h", "4x", "<fd", "lL", "9223372036854775807s", "9223372036854775807s9223372036854775807x", "9223372036854775807xi",
	} {
		f.Add(seed, []byte("\x01\x00\xff\x7fabcdefgh"))
	}
	f.Fuzz(func(t *testing.T, text string, pattern []byte) {
		parsed, err := parse(text)
		if err != nil || many(parsed) {
			return
		}
		places, size := parsed.layout()
		end := 0
		for _, p := range places {
			if p.at < end || p.width < 0 || p.at+p.width > size {
				t.Fatalf("%q has %d bytes, and a value of %d at %d behind %d", text, size, p.width, p.at, end)
			}
			end = p.at + p.width
		}
		if size < end {
			t.Fatalf("%q has %d bytes, and values up to %d", text, size, end)
		}
		if size > 1<<16 || len(pattern) == 0 {
			return
		}
		data := bytes.Repeat(pattern, size/len(pattern)+1)[:size]
		again(t, parsed, data)
	})
}

// many reports whether a format has more values than a test should make.
func many(f format) bool {
	n := 0
	for _, field := range f.fields {
		if field.code != 's' && field.code != 'x' {
			n += field.count
		}
	}
	return n > 1<<16
}

// again unpacks data, packs the values, and unpacks those: holes are not kept,
// nor which of many numbers a false NaN is.
func again(t *testing.T, f format, data []byte) {
	values, err := unpack(f, data)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := pack(f, plainly(t, f, values))
	if err != nil {
		t.Fatalf("%+v: %q cannot be packed: %v", f, values, err)
	}
	other, err := unpack(f, packed)
	if err != nil || strings.Join(other, "\n") != strings.Join(values, "\n") {
		t.Fatalf("%+v: %x gives %q, and packed again %q, %v", f, data, values, other, err)
	}
}

// plainly takes the quotes off texts and characters.
func plainly(t *testing.T, f format, values []string) []string {
	places, _ := f.layout()
	plain := append([]string{}, values...)
	for i, p := range places {
		if p.code != 's' && p.code != 'c' {
			continue
		}
		var err error
		if plain[i], err = strconv.Unquote(values[i]); err != nil {
			t.Fatal(err)
		}
	}
	return plain
}

// FuzzFrame takes any bytes for a captured frame. A frame that is longer prints
// no less, and one that is whole prints its payload.
func FuzzFrame(f *testing.F) {
	whole, err := hex.DecodeString("020000000001020000000002080045000035000040004006000000007f0000017f000001" + "1f90c3500000000100000002501820000000000068656c6c6f20776f726c6421")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:20])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		var printed bytes.Buffer
		err := frame(data, &printed)
		if (err == nil) != strings.Contains(printed.String(), "\npayload ") {
			t.Fatalf("%x: %v after %q", data, err, printed.String())
		}
		for cut := range min(len(data), 80) {
			var part bytes.Buffer
			_ = frame(data[:cut], &part) // a frame that is cut is told to be, or its end was no part of it
			if !strings.HasPrefix(printed.String(), part.String()) {
				t.Fatalf("%x prints %q, its first %d bytes %q", data, printed.String(), cut, part.String())
			}
		}
	})
}
