package main

import (
	"fmt"
	"io"
	"os"
	"unicode"
	"unicode/utf8"
)

// This file is given and needs no change.

// screen returns a writer for text that came from the network. A terminal
// obeys control characters: they can clear it, move the cursor, change its
// title. So where f is a terminal they are shown and not obeyed; into a file
// or a pipe every byte goes as it is.
func screen(f *os.File) io.Writer {
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return f
	}
	return visible{f}
}

type visible struct{ w io.Writer }

// Write writes p with every control character but newline and tab as \xHH or
// \uHHHH, and with bytes that are not UTF-8 as \xHH.
func (v visible) Write(p []byte) (int, error) {
	var text []byte
	for rest := p; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			text = fmt.Appendf(text, `\x%02x`, rest[0])
		case r == '\n' || r == '\t' || unicode.IsGraphic(r):
			text = append(text, rest[:size]...)
		case r < 0x80:
			text = fmt.Appendf(text, `\x%02x`, r)
		default:
			text = fmt.Appendf(text, `\u%04x`, r)
		}
		rest = rest[size:]
	}
	if _, err := v.w.Write(text); err != nil {
		return 0, err
	}
	return len(p), nil
}
