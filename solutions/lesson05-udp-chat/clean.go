package main

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// clean returns text so that it can be shown: printable characters as they
// are, control characters, those that turn the direction of writing, and bytes
// that are no UTF-8 as \xHH or \uHHHH. The result is one line.
func clean(text []byte) string {
	var out []byte
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1:
			out = fmt.Appendf(out, `\x%02x`, text[0])
		case r < 0x80 && unicode.IsControl(r):
			out = fmt.Appendf(out, `\x%02x`, r)
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029':
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return string(out)
}
