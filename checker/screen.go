package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"socketworkshop/checker/language"
)

const (
	ctrlC     = 0x03
	endOfKeys = 0x04 // Ctrl-D, and the end of standard input

	usualRows = 24
	aroundAll = 3 // rows for the head, the keys and the empty row above them
)

// A screen is a terminal that is drawn on in place, row by row, or, where there
// is none, an output that each view is printed to once.
type screen struct {
	keys chan byte

	words   language.Catalogue
	out     io.Writer
	restore func()
	drawn   bool   // in place
	last    string // what was shown
	kept    string // see remembered
}

// newScreen takes the terminal: keys come one by one, and what was on it comes
// back with close.
func newScreen(a *app) *screen {
	s := &screen{keys: make(chan byte), words: a.words, out: a.out, restore: func() {}}
	in := int(os.Stdin.Fd())
	if term.IsTerminal(in) && term.IsTerminal(int(os.Stdout.Fd())) && os.Getenv("TERM") != "dumb" {
		if before, err := term.MakeRaw(in); err == nil {
			s.drawn = true
			s.restore = func() { _ = term.Restore(in, before) } // nothing more can be done
			fmt.Fprint(s.out, "\x1b[?1049h")                    // the alternate screen (xterm, DEC private mode 1049)
		}
	}
	go s.read(os.Stdin)
	return s
}

func (s *screen) close() {
	if s.drawn {
		fmt.Fprint(s.out, "\x1b[?1049l")
	}
	s.restore()
}

// read hands on the keys. Where they do not come one by one, the first letter of
// each line is one.
func (s *screen) read(in io.Reader) {
	r := bufio.NewReader(in)
	for {
		b, err := r.ReadByte()
		if err != nil {
			s.keys <- endOfKeys
			return
		}
		if b != '\n' && b != '\r' {
			s.keys <- b
		}
	}
}

// show draws head, body and keys. Of a body that does not fit it shows one page.
func (s *screen) show(head, body, keys string, page int) {
	if !s.drawn {
		s.print(head, body, keys)
		return
	}
	_, rows, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || rows <= aroundAll {
		rows = usualRows
	}
	lines := s.onePage(strings.Split(body, "\n"), rows-aroundAll, page)
	all := append(append([]string{head}, lines...), make([]string, max(0, rows-aroundAll-len(lines)))...)
	all = append(all, "", keys)
	// Each row is written over the old one, and only its rest is cleared; long
	// rows are cut by the terminal.
	text := "\x1b[?25l\x1b[?7l\x1b[H" + strings.Join(all, "\x1b[K\r\n") + "\x1b[K\x1b[J\x1b[?7h\x1b[?25h"
	if text != s.last {
		fmt.Fprint(s.out, text)
	}
	s.last = text
}

// print prints what has changed since the last time.
func (s *screen) print(head, body, keys string) {
	text := head + "\n"
	if body != "" {
		text += body + "\n"
	}
	if text == s.last {
		return
	}
	s.last = text
	fmt.Fprint(s.out, text, s.words.Sprintf("%s (and Enter)\n", keys))
}

// onePage returns the lines of a page, the last row saying that there are more.
// Behind the last page comes the first.
func (s *screen) onePage(lines []string, rows, page int) []string {
	if len(lines) <= rows {
		return lines
	}
	pages := (len(lines) + rows - 2) / (rows - 1)
	page %= pages
	lines = lines[page*(rows-1) : min(len(lines), (page+1)*(rows-1))]
	return append(lines[:len(lines):len(lines)], s.words.Sprintf("  page %d of %d, space turns it", page+1, pages))
}

// remembered returns what make returned the last time, until forget is called.
func (s *screen) remembered(make func() string) string {
	if s.kept == "" {
		s.kept = make()
	}
	return s.kept
}

func (s *screen) forget() { s.kept = "" }
