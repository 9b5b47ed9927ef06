package check

import (
	"regexp"
	"slices"
	"strings"

	"socketworkshop/checker/tutor"
)

// times are those in a text, which are no number by themselves.
var times = regexp.MustCompile(`(?i)\d+(?:\.\d+)?[ \t]*(?:[nuµμm]?s|[mu]?sec|min|seconds?|(?:milli|micro|mikro|nano)[a-z]*|[毫微纳]?秒|(?:ミリ|マイクロ)秒|мк?с|сек)(?:[^\p{Latin}\p{Cyrillic}]|$)`)

// tells wants a number on standard error, by itself or as a word, once or so often.
func (s *script) tells(args []string) {
	p, often := s.process(), 1
	if len(args) > 1 {
		often = s.number("tells", args[1])
	}
	o := s.await(func() bool { return tellsOf(p.Stderr.Bytes(), args[0]) >= often })
	e := tutor.Evidence{Kind: tutor.NoWords, Conn: s.lastConn()}
	switch n := tellsOf(p.Stderr.Bytes(), args[0]); {
	case o == reached:
	case n > 0:
		s.failOn(o, e, "on standard error %s stands %d times; want that %d times", args[0], n, often)
	default:
		s.failOn(o, e, "standard error does not tell of %s", args[0])
	}
}

// standing is what may be a number by itself: digits, whatever letters touch them,
// Chinese numerals, which need no blanks around them, or a word. 第2, v2 and 2nd are
// none.
var standing = regexp.MustCompile(`(?:第|\bv)?\d+(?:\.\d+)*(?:nd\b)?|第?[一二三四五六七八九十百千万零两兩]+|[^\P{L}\p{Han}]+`)

// two is what the number is called in some languages.
var two = []string{
	"two", "twice", "deux", "zwei", "zweimal", "dos", "due", "dois", "duas", "два", "две",
	"дважды", "twee", "två", "dwa", "dwie", "dva", "dvě", "iki", "kaksi", "δύο", "두", "둘", "二", "两", "兩",
}

// tellsOf returns how often a number stands in a text by itself.
func tellsOf(text []byte, number string) (n int) {
	flat := times.ReplaceAllString(strings.ToLower(strings.Map(narrow, string(text))), " ")
	for _, word := range standing.FindAllString(flat, -1) {
		if word == number || number == "2" && slices.Contains(two, word) {
			n++
		}
	}
	return n
}

// narrow makes a full-width digit an ordinary one.
func narrow(r rune) rune {
	if '０' <= r && r <= '９' {
		return r - '０' + '0'
	}
	return r
}
