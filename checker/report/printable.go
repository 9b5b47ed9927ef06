package report

import (
	"fmt"
	"strings"
	"unicode"
)

// Printable returns text with everything escaped that could move a cursor,
// hide or turn letters, or otherwise speak to a terminal or a browser: control
// characters but newline and tab, bytes that are not UTF-8, and the Unicode
// characters of direction (Bidi_Control) and format, and those that are none.
func Printable(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\x%02x`, r)
		case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
