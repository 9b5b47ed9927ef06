package main

import (
	"fmt"
	"strconv"
)

// unpack returns the values that lie in data, as text.
func unpack(f format, data []byte) ([]string, error) {
	places, size := f.layout()
	if len(data) != size {
		return nil, fmt.Errorf("want %d bytes, got %d", size, len(data))
	}
	var values []string
	for _, p := range places {
		part := data[p.at : p.at+p.width]
		value := strconv.Quote(string(part))
		if p.code != 's' {
			value = show(p.code, f.take(part), p.width)
		}
		values = append(values, value)
	}
	return values, nil
}

// take returns the number that has these bytes.
func (f format) take(part []byte) (bits uint64) {
	for i := range part {
		if !f.big() {
			i = len(part) - 1 - i // begin with the highest byte, which is last
		}
		bits = bits<<8 | uint64(part[i])
	}
	return bits
}
