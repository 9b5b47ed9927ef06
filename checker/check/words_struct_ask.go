package check

import (
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// askStruct runs the program with the words of a row and judges what it says.
func (s *script) askStruct(r structRow, rows []structRow) {
	status, got, right := s.hear(r)
	if !right && s.shorter(r, rows) {
		status, got, _ = s.hear(r) // nothing by itself is wrong
	}
	e := tutor.Evidence{Want: []byte(strings.Join(r.lines, "\n")), Got: []byte(got), Saying: r.saying}
	asked := strings.Join(quoted(r.words), " ")
	switch {
	case r.lines == nil && status.Code == 0:
		e.Kind = tutor.NotRefused
		s.fail(e, "%s is to be refused; the program printed %.60q", asked, got)
	case r.lines == nil:
		s.refused(e, r, asked, status)
	case status.Code != 0:
		e.Kind = tutor.WrongAnswer
		s.probe(&e, r)
		s.fail(e, "the program ended with %v for %s; want %.60q", status, asked, e.Want)
	case !right:
		e.Kind = tutor.WrongAnswer
		s.probe(&e, r)
		line, g, w := apart(got, r.lines)
		switch {
		case line > 1:
			s.fail(e, "for %s line %d is %.60q; want %.60q", asked, line, g, w)
		case !strings.HasPrefix(w, "…"):
			g, w = got, string(e.Want)
		}
		s.fail(e, "for %s the program printed %.60q; want %.60q", asked, g, w)
	}
}

// probe asks the program for what tells a mistake from its neighbours, and then
// for the row once more: the failure is about those words.
func (s *script) probe(e *tutor.Evidence, r structRow) {
	has := func(codes string) bool { return strings.ContainsAny(r.words[1], codes) }
	if words := tutor.OtherSign(r.words); words != nil {
		e.Probes.Sign = s.runWith(words).Code == 0
	}
	if has("0") && r.words[0] != "unpack" {
		whole := map[string]structRow{
			"size": {words: []string{"size", "bi"}, lines: []string{"8"}},
			"pack": {words: []string{"pack", "bi", "1", "0"}, lines: []string{"0100000000000000"}},
		}
		_, _, e.Probes.Holes = s.hear(whole[r.words[0]])
	}
	if has("x") && r.words[0] != "size" {
		skipped := map[string]structRow{
			"pack":   {words: []string{"pack", "<3xB", "7"}, lines: []string{"00000007"}},
			"unpack": {words: []string{"unpack", "<3xB", "00000007"}, lines: []string{"7"}},
		}
		_, _, e.Probes.Skips = s.hear(skipped[r.words[0]])
	}
	if has("s") {
		e.Probes.Texts = s.runWith([]string{"pack", "<2s", "a", "b"}).Code == 0
	}
	if has("f") {
		_, _, e.Probes.Double = s.hear(longDouble)
	}
	s.hear(r)
}

// longDouble is a number that takes 17 digits and an exponent.
var longDouble = structRow{words: []string{"unpack", "<d", "da0d70f4602edfbd"}, lines: []string{"-1.1343642441124013e-10"}}

// apart returns the first line that differs, counted from 1, as it came and as
// it should be. Of a long one the beginning that is right is left out.
func apart(got string, want []string) (line int, g, w string) {
	lines := strings.Split(got, "\n")
	at := func(all []string) string {
		if line < len(all) {
			return all[line]
		}
		return ""
	}
	for line < len(lines) && line < len(want) && sameLines(lines[line:line+1], want[line:line+1]) {
		line++
	}
	g, w = at(lines), at(want)
	same := 0
	for same < len(g) && same < len(w) && g[same] == w[same] {
		same++
	}
	if from := same - 20; from > 20 {
		g, w = "…"+g[from:], "…"+w[from:]
	}
	return line + 1, g, w
}

// hear runs the program with the words of a row, and reports whether it
// printed the row's lines.
func (s *script) hear(r structRow) (status program.Status, got string, right bool) {
	status = s.runWith(r.words)
	got = strings.TrimRight(strings.ReplaceAll(string(s.prog.Stdout.Bytes()), "\r", ""), "\n")
	return status, got, status.Code == 0 && sameLines(strings.Split(got, "\n"), r.lines)
}

// refused wants exit status 1 and the right words.
func (s *script) refused(e tutor.Evidence, r structRow, asked string, status program.Status) {
	stderr := string(s.prog.Stderr.Bytes())
	if status.Code == 1 && tutor.HasTrace(stderr) {
		e.Kind = tutor.BadExit
		s.fail(e, "for %s the program ended with a trace on standard error; want one line there that says why", asked)
	}
	if status.Code != 1 || strings.Contains(stderr, notWritten) {
		e.Kind = tutor.BadExit
		s.fail(e, "for %s the program ended with %v; want exit status 1 and one line on standard error that says why", asked, status)
	}
	words := strings.Fields(r.saying)
	if strings.HasPrefix(r.saying, "'") {
		words = []string{r.saying}
	}
	if !lineWith(stderr, words) {
		e.Kind = tutor.NoWords
		s.fail(e, "for %s no line of standard error says %s", asked, strings.Join(quoted(words), " and "))
	}
}

// sameLines reports whether the lines mean the same: the same text, however Go
// quotes it, or, of numbers with a point or an exponent, the same number.
func sameLines(got, want []string) bool {
	return slices.EqualFunc(got, want, func(g, w string) bool {
		if g == w || quotedToo(g, w) || !strings.HasPrefix(w, `"`) && strings.EqualFold(g, w) {
			return true
		}
		a, err := strconv.ParseFloat(g, 64)
		b, err2 := strconv.ParseFloat(w, 64)
		return err == nil && err2 == nil && a == b && strings.ContainsAny(w, ".e") && !strings.HasPrefix(w, `"`)
	})
}

// quotedToo reports whether g is what w quotes, as another of Go's verbs has it:
// %+q, or %q of a byte.
func quotedToo(g, w string) bool {
	text, err := strconv.Unquote(w)
	if err != nil || !strings.HasPrefix(w, `"`) {
		return false
	}
	one := len(text) == 1 && (g == strconv.QuoteRune(rune(text[0])) || g == strconv.QuoteRuneToASCII(rune(text[0])))
	return one || g == strconv.QuoteToASCII(text)
}
