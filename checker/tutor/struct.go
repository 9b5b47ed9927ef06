package tutor

import (
	"bytes"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// packing returns a condition on the program of lesson11.
func packing(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		for _, condition := range and {
			if !condition(e) {
				return false
			}
		}
		return e.Role == "run" && len(e.Args) > 1
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

// reversed reports whether one number came backwards.
func reversed(e *Evidence) bool {
	if len(e.Args) != 3 || e.hasCode("s?cx") {
		return false
	}
	if e.Args[0] == "pack" {
		var back []byte
		for pair := range slices.Chunk(e.Want, 2) {
			back = append(append([]byte{}, pair...), back...)
		}
		return len(e.Want) > 2 && bytes.EqualFold(back, e.Got)
	}
	got, ok := new(big.Int).SetString(string(e.Got), 10)
	want, ok2 := new(big.Int).SetString(string(e.Want), 10)
	if !ok || !ok2 {
		return false
	}
	n := len(e.Args[2]) / 2
	mod := new(big.Int).Lsh(big.NewInt(1), uint(8*n))
	a := new(big.Int).Mod(got, mod).FillBytes(make([]byte, n))
	b := new(big.Int).Mod(want, mod).FillBytes(make([]byte, n))
	slices.Reverse(a)
	return n > 1 && bytes.Equal(a, b)
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

func sameSingle(got, want string) bool {
	a, err := strconv.ParseFloat(got, 64)
	b, err2 := strconv.ParseFloat(want, 64)
	return got == want || err == nil && err2 == nil && math.Float32bits(float32(a)) == math.Float32bits(float32(b))
}

// hasHoles reports whether C would leave holes in the format.
func hasHoles(e *Evidence) bool {
	format := e.Args[1]
	return !strings.ContainsAny(format[:1], "=<>!") && structSize(format, 8, true, false) != structSize(format, 8, false, false)
}

// badFormat reports whether the format means nothing.
func badFormat(e *Evidence) bool {
	format := strings.TrimLeft(e.Args[1][:1], "@=<>!") + e.Args[1][1:]
	return strings.Trim(format, "0123456789xcbB?hHiIlLqQfds ") != "" || strings.TrimRight(format, "0123456789") != format ||
		strings.ContainsAny(format, ",;@") || strings.Contains(format, "4 ")
}
