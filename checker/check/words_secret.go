package check

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// secret makes sure that neither the key nor a right answer stands on the
// program's output, in any of the usual forms, and that the key has not gone
// over the wire.
func (s *script) secret([]string) {
	p := s.process()
	text := string(p.Stderr.Bytes()) + "\n" + string(p.Stdout.Bytes())
	e := tutor.Evidence{Kind: tutor.Leaked, Conn: s.lastConn()}
	if form := shownIn(text, s.key); form != "" {
		s.fail(e, "the key stands on the program's output, %s", form)
	}
	for _, proof := range s.proofs {
		if form := shownIn(text, proof.Right); form != "" {
			s.fail(e, "the answer to a challenge stands on the program's output, %s", form)
		}
	}
	for _, event := range s.log.Events() {
		if event.From == wire.FromProgram && shownIn(string(event.Bytes), s.key) != "" {
			s.fail(e, "the key goes over the wire")
		}
	}
}

// shownIn returns in which form the beginning of a secret stands in a text, or
// "". Twelve bytes are enough to know it, and make whole groups of base64.
func shownIn(text string, secret []byte) string {
	b := secret[:12]
	forms := []struct{ form, text string }{
		{"as it is", string(b)}, {"quoted", strings.Trim(strconv.Quote(string(b)), `"`)},
		{"in base64", base64.StdEncoding.EncodeToString(b)}, {"in base64", base64.URLEncoding.EncodeToString(b)},
		{"in base32", base32.StdEncoding.EncodeToString(b[:10])}, {"in base32", base32.HexEncoding.EncodeToString(b[:10])},
	}
	for _, f := range forms {
		if strings.Contains(text, f.text) {
			return f.form
		}
	}
	whole := oneDigit.ReplaceAllString(text, " 0$1 ")
	switch {
	case strings.Contains(strings.ToLower(notHex.ReplaceAllString(whole, "")), hex.EncodeToString(b)):
		return "in hex"
	case bytes.Contains(numbersIn(text), b):
		return "byte by byte"
	}
	return ""
}

// oneDigit is a byte in hex that is written without its leading zero.
var oneDigit = regexp.MustCompile(`\b0[xX]([0-9a-fA-F])\b`)

// notHex is what may stand before and between the digits of each byte.
var notHex = regexp.MustCompile(`0[xX]|[^0-9a-fA-F]`)

var number = regexp.MustCompile(`-?[0-9]+`)

// numbersIn returns the numbers of a text as bytes; they may have a sign.
func numbersIn(text string) (all []byte) {
	for _, digits := range number.FindAllString(text, -1) {
		if n, err := strconv.Atoi(digits); err == nil {
			all = append(all, byte(n))
		}
	}
	return all
}
