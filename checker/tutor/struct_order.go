package tutor

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
)

// reversed reports whether each number came backwards, and everything else as it
// should. One that is the same backwards shows nothing.
func reversed(e *Evidence) bool {
	values := structValues(e.Args[1])
	switch e.Args[0] {
	case "pack":
		got, want := rows(e)
		return len(got) == len(want) && !bytes.Equal(got, want) && bytes.Equal(got, flipped(want, values))
	case "unpack":
		return e.readBackwards(values)
	}
	return false
}

// rows returns the row of bytes that pack printed and the one that was wanted, or
// none where one of them is no row.
func rows(e *Evidence) (got, want []byte) {
	got, err := hex.DecodeString(strings.TrimSpace(string(e.Got)))
	want, err2 := hex.DecodeString(strings.TrimSpace(string(e.Want)))
	if err != nil || err2 != nil {
		return nil, nil
	}
	return got, want
}

// flipped returns a row with the bytes of each number in the opposite order, or
// none where the values do not lie in it.
func flipped(row []byte, values []structValue) []byte {
	row = slices.Clone(row)
	for _, v := range values {
		if v.at+v.width > len(row) {
			return nil // another machine's long
		}
		if v.code != 's' {
			slices.Reverse(v.in(row))
		}
	}
	return row
}

// readBackwards reports whether unpack printed the values that the bytes have in the
// opposite order, of which one is another value.
func (e *Evidence) readBackwards(values []structValue) bool {
	data, err := hex.DecodeString(e.Args[len(e.Args)-1])
	got, want := strings.Split(string(e.Got), "\n"), strings.Split(string(e.Want), "\n")
	back := flipped(data, values)
	if err != nil || back == nil || len(got) != len(values) || len(want) != len(values) {
		return false
	}
	if strings.ContainsAny(e.Args[1][:1], ">!") {
		back = data // to be read as those of the lowest byte first
	}
	other := false
	for i, v := range values {
		value := v.read(back)
		if !strings.EqualFold(got[i], value) && !sameValue(got[i], value) {
			return false
		}
		other = other || !sameValue(value, want[i])
	}
	return other
}

// withinNumbers reports whether the row has the right bytes, and some numbers have
// theirs in another order, and others, which are not the same backwards, in the
// right one.
func withinNumbers(e *Evidence) bool {
	got, want := rows(e)
	values := structValues(e.Args[1])
	back := flipped(want, values)
	if back == nil || len(got) != len(want) {
		return false
	}
	return !slices.ContainsFunc(values, func(v structValue) bool { return !sameBytes(v.in(got), v.in(want), v.code) }) &&
		slices.ContainsFunc(values, func(v structValue) bool {
			return bytes.Equal(v.in(got), v.in(want)) && !bytes.Equal(v.in(want), v.in(back))
		})
}

// in returns the bytes of the value in a row.
func (v structValue) in(row []byte) []byte { return row[v.at : v.at+v.width] }

// sameBytes reports whether two values have the same bytes, a number in any order.
func sameBytes(a, b []byte, code byte) bool {
	if code == 's' {
		return bytes.Equal(a, b)
	}
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
