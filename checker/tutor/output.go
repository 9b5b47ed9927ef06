package tutor

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// first returns the text of the first line that should be on standard output,
// without an address in brackets before it.
func (e *Evidence) first() string {
	line, _, _ := strings.Cut(string(e.Want), "\n")
	if head, text, ok := strings.Cut(line, "] "); ok && strings.HasPrefix(head, "[") {
		return text
	}
	return line
}

// printedNumbers reports whether the first bytes of the text are printed as
// numbers.
func (e *Evidence) printedNumbers() bool {
	text := e.first()
	if len(text) < 8 {
		return false
	}
	numbers := strings.Trim(fmt.Sprint([]byte(text[:8])), "[]")
	return strings.Contains(e.Stdout, numbers) || strings.Contains(e.Stdout, strings.ReplaceAll(numbers, " ", ", "))
}

// printedQuoted reports whether the text stands between quotes, right at its
// ends.
func (e *Evidence) printedQuoted() bool {
	text := e.first()
	return len(text) >= 8 && (strings.Contains(e.Stdout, "'"+text+"'") || strings.Contains(e.Stdout, `"`+text+`"`))
}

// behindBlank reports whether the line that is awaited was typed right behind a
// blank one, and every line before that has come.
func (e *Evidence) behindBlank() bool {
	solid := 0 // lines before this one that are not blank
	for i, line := range e.Typed {
		if i > 0 && line == string(e.Want) && strings.TrimSpace(e.Typed[i-1]) == "" && e.Turns >= solid && len(e.Got) == 0 {
			return true
		}
		if strings.TrimSpace(line) != "" {
			solid++
		}
	}
	return false
}

func (e *Evidence) typedBlank() bool {
	for _, line := range e.Typed {
		if strings.TrimSpace(line) == "" {
			return true
		}
	}
	return false
}

// containsLines reports whether every line of want stands somewhere in text,
// one behind the other.
func containsLines(text, want string) bool {
	for line := range strings.Lines(want) {
		line = strings.TrimSuffix(line, "\n")
		at := strings.Index(text, line)
		if at < 0 {
			return false
		}
		text = text[at+len(line):]
	}
	return true
}

// sameButBlank reports whether two texts have the same lines but for blank ones.
func sameButBlank(a, b string) bool {
	solid := func(text string) (lines []string) {
		for line := range strings.Lines(text) {
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				lines = append(lines, line)
			}
		}
		return lines
	}
	return slices.Equal(solid(a), solid(b))
}

// wantInReads returns what should be on standard output, with a newline behind
// every 1024 bytes of a longer line: lesson07's caller prints so many at once.
func (e *Evidence) wantInReads() string {
	const once = 1024
	var parts []string
	for line := range strings.Lines(string(e.Want)) {
		for ; len(line) > once+1; line = line[once:] {
			parts = append(parts, line[:once]+"\n")
		}
		parts = append(parts, line)
	}
	return strings.Join(parts, "")
}

// traces are how the stack traces of Go, Python, Node.js and Java begin or end,
// and what Rust says of a panic.
var traces = regexp.MustCompile(`(?m)^(goroutine 1 \[|Traceback \(most recent call last\)|Node\.js v\d|Exception in thread "|thread '[^']*'( \(\d+\))? panicked at )`)

// HasTrace reports whether text holds a stack trace, or what Rust says in place
// of one.
func HasTrace(text string) bool { return traces.MatchString(text) }

// tellsOf reports whether text holds one of these words, in any case. The words
// are in small letters.
func tellsOf(text string, words ...string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// formatted reports whether what was printed is right up to the first percent
// sign, goes on as other text does at once, and has lost a percent sign; or ends
// right before one, after no round number of bytes in its line.
func (e *Evidence) formatted() bool {
	got, want := bytes.TrimSpace(e.Got), bytes.TrimSpace(e.Want)
	i, same := bytes.IndexByte(want, '%'), commonLength(got, want)
	if i > 0 && same == len(got) && same < len(want) && want[same] == '%' {
		return !round(same - bytes.LastIndexByte(got, '\n') - 1)
	}
	lost := bytes.Count(got, []byte("%")) < bytes.Count(want, []byte("%")) ||
		i > 0 && bytes.HasPrefix(want[i:], []byte("% %d")) && bytes.HasPrefix(got[min(i, len(got)):], []byte("%d")) // "% %" is a percent sign, and %s may be any text
	return i > 0 && i <= same && same < i+len("% %d") && same < min(len(got), len(want)) && lost
}

// staleTails reports whether each line that is printed is the reply, and behind
// some of them stands all that a buffer for replies still holds of those before.
func (e *Evidence) staleTails() bool {
	got, want := strings.Split(e.Stdout, "\n"), strings.Split(string(e.Want), "\n")
	buffer, stale := "", false
	for i, line := range want {
		if i >= len(got) {
			return false
		}
		tail, ok := strings.CutPrefix(got[i], line)
		left := buffer[min(len(line), len(buffer)):]
		if !ok || tail != "" && tail != left {
			return false
		}
		buffer, stale = line+left, stale || tail != ""
	}
	return stale && len(got) == len(want)
}

// runsTogether reports whether standard output is a text of several lines, with
// fewer newlines.
func (e *Evidence) runsTogether(text string) bool {
	return flat(e.Stdout) == flat(text) && strings.Count(e.Stdout, "\n") < strings.Count(text, "\n")
}

func flat(text string) string { return strings.ReplaceAll(text, "\n", "") }

// linesInOne reports whether a caller has said several of the lines that were
// typed in one piece, with the newlines between them.
func (e *Evidence) linesInOne() bool {
	return onStream(e) && slices.ContainsFunc(e.Wire, func(event wire.Event) bool {
		if event.Conn != e.Conn || event.From != wire.FromProgram {
			return false
		}
		for i := range max(len(e.Typed)-1, 0) {
			if e.Typed[i] != "" && e.Typed[i+1] != "" && bytes.Contains(event.Bytes, []byte(e.Typed[i]+"\n"+e.Typed[i+1])) {
				return true
			}
		}
		return false
	})
}

// isStale reports whether got is want and behind it what a buffer still holds of
// something longer that the checker said before.
func (e *Evidence) isStale(got, want string) bool {
	extra, ok := strings.CutPrefix(got, want)
	if !ok || extra == "" {
		return false
	}
	var before []string
	for _, event := range e.Wire {
		if (e.Conn == "" || event.Conn == e.Conn) && event.From == wire.FromChecker && event.Size > 0 {
			before = append(before, string(event.Bytes))
		}
	}
	n := len(before) - 1
	return n > 0 && slices.ContainsFunc(before[:n], func(text string) bool {
		return len(text) > len(before[n]) && strings.HasPrefix(text[len(before[n]):], extra)
	})
}
