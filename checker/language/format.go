package language

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A format is an entry with verbs of package fmt.
type format struct {
	fixed []string // the parts around the verbs: one more than these
	verbs []byte   // s, d, q, v …
	lines bool     // there are several lines of it

	weight int    // how particular it is: how many letters it has around its verbs
	text   string // in the other language
}

// A piece is a part of the text in the other language: fixed words, or the
// argument with this index.
type piece struct {
	fixed string
	arg   int // or -1
}

// verb is a verb of package fmt: flags, width and precision, an index, which fmt
// takes nowhere else, a letter; or a percent sign.
var verb = regexp.MustCompile(`%%|%[-+# 0]*[0-9]*(?:\.[0-9]+)?(?:\[(\d+)\])?([a-zA-Z])`)

func newFormat(e Entry) *format {
	f := &format{text: e.Text, lines: strings.Contains(e.ID, "\n")}
	last := 0
	for _, at := range verbs(e.ID) {
		f.fixed = append(f.fixed, percent(e.ID[last:at[0]]))
		f.verbs = append(f.verbs, e.ID[at[4]])
		last = at[1]
	}
	f.fixed = append(f.fixed, percent(e.ID[last:]))
	f.weight = letters(strings.Join(f.fixed, ""))
	return f
}

// pieces divides a text in the other language.
func pieces(text string) (all []piece) {
	next, last := 0, 0
	for _, at := range verbs(text) {
		if at[2] >= 0 {
			index, _ := strconv.Atoi(text[at[2]:at[3]]) // digits
			next = index - 1
		}
		all = append(all, piece{percent(text[last:at[0]]), -1}, piece{arg: next})
		next++
		last = at[1]
	}
	return append(all, piece{percent(text[last:]), -1})
}

// verbs returns where the verbs of a text and their parts are.
func verbs(text string) [][]int {
	if !strings.Contains(text, "%") {
		return nil
	}
	all := verb.FindAllStringSubmatchIndex(text, -1)
	return slices.DeleteFunc(all, func(at []int) bool { return at[4] < 0 })
}

func percent(fixed string) string { return strings.ReplaceAll(fixed, "%%", "%") }

func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// match returns the arguments that make this text of the format. Each is as
// short as the rest allows. A format of one line makes a text of one line.
func (f *format) match(text string) (args []string, ok bool) {
	if strings.Contains(text, "\n") && !f.lines {
		return nil, false
	}
	rest, ok := strings.CutPrefix(text, f.fixed[0])
	last := f.fixed[len(f.fixed)-1]
	if !ok || !strings.HasSuffix(rest, last) {
		return nil, false
	}
	return f.matchRest(0, rest)
}

// matchRest matches what follows the fixed part with this index.
func (f *format) matchRest(n int, text string) (args []string, ok bool) {
	if n == len(f.verbs) {
		return nil, text == ""
	}
	next := f.fixed[n+1]
	if n+1 == len(f.verbs) { // the last one takes all that is left
		arg, ok := strings.CutSuffix(text, next)
		return []string{arg}, ok && fits(f.verbs[n], arg)
	}
	for at := 0; at <= len(text); at++ {
		i := strings.Index(text[at:], next)
		if i < 0 {
			break
		}
		at += i
		if !fits(f.verbs[n], text[:at]) {
			continue
		}
		if more, ok := f.matchRest(n+1, text[at+len(next):]); ok {
			return append([]string{text[:at]}, more...), true
		}
	}
	return nil, false
}

var (
	numeral   = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?$`)
	hexDigits = regexp.MustCompile(`^[0-9a-fA-F ]+$`)
)

// fits reports whether a verb can have printed the text.
func fits(verb byte, text string) bool {
	switch verb {
	case 'd', 'f':
		return numeral.MatchString(text)
	case 'o', 'x':
		return hexDigits.MatchString(text)
	case 'q':
		_, err := strconv.Unquote(text)
		return err == nil
	case 'c':
		return utf8.RuneCountInString(text) == 1
	}
	return true
}

// say puts the arguments, each said in words, into the other language's text.
// What is quoted are others' words, and stays as it is.
func (f *format) say(args []string, in func(string) string) string {
	all := ""
	for _, p := range pieces(f.text) {
		switch {
		case p.arg < 0:
			all = glue(all, p.fixed)
		case p.arg < len(args) && f.verbs[p.arg] == 'q':
			all += args[p.arg]
		case p.arg < len(args):
			all = glue(all, in(args[p.arg]))
		}
	}
	return all
}
