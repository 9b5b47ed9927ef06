package tutor

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	mathrand "math/rand"
	"testing"
)

func TestPattern(t *testing.T) {
	const n = 1000
	draw := func(fill func(i int, b []byte)) [][]byte {
		var all [][]byte
		for i := range n {
			b := make([]byte, 32)
			rand.Read(b)
			fill(i, b)
			all = append(all, b)
		}
		return all
	}
	for range 20 {
		if got := Pattern(draw(func(int, []byte) {})); got != "" {
			t.Errorf("random bytes: %s", got)
		}
	}
	old := mathrand.New(mathrand.NewSource(1))
	tests := []struct {
		name string
		fill func(i int, b []byte)
		seen bool
	}{
		{"a constant byte", func(_ int, b []byte) { b[7] = 42 }, true},
		{"a bit never set", func(_ int, b []byte) { b[31] &^= 0x80 }, true},
		{"a counter in one byte", func(i int, b []byte) { b[3] = byte(i) }, true},
		{"a counter", func(i int, b []byte) { binary.LittleEndian.PutUint64(b, uint64(i)) }, true},
		{"a step of 5", func(i int, b []byte) { b[0] = byte(5 * i) }, true},
		{"letters", func(_ int, b []byte) { copy(b, []byte(rand.Text() + rand.Text())[:32]) }, true},
		{"one half twice", func(_ int, b []byte) { copy(b[16:], b[:16]) }, true},
		{"one byte 32 times", func(_ int, b []byte) { copy(b, bytes.Repeat(b[:1], 32)) }, true},
		{"math/rand, which cannot be seen", func(_ int, b []byte) { old.Read(b) }, false},
	}
	for _, tt := range tests {
		if got := Pattern(draw(tt.fill)); got != "" != tt.seen {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

func TestFormulaOf(t *testing.T) {
	key, challenge := []byte("key"), bytes.Repeat([]byte("0123\n567"), 4)
	tests := map[string][]byte{
		"":                       Mac(key, challenge),
		"key-with-newline":       Mac([]byte("key\n"), challenge),
		"hmac-arguments-swapped": Mac(challenge, key),
		"sum-misused":            hmac.New(sha256.New, key).Sum(challenge),
		"challenge-read-once":    Mac(key, challenge[:9]),
		"challenge-is-not-text":  Mac(key, challenge[:4]),
		"buffer-not-sliced":      Mac(key, append(bytes.Clone(challenge), make([]byte, 1024-32)...)),
	}
	for want, answer := range tests {
		if got := FormulaOf(append(bytes.Clone(answer), "hello"...), key, challenge); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := FormulaOf([]byte("what is this, an answer?"), key, challenge); got != "" {
		t.Errorf("%q for something else", got)
	}
}

func TestFormulaOfTrimmedChallenges(t *testing.T) {
	key := []byte("key")
	tests := []struct{ challenge, left string }{
		{"\n and so on \n", "and so on"},
		{"\n and so on \n", "and so on \n"},
		{"\n and so on \n", "\n and so on"},
		{"and so on\n\n", "and so on\n"},
		{"\x00and so on\x00", "and so on\x00"},
		{"\x00and so on\x00", "\x00and so on"},
	}
	for _, tt := range tests {
		if got := FormulaOf(Mac(key, []byte(tt.left)), key, []byte(tt.challenge)); got != "challenge-is-not-text" {
			t.Errorf("%q for %q in place of %q", got, tt.left, tt.challenge)
		}
	}
}

func TestWhatWasSent(t *testing.T) {
	p := Proof{Challenge: []byte("c"), Right: Mac([]byte("k"), []byte("c"))}
	flipped := bytes.Clone(p.Right)
	flipped[9] ^= 4
	text, old := []byte("hello, this is a message of mine"), Mac([]byte("k"), []byte("d"))
	tests := []struct {
		words [][]byte
		cut   bool
		want  string
	}{
		{nil, false, SentNothing},
		{[][]byte{p.Right, text}, false, SentRight},
		{[][]byte{p.Right[:1], p.Right[1:]}, true, SentRight},
		{[][]byte{p.Right[:1], text}, true, SentRight}, // the program has hung up after the first piece
		{[][]byte{p.Right[:1], text}, false, SentShort},
		{[][]byte{p.Right[:31]}, false, SentShort},
		{[][]byte{flipped, text}, false, SentFlipped},
		{[][]byte{flipped, p.Right, text}, false, SentSecond},
		{[][]byte{old, text}, false, SentOld},
		{[][]byte{text}, false, SentWrong},
	}
	for _, tt := range tests {
		if got := WhatWasSent(p, tt.words, tt.cut, [][]byte{old}); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.words, got, tt.want)
		}
	}
}
