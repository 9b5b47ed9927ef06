package main

import "errors"

// pack returns the bytes of the values as the format has them.
func pack(f format, values []string) ([]byte, error) {
	// TODO step 2: find the places, and put each value at its own: a text with
	// copy, all others with number (which is given) and put.
	return nil, errors.New("not written yet: step 2")
}

// integer returns a whole number for which there are so many bits.
func integer(code byte, value string, bits int) (uint64, error) {
	// TODO step 2: read it with strconv, with or without a sign.
	return 0, errors.New("not written yet: step 2")
}
