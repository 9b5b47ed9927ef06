package tutor

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// packing returns a condition on the program of lesson11.
func packing(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return every(and, e) && e.Role == "run" && len(e.Args) > 1
	}
}

// word returns a condition on the first word that the program was started with.
func word(w string) func(*Evidence) bool {
	return func(e *Evidence) bool { return e.Role == "run" && len(e.Args) > 1 && e.Args[0] == w }
}

// hasCode reports whether the format has one of these letters.
func (e *Evidence) hasCode(codes string) bool { return strings.ContainsAny(e.Args[1], codes) }

// sizes returns a condition on what size printed, or on how many bytes pack
// did: those that a wrong idea of the format leads to.
func sizes(native bool, idea func(format string) int) func(*Evidence) bool {
	return packing(one(WrongAnswer), func(e *Evidence) bool {
		got, want := -1, -1
		switch e.Args[0] {
		case "size":
			got, _ = strconv.Atoi(string(e.Got)) // 0 is no size that it should be
			want, _ = strconv.Atoi(string(e.Want))
		case "pack":
			got, want = len(e.Got)/2, len(e.Want)/2
		}
		fixed := strings.ContainsAny(e.Args[1][:1], "=<>!")
		return fixed != native && got != want && got > 0 && got == idea(e.Args[1])
	})
}

// structSize returns the size of a format with such a long, with or without
// holes, and rounded up or not.
func structSize(format string, long int, holes, rounded bool) int {
	width := map[rune]int{'h': 2, 'H': 2, 'i': 4, 'I': 4, 'f': 4, 'q': 8, 'Q': 8, 'd': 8, 'l': long, 'L': long}
	size, count, widest := 0, -1, 1
	for _, c := range format {
		switch {
		case '0' <= c && c <= '9':
			count = max(count, 0)*10 + int(c-'0')
			continue
		case strings.ContainsRune("@=<>! ", c):
			continue
		}
		w := max(width[c], 1)
		if holes {
			size += (w - size%w) % w
		}
		if count < 0 {
			count = 1
		}
		size, count, widest = size+count*w, -1, max(widest, w)
	}
	if rounded {
		size += (widest - size%widest) % widest
	}
	return size
}

// signLost reports whether some number is off by 2 to the number of its bits.
func signLost(e *Evidence) bool {
	got, want := strings.Fields(string(e.Got)), strings.Fields(string(e.Want))
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		a, ok := new(big.Int).SetString(got[i], 10)
		b, ok2 := new(big.Int).SetString(want[i], 10)
		if !ok || !ok2 || a.Cmp(b) == 0 {
			continue
		}
		off := new(big.Int).Abs(a.Sub(a, b))
		return slices.Contains([]string{"256", "65536", "4294967296", "18446744073709551616"}, off.String())
	}
	return false
}

// atOtherSign reports whether the only value is one that its code has and the
// code of the other sign has not: below zero, or with the highest bit set.
func (e *Evidence) atOtherSign() bool {
	if len(e.Args) != 3 {
		return false
	}
	code := e.Args[1][len(e.Args[1])-1]
	value, ok := new(big.Int).SetString(e.Args[2], 10)
	if !ok || !strings.ContainsRune("bBhHiIlLqQ", rune(code)) {
		return false
	}
	bits := 8 * structSize(string(code), 8, true, false)
	if code >= 'a' {
		return value.Sign() < 0
	}
	return value.BitLen() == bits
}

// floatIdeas are wrong ideas of what the bits of f and d are, the highest first.
var floatIdeas = []func(code byte, v float64) []byte{
	func(_ byte, v float64) []byte { return binary.BigEndian.AppendUint64(nil, math.Float64bits(v)) },
	func(_ byte, v float64) []byte {
		return binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(v)))
	},
	func(code byte, v float64) []byte { // half of a double
		return binary.BigEndian.AppendUint64(nil, math.Float64bits(v))[:width(code)]
	},
	func(code byte, v float64) []byte { // the other half
		return binary.BigEndian.AppendUint64(nil, math.Float64bits(v))[8-width(code):]
	},
	func(code byte, v float64) []byte { // a single in the room of its code
		return binary.BigEndian.AppendUint64(nil, uint64(math.Float32bits(float32(v))))[8-width(code):]
	},
	func(code byte, v float64) []byte { // a whole number
		return binary.BigEndian.AppendUint64(nil, uint64(int64(v)))[8-width(code):]
	},
}

