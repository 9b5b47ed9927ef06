package check

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"socketworkshop/checker/tutor"
)

// file writes a file for the program to read.
func (s *script) file(args []string) {
	path := filepath.Join(s.dir, args[0])
	if err := os.WriteFile(path, []byte(args[1]), 0o666); err != nil {
		s.unknown("writing a file for the program: %v", err)
	}
	s.ts.Setenv(args[0], path)
}

// harmless wants standard output without anything that a terminal obeys, and
// the parts in one line.
func (s *script) harmless(parts []string) {
	s.ended()
	got := string(s.prog.Stdout.Bytes())
	e := tutor.Evidence{Kind: tutor.RawText, Conn: s.lastConn(), Want: []byte(strings.Join(parts, " … ")), Got: []byte(got)}
	if at := firstControl(got); at >= 0 {
		s.fail(e, "standard output holds %q, which a terminal obeys", got[at:min(at+8, len(got))])
	}
	for line := range strings.Lines(got) {
		if holdsAll(line, parts) {
			return
		}
	}
	e.Kind = tutor.BadOutput
	s.fail(e, "no line of standard output holds %s", strings.Join(quoted(parts), " and then "))
}

// firstControl returns where the first control character stands, C0 but for
// the newline, DEL or C1, or the first byte that is not UTF-8 and that is one
// of C1 by itself. It is -1 when there is none.
func firstControl(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		raw := r == utf8.RuneError && size == 1
		switch {
		case raw && 0x80 <= text[i] && text[i] < 0xa0,
			!raw && r < 0x20 && r != '\n', 0x7f <= r && r < 0xa0:
			return i
		}
		i += size
	}
	return -1
}

func holdsAll(line string, parts []string) bool {
	for _, part := range parts {
		_, after, ok := strings.Cut(line, part)
		if !ok {
			return false
		}
		line = after
	}
	return true
}

// controls returns what a terminal obeys: some orders, and then every character
// of C0, DEL, and all of C1 as UTF-8 and as bytes.
func controls() string {
	all := []byte(obeyed)
	for r := range rune(0x20) {
		all = append(all, byte(r))
	}
	for r := rune(0x7f); r < 0xa0; r++ {
		all = utf8.AppendRune(all, r)
	}
	for b := byte(0x80); b < 0xa0; b++ {
		all = append(all, b)
	}
	return string(all)
}
