package language

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Columns returns how many columns of a terminal a text takes: a Chinese
// character takes two (Unicode Standard Annex #11).
func Columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	kind := width.LookupRune(r).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}

// Pad fills a text up with blanks to so many columns.
func Pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-Columns(text)))
}

// Punctuation that may not begin a line, and that may not end one.
const (
	closing = "，。、；：？！”）》」』"
	opening = "“（《「『"
)

// Wrap breaks a text into lines of at most so many columns: at blanks, and
// between Chinese characters. A longer word has a line of its own.
func Wrap(text string, columns int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		blank := " "
		for _, part := range unbroken(word) {
			if line == "" {
				blank = ""
			}
			if line != "" && Columns(line+blank+part) > columns {
				lines, line, blank = append(lines, line), "", ""
			}
			line += blank + part
			blank = ""
		}
	}
	return append(lines, line)
}

// unbroken divides a word where a line may end in it.
func unbroken(word string) []string {
	var parts []string
	begin := 0
	for at, r := range word {
		before, _ := utf8.DecodeLastRuneInString(word[:at])
		if at == 0 || !wide(before) && !wide(r) || strings.ContainsRune(closing, r) || strings.ContainsRune(opening, before) {
			continue
		}
		parts = append(parts, word[begin:at])
		begin = at
	}
	return append(parts, word[begin:])
}

// Join puts two texts behind each other, with a blank between them where the
// language wants one.
func Join(left, right string) string { return glue(left+" ", right) }

func latin(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// glue puts two parts of a text together. Between two Chinese characters there
// is no blank, and none beside full-width punctuation; between a Chinese and a
// Latin one, or a digit, there is one.
func glue(left, right string) string {
	l, r := strings.TrimRight(left, " "), strings.TrimLeft(right, " ")
	last, _ := utf8.DecodeLastRuneInString(l)
	first, _ := utf8.DecodeRuneInString(r)
	marks := strings.ContainsRune(closing+opening, last) || strings.ContainsRune(closing+opening, first)
	switch {
	case l == "" || r == "":
		return left + right
	case marks || wide(last) && wide(first):
		return l + r
	case wide(last) && latin(first) || latin(last) && wide(first):
		return l + " " + r
	}
	return left + right
}