const smallestNormal = 0x1p-126 // of a float32

func width(code byte) int { return structSize(string(code), 8, false, false) }

// otherFloat reports whether the row is what a wrong idea of f and d makes of
// the values.
func otherFloat(e *Evidence) bool {
	codes, ok := floatCodes(e.Args[1])
	if !ok || len(codes) != len(e.Args)-2 || hasHoles(e) {
		return false
	}
	got, err := hex.DecodeString(strings.TrimSpace(string(e.Got)))
	for _, idea := range floatIdeas {
		var row []byte
		telling := false // of zeros many ideas are one, and one is that what is nearly zero is zero
		for i, code := range codes {
			v, bad := strconv.ParseFloat(e.Args[2+i], 64)
			err = errors.Join(err, bad)
			telling = telling || v != 0 && (math.Abs(v) >= smallestNormal || bytes.Trim(got, "\x00") != nil)
			part := idea(code, v)
			if !strings.ContainsAny(e.Args[1][:1], ">!") {
				slices.Reverse(part)
			}
			row = append(row, part...)
		}
		if err == nil && telling && bytes.Equal(row, got) {
			return true
		}
	}
	return false
}

// floatCodes returns the codes of a format that has no other than f and d, each
// as often as its count says.
func floatCodes(format string) (codes []byte, ok bool) {
	count := -1
	for _, c := range []byte(format) {
		switch {
		case '0' <= c && c <= '9':
			count = max(count, 0)*10 + int(c-'0')
		case c == 'f' || c == 'd':
			if count < 0 {
				count = 1
			}
			codes, count = append(codes, bytes.Repeat([]byte{c}, count)...), -1
		case !strings.ContainsRune("@=<>! ", rune(c)):
			return nil, false
		}
	}
	return codes, true
}

// holesMoved reports whether the same bytes but for zeros stand in a row of the
// same length, in the same order, at other places.
func holesMoved(got, want []byte) bool {
	solid := func(text []byte) []byte {
		row, _ := hex.DecodeString(strings.TrimSpace(string(text))) // what is no row has no bytes
		return bytes.ReplaceAll(row, []byte{0}, nil)
	}
	return len(got) == len(want) && len(solid(want)) > 0 && bytes.Equal(solid(got), solid(want))
}

// sameSingle reports whether got is what is wanted, or the shortest decimal of
// its float32.
func sameSingle(got, want string) bool {
	b, err := strconv.ParseFloat(want, 64)
	return got == want || err == nil && (sameValue(got, want) || sameValue(got, strconv.FormatFloat(b, 'e', -1, 32)))
}

// hasHoles reports whether C would leave holes in the format.
func hasHoles(e *Evidence) bool {
	format := e.Args[1]
	return !strings.ContainsAny(format[:1], "=<>!") && structSize(format, 8, true, false) != structSize(format, 8, false, false)
}

// skips reports whether the program knows how many bytes an x with a count leaves
// out, where the format has an x: else values stand elsewhere for that reason.
func (e *Evidence) skips() bool { return e.Probes.Skips || !strings.Contains(e.Args[1], "x") }

// badFormat reports whether the format means nothing.
func badFormat(e *Evidence) bool {
	format := strings.TrimLeft(e.Args[1][:1], "@=<>!") + e.Args[1][1:]
	return strings.Trim(format, "0123456789xcbB?hHiIlLqQfds ") != "" || strings.TrimRight(format, "0123456789") != format ||
		strings.ContainsAny(format, ",;@") || strings.Contains(format, "4 ")
}
