package tutor

import (
	"bytes"
	"fmt"
	"math"
	"slices"
)

// Printable is the pattern of challenges that are text.
const Printable = "they are printable text"

// Pattern returns in words why challenges are not random, or "". It is wrong
// less often than once in a million million runs.
func Pattern(all [][]byte) string {
	if !bytes.ContainsFunc(bytes.Join(all, nil), func(r rune) bool { return r < ' ' || r > '~' }) {
		return Printable
	}
	for _, period := range []int{1, 2, 4, 8, 16} {
		if c := all[0]; bytes.Equal(c[period:], c[:len(c)-period]) {
			return fmt.Sprintf("the first repeats itself after %d bytes", period)
		}
	}
	if missing := neverIn(all); missing != "" && len(all) >= enoughForAll {
		return missing
	}
	for at := range all[0] {
		if uneven := unevenAt(all, at); uneven != "" && len(all) >= enough {
			return uneven
		}
	}
	return ""
}

const (
	enough       = 200 // challenges, to count bits
	enoughForAll = 300 // to hold each value of a byte; none is missing in 9,600 bytes but once in 10^13 times
)

// neverIn names a value that no byte of the challenges has, or "".
func neverIn(all [][]byte) string {
	var seen [256]bool
	for _, c := range all {
		for _, b := range c {
			seen[b] = true
		}
	}
	if b := slices.Index(seen[:], false); b >= 0 {
		return fmt.Sprintf("none of their %d bytes is %#02x", len(all)*len(all[0]), b)
	}
	return ""
}

// unevenAt returns in words what is not random about one byte of the challenges,
// or "".
func unevenAt(all [][]byte, at int) string {
	n := float64(len(all))
	far := 9 * math.Sqrt(n) / 2 // nine standard deviations of how often a bit is set
	var ones [8]int
	steps := map[byte]int{}
	for i, c := range all {
		for bit := range ones {
			ones[bit] += int(c[at] >> bit & 1)
		}
		if i > 0 {
			steps[c[at]-all[i-1][at]]++
		}
	}
	for _, k := range ones {
		if math.Abs(float64(k)-n/2) > far {
			return fmt.Sprintf("a bit of byte %d is set in %d of %d", at, k, len(all))
		}
	}
	for step, k := range steps {
		if float64(k) > n/256+12*math.Sqrt(n/256)+12 {
			return fmt.Sprintf("byte %d goes on by %d from one to the next, %d times", at, step, k)
		}
	}
	return ""
}
