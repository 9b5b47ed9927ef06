package main

import (
	"fmt"
	"strconv"
)

// pack returns the bytes of the values as the format has them.
func pack(f format, values []string) ([]byte, error) {
	places, size := f.layout()
	if len(values) != len(places) {
		return nil, fmt.Errorf("want %d values, got %d", len(places), len(values))
	}
	data := make([]byte, size)
	for i, p := range places {
		part := data[p.at : p.at+p.width]
		if p.code == 's' {
			copy(part, values[i]) // what is short is filled with zeros, what is long is cut
			continue
		}
		bits, err := number(p.code, values[i], 8*p.width)
		if err != nil {
			return nil, err
		}
		f.put(part, bits)
	}
	return data, nil
}

// integer returns a whole number for which there are so many bits.
func integer(code byte, value string, bits int) (uint64, error) {
	if signed(code) {
		v, err := strconv.ParseInt(value, 10, bits)
		return uint64(v), err // the sign is in the highest of the bits
	}
	return strconv.ParseUint(value, 10, bits)
}

// put fills part with the lowest bytes of a number.
func (f format) put(part []byte, bits uint64) {
	for i := range part {
		if f.big() {
			i = len(part) - 1 - i // the lowest byte goes last
		}
		part[i], bits = byte(bits), bits>>8
	}
}
