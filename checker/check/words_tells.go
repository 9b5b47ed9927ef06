package check

import (
	"regexp"
	"slices"
	"strconv"
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

// numeric are the characters of Chinese numbers, which need no blanks around them.
const numeric = "一二三四五六七八九十百千万零两兩"

// standing is what may be a number by itself: digits, whatever letters touch them,
// Chinese numerals, or a word. 第2, v2 and 2nd are none.
var standing = regexp.MustCompile(`(?:第|\bv)?\d+(?:\.\d+)*(?:nd\b)?|第?[` + numeric + `]+|[^\P{L}\p{Han}]+`)

// numerals are words for small numbers, in some languages.
var numerals = map[string][]string{
	"1": {"one", "once", "single", "un", "une", "uno", "una", "ein", "eine", "einen", "eins", "einmal", "um", "uma", "один", "одна", "одно", "een", "één", "en", "ett", "jeden", "jedna", "bir", "yksi", "ένα", "한", "하나", "一"},
	"2": {"two", "twice", "deux", "zwei", "zweimal", "dos", "due", "dois", "duas", "два", "две", "дважды", "twee", "två", "dwa", "dwie", "dva", "dvě", "iki", "kaksi", "δύο", "두", "둘", "二", "两", "兩"},
	"3": {"three", "trois", "drei", "tres", "tre", "três", "три", "drie", "trzy", "tři", "üç", "kolme", "τρία", "세", "셋", "三"},
	"4": {"four", "quatre", "vier", "cuatro", "quattro", "quatro", "четыре", "fyra", "cztery", "čtyři", "dört", "neljä", "τέσσερα", "네", "넷", "四"},
}

// tellsOf returns how often a number stands in a text by itself. Where no number
// does, the lines that hold words beside a time may all tell of it, in whatever
// language.
func tellsOf(text []byte, number string) (n int) {
	others, inWords := 0, 0
	for line := range strings.Lines(strings.ToLower(strings.Map(narrow, string(text)))) {
		words := standing.FindAllString(times.ReplaceAllString(line, " "), -1)
		for _, word := range words {
			switch value := valueOf(word); value {
			case number:
				n++
			case "":
			default:
				others++
			}
		}
		if strings.ContainsAny(line, "0123456789") && slices.ContainsFunc(words, func(word string) bool { return word[0] > '9' }) {
			inWords++
		}
	}
	if n+others == 0 {
		return inWords
	}
	return n
}

// valueOf returns the whole number that a word stands for, in digits where it is
// small, or "".
func valueOf(word string) string {
	for value, words := range numerals {
		if slices.Contains(words, word) {
			return value
		}
	}
	if _, err := strconv.Atoi(word); err == nil || strings.Trim(word, numeric) == "" {
		return word
	}
	return ""
}

// narrow makes a full-width digit an ordinary one.
func narrow(r rune) rune {
	if '０' <= r && r <= '９' {
		return r - '０' + '0'
	}
	return r
}
