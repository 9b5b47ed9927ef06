package main

import (
	"fmt"
	"strconv"
	"strings"
)

// This file is given and needs no change: how SCRAM writes its messages
// (RFC 5802, section 5.1).

// A comma ends a value and so stands in none; a name has =2C in its place.
var (
	escape   = strings.NewReplacer("=", "=3D", ",", "=2C")
	unescape = strings.NewReplacer("=3D", "=", "=2C", ",")
)

// fields returns the values of a message's first attributes, which must have
// these names in this order, and must not be empty. What stands behind them is
// optional (RFC 5802, section 7) and left alone.
func fields(message string, names ...string) ([]string, error) {
	parts := strings.Split(message, ",")
	if len(parts) < len(names) {
		return nil, fmt.Errorf("want %d attributes, got %d", len(names), len(parts))
	}
	values := make([]string, len(names))
	for i, name := range names {
		value, ok := strings.CutPrefix(parts[i], name)
		if !ok || value == "" {
			return nil, fmt.Errorf("want %s and a value, got %.80q", name, parts[i])
		}
		values[i] = value
	}
	return values, nil
}

// number reads a number as RFC 5802 writes it: digits, the first of them no 0.
func number(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || strconv.Itoa(n) != text || n < 1 {
		return 0, fmt.Errorf("want a number, got %.80q", text)
	}
	return n, nil
}
