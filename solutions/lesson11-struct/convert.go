package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// This file is given and needs no change.

// number returns the bits of a value for which there are so many.
func number(code byte, value string, bits int) (uint64, error) {
	if strings.IndexByte("c?fd", code) >= 0 {
		return special(code, value)
	}
	v, err := integer(code, value, bits)
	if err == nil {
		return v, nil
	}
	least, most := int64(math.MinInt64)>>(64-bits), uint64(math.MaxInt64)>>(64-bits)
	if !signed(code) {
		least, most = 0, math.MaxUint64>>(64-bits)
	}
	return 0, fmt.Errorf("'%c' format requires %d <= number <= %d", code, least, most)
}

// special returns the bits that mean a value of one of the codes c ? f d.
func special(code byte, value string) (uint64, error) {
	switch code {
	case 'c':
		if len(value) != 1 {
			return 0, fmt.Errorf("'c' format requires one byte, got %q", value)
		}
		return uint64(value[0]), nil
	case '?':
		yes, err := strconv.ParseBool(value)
		if yes {
			return 1, err
		}
		return 0, err
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0, err
	}
	if code == 'd' {
		return math.Float64bits(v), nil
	}
	if math.IsInf(float64(float32(v)), 0) {
		return 0, fmt.Errorf("'f' format requires -%g <= number <= %[1]g", math.MaxFloat32)
	}
	return uint64(math.Float32bits(float32(v))), nil
}

// show returns the value of some bits, the lowest of the number: text quoted,
// floats as the shortest decimal that means the same float64.
func show(code byte, bits uint64, width int) string {
	switch code {
	case 'c':
		return strconv.Quote(string([]byte{byte(bits)}))
	case '?':
		return strconv.FormatBool(bits != 0)
	case 'f':
		return strconv.FormatFloat(float64(math.Float32frombits(uint32(bits))), 'g', -1, 64)
	case 'd':
		return strconv.FormatFloat(math.Float64frombits(bits), 'g', -1, 64)
	}
	if signed(code) {
		unused := 64 - 8*width
		return strconv.FormatInt(int64(bits<<unused)>>unused, 10) // the shift back repeats the sign
	}
	return strconv.FormatUint(bits, 10)
}

// signed reports whether a code is a whole number that may be negative.
func signed(code byte) bool { return code >= 'a' }
