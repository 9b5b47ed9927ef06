package tutor

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"math/bits"
	"slices"
)

// A Proof is a challenge of lesson15 and the right answer to it.
type Proof struct{ Challenge, Right []byte }

// Mac is HMAC-SHA256 (RFC 2104), the right answer to a challenge.
func Mac(key, challenge []byte) []byte { return mac(sha256.New, key, challenge) }

func mac(h func() hash.Hash, key, text []byte) []byte {
	m := hmac.New(h, key)
	m.Write(text) // a hash takes everything
	return m.Sum(nil)
}

// What the checker has answered to a server's challenge.
const (
	SentNothing = "nothing"
	SentRight   = "the right answer"
	SentShort   = "only the beginning of the right answer"
	SentFlipped = "the right answer but for one bit"
	SentSwapped = "the bytes of the right answer, in another order"
	SentAlike   = "another answer, the same to who takes it for a text"
	SentOld     = "the right answer to another challenge"
	SentSecond  = "a wrong answer, and then the right one"
	SentLate    = "the right answer, too late"
	SentWrong   = "another answer"
)

// SaidMore is the experiment with a server that does not hang up after a wrong
// answer, and with a caller who does not answer.
const SaidMore = "said more"

// Auth is what is known of a handshake of lesson15.
type Auth struct {
	Keyed     bool   // a key is in play
	Sent      string // what the checker has answered to a server, in the words above
	Joined    bool   // what followed the answer came in the same segment
	Swallowed bool   // the message behind the answer was lost, and what came later answered
	Hurried   bool   // the server was given a short time for the handshake
	Waited    bool   // the checker has taken its time for the answer, and had it
	Formula   string // the mistake by which the program makes its answers, or ""
	Short     bool   // the challenge that a caller got was not whole
	Many      int    // callers who have gone since the program's memory was first looked at

	WrongLogged bool // a caller who said as much, and nothing right, was rejected in the log
}

// WhatWasSent says what a server was answered. Words are the pieces that the
// checker has sent, and others the right answers to other challenges.
func WhatWasSent(p Proof, words [][]byte, cut bool, others [][]byte) string {
	sent := bytes.Join(words, nil)
	if len(sent) == 0 {
		return SentNothing
	}
	head := sent[:min(len(sent), len(p.Right))]
	switch {
	case bytes.Equal(head, p.Right), cut && bytes.HasPrefix(p.Right, words[0]):
		return SentRight
	case bytes.Contains(sent[len(head):], p.Right):
		return SentSecond
	case bytes.HasPrefix(p.Right, words[0]):
		return SentShort
	case len(head) == len(p.Right) && distance(head, p.Right) == 1:
		return SentFlipped
	case bytes.Equal(sorted(head), sorted(p.Right)):
		return SentSwapped
	}
	for _, right := range others {
		if bytes.Equal(head, right) {
			return SentOld
		}
	}
	return SentWrong
}

// distance counts the bits in which two texts of one length differ.
func distance(a, b []byte) (n int) {
	for i := range a {
		n += bits.OnesCount8(a[i] ^ b[i])
	}
	return n
}

func sorted(b []byte) []byte { return slices.Sorted(slices.Values(b)) }

// A Formula is a wrong way to answer a challenge.
type Formula struct {
	Mistake string
	Told    string // in words
	Make    func(key, challenge []byte) []byte
}

