package main

import (
	"crypto/sha256"
	"encoding/base64"
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

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// decode takes base64 of some bytes, and only the one that encode would make.
func decode(text string) ([]byte, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || encode(b) != text || len(b) == 0 {
		return nil, fmt.Errorf("want base64, got %.80q", text)
	}
	return b, nil
}

// A challenge is the server's first message.
type challenge struct {
	nonce      string
	salt       []byte
	iterations int
}

func readChallenge(text string) (m challenge, err error) {
	f, err := fields(text, "r=", "s=", "i=")
	if err != nil {
		return m, err
	}
	m.nonce = f[0]
	if m.salt, err = decode(f[1]); err != nil {
		return m, err
	}
	m.iterations, err = number(f[2])
	return m, err
}

// A final is the caller's last message.
type final struct {
	text           string // all in front of the proof
	binding, nonce string
	proof          []byte
}

func readFinal(text string) (m final, err error) {
	at := max(strings.LastIndex(text, ",p="), 0)
	m.text = text[:at]
	f, err := fields(m.text, "c=", "r=")
	if err != nil {
		return m, err
	}
	m.binding, m.nonce = f[0], f[1]
	m.proof, err = decode(text[at+len(",p="):])
	if err == nil && len(m.proof) != sha256.Size {
		err = fmt.Errorf("want a proof of %d bytes, got %d", sha256.Size, len(m.proof))
	}
	return m, err
}

// readProof reads the server's last message.
func readProof(text string) ([]byte, error) {
	f, err := fields(text, "v=")
	if err != nil {
		return nil, err
	}
	return decode(f[0])
}