// Formulas are the ways that are tried on a program whose answers are wrong.
func Formulas() []Formula {
	sum := func(text ...[]byte) []byte {
		s := sha256.Sum256(bytes.Join(text, nil))
		return s[:]
	}
	sum5 := func(text ...[]byte) []byte {
		s := md5.Sum(bytes.Join(text, nil))
		return s[:]
	}
	return []Formula{
		{"key-with-newline", "the key and a newline", func(k, c []byte) []byte { return Mac(append(bytes.Clone(k), '\n'), c) }},
		{"key-trimmed", "the key without the blanks and newlines at its ends", func(k, c []byte) []byte { return Mac(bytes.TrimSpace(k), c) }},
		{"key-trimmed", "the key without the newlines at its end", func(k, c []byte) []byte { return Mac(bytes.TrimRight(k, "\r\n"), c) }},
		{"key-trimmed", "the first line of the key", func(k, c []byte) []byte { return Mac(firstLine(k), c) }},
		{"key-trimmed", "the first line of the key, without its carriage return", func(k, c []byte) []byte {
			return Mac(bytes.TrimSuffix(firstLine(k), []byte("\r")), c)
		}},
		{"plain-hash", "SHA-256 of the key and the challenge", func(k, c []byte) []byte { return sum(k, c) }},
		{"plain-hash", "SHA-256 of the challenge and the key", func(k, c []byte) []byte { return sum(c, k) }},
		{"plain-hash", "MD5 of the key and the challenge", func(k, c []byte) []byte { return sum5(k, c) }},
		{"plain-hash", "MD5 of the challenge and the key", func(k, c []byte) []byte { return sum5(c, k) }},
		{"hmac-arguments-swapped", "HMAC with the challenge for a key", func(k, c []byte) []byte { return Mac(c, k) }},
		{"another-hash", "HMAC-MD5", func(k, c []byte) []byte { return mac(md5.New, k, c) }},
		{"another-hash", "HMAC-SHA1", func(k, c []byte) []byte { return mac(sha1.New, k, c) }},
		{"another-hash", "HMAC-SHA512", func(k, c []byte) []byte { return mac(sha512.New, k, c) }},
		{"sum-misused", "the challenge, and HMAC of nothing", func(k, c []byte) []byte { return append(bytes.Clone(c), Mac(k, nil)...) }},
		{"answer-as-text", "the right answer in hex", func(k, c []byte) []byte { return []byte(hex.EncodeToString(Mac(k, c))) }},
		{"answer-as-text", "the right answer in base64", func(k, c []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(Mac(k, c))) }},
		{"challenge-as-text", "HMAC of the challenge in hex", func(k, c []byte) []byte { return Mac(k, []byte(hex.EncodeToString(c))) }},
		{"key-sent", "the key itself", func(k, _ []byte) []byte { return k }},
	}
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// FormulaOf returns the mistake by which a caller has made its answer to a
// challenge, or "".
func FormulaOf(got, key, challenge []byte) string {
	is := func(answer []byte) bool { return len(got) >= 12 && bytes.HasPrefix(got, answer) }
	if is(Mac(key, challenge)) {
		return ""
	}
	for _, f := range Formulas() {
		if is(f.Make(key, challenge)) {
			return f.Mistake
		}
	}
	for _, size := range []int{64, 128, 256, 512, 1024, 2048, 4096, 8192} {
		if is(Mac(key, append(bytes.Clone(challenge), make([]byte, size-len(challenge))...))) {
			return "buffer-not-sliced"
		}
	}
	for _, text := range trimmed(challenge) { // before what may be the same, cut short
		if is(Mac(key, text)) {
			return "challenge-is-not-text"
		}
	}
	line := bytes.IndexByte(challenge, '\n')
	for n := range challenge {
		part := challenge[:n]
		padded := append(bytes.Clone(part), make([]byte, len(challenge)-n)...)
		switch {
		case (n == line || n == line+1 && line >= 0) && is(Mac(key, part)):
			return "challenge-is-not-text"
		case is(Mac(key, part)), is(Mac(key, padded)):
			return "challenge-read-once"
		}
	}
	return ""
}

// trimmed returns what is left of a challenge that is trimmed as a text: its blanks
// or zeros at both ends or at one, or what ends a line.
func trimmed(challenge []byte) [][]byte {
	all := [][]byte{bytes.TrimRight(challenge, "\r\n"), bytes.TrimSuffix(challenge, []byte("\n"))}
	for _, set := range []string{" \t\n\v\f\r", "\x00"} {
		all = append(all, bytes.Trim(challenge, set), bytes.TrimLeft(challenge, set), bytes.TrimRight(challenge, set))
	}
	return all
}
