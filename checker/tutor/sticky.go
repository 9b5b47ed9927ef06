package tutor

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"socketworkshop/checker/wire"
)

// laboratory reports whether the program was started as a server of lesson09.
func (e *Evidence) laboratory() bool {
	return e.Flag("-reads") || len(e.Args) > 0 && e.Args[0] == "count"
}

// flag returns the word behind a flag the program was started with, or "".
func (e *Evidence) flag(name string) string {
	for i, arg := range e.Args[:max(len(e.Args)-1, 0)] {
		if arg == name {
			return e.Args[i+1]
		}
	}
	return ""
}

// words returns how many words behind the flags the caller was started with.
func (e *Evidence) words() int {
	n := 0
	for i := 1; i < len(e.Args); i++ {
		switch {
		case e.Args[i] == "-addr" || e.Args[i] == "-gap":
			i++
		case !strings.HasPrefix(e.Args[i], "-"):
			n++
		}
	}
	return n
}

// reading returns a condition on serve of the laboratory.
func reading(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return every(and, e) && e.Flag("-reads")
	}
}

// lineReading reports whether a goroutine waits for a line.
func lineReading(e *Evidence) bool {
	return len(e.Sent()) > 0 && (inReadLine(e) || e.BlockedIn("bufio.(*Scanner).Scan"))
}

func inReadLine(e *Evidence) bool {
	return e.BlockedIn("bufio.(*Reader).ReadString", "bufio.(*Reader).ReadBytes", "bufio.(*Reader).ReadLine", "bufio.(*Reader).ReadSlice")
}

func sortedBytes(b []byte) string { return string(slices.Sorted(slices.Values(b))) }

var readLine = regexp.MustCompile(`(?m)^read (\d+) bytes: `)

// readLines returns the numbers of the lines "read N bytes".
func readLines(text []byte) (all []int) {
	for _, m := range readLine.FindAllSubmatch(text, -1) {
		n := 0
		_, _ = fmt.Sscan(string(m[1]), &n) // digits, as the pattern has it
		all = append(all, n)
	}
	return all
}

// zerosBehind reports whether the first text that is wrong is the right one with
// zeros behind it.
func zerosBehind(e *Evidence) bool {
	line, wanted, found := firstWrong(e)
	_, text, _ := strings.Cut(line, ": ")
	_, right, _ := strings.Cut(wanted, ": ")
	rest, ok := strings.CutPrefix(text, strings.TrimSuffix(right, "\"\n"))
	rest = strings.TrimSuffix(rest, "\"\n")
	return found && ok && rest != "" && strings.ReplaceAll(rest, `\x00`, "") == ""
}

// firstWrong returns the first line of what came that is another than was wanted
// in its place.
func firstWrong(e *Evidence) (got, want string, found bool) {
	wanted := slices.Collect(strings.Lines(string(e.Want)))
	for i, line := range slices.Collect(strings.Lines(string(e.Got))) {
		if i < len(wanted) && line != wanted[i] {
			return line, wanted[i], true
		}
	}
	return "", "", false
}

// joinsReads reports whether the first Read is said to have brought what
// should have come in all of them.
func joinsReads(e *Evidence) bool {
	got, want := readLines(e.Got), readLines(e.Want)
	sum := 0
	for _, n := range want {
		sum += n
	}
	return len(want) > 1 && len(got) > 0 && got[0] == sum
}

// A tally is a line that count has printed.
type tally struct {
	reads, messages     int
	sticking, splitting string
	line                string
	cutShort            bool // of what was expected: not all came
}

// counting returns a condition on what count has printed and should have.
func counting(matches func(got, want tally) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		if e.Kind != BadOutput || len(e.Args) == 0 || e.Args[0] != "count" {
			return false
		}
		got, ok := readTally(e.Got)
		want, ok2 := readTally(e.Want)
		expected := strings.Split(e.Args[len(e.Args)-1], ",")
		want.cutShort = want.messages < len(expected)
		return ok && ok2 && matches(got, want)
	}
}

func readTally(text []byte) (t tally, ok bool) {
	t.line = string(text)
	n, _ := fmt.Sscanf(t.line, "%d reads, %d messages, sticking: %s splitting: %s", &t.reads, &t.messages, &t.sticking, &t.splitting)
	return t, n == 4
}

// countsCharacters reports whether count has printed what comes of lengths in
// characters, of messages that each came in a Read of its own, on the second
// connection of the check. On the first, messages of ASCII were counted right.
func countsCharacters(e *Evidence) bool {
	var reads, messages []int
	var conns []string
	for _, event := range e.Wire {
		if event.From != wire.FromChecker || event.Size == 0 {
			continue
		}
		if !slices.Contains(conns, event.Conn) {
			conns, reads = append(conns, event.Conn), nil
		}
		reads = append(reads, event.Size)
	}
	expected := e.Args[len(e.Args)-1]
	for _, m := range strings.Split(expected, ",") {
		messages = append(messages, utf8.RuneCountInString(m))
	}
	return len(conns) == 2 && !isASCII([]byte(expected)) && counting(func(got, want tally) bool {
		tooMuch := got.sticking > want.sticking || got.splitting > want.splitting // yes where it is no; numbers alone never tell that
		return tooMuch && got == compared(reads, messages, got.line)
	})(e)
}

// compared returns the tally of reads and messages of these sizes, as lesson09
// has it.
func compared(reads, messages []int, line string) tally {
	t := tally{reads: len(reads), sticking: "no,", splitting: "no", line: line}
	readEnds, messageEnds := ends(reads), ends(messages)
	complete := 0
	for _, end := range messageEnds {
		if len(readEnds) == 0 || end > readEnds[len(readEnds)-1] {
			break
		}
		t.messages, complete = t.messages+1, end
		if !slices.Contains(readEnds, end) {
			t.sticking = "yes,"
		}
	}
	for _, end := range readEnds {
		if end < complete && !slices.Contains(messageEnds, end) {
			t.splitting = "yes"
		}
	}
	return t
}

// ends returns where pieces of these sizes end that lie in a row.
func ends(sizes []int) (all []int) {
	at := 0
	for _, size := range sizes {
		at += size
		all = append(all, at)
	}
	return all
}

// smallPiece is as many bytes as any buffer for reading has, or nearly any.
const smallPiece = 20

// inSmallPieces reports whether nothing that the checker said was longer.
func (e *Evidence) inSmallPieces() bool {
	return !slices.ContainsFunc(e.Wire, func(event wire.Event) bool {
		return event.From == wire.FromChecker && event.Size > smallPiece
	})
}

// quoted reports whether the first line of a text is what Go's %q prints.
func quoted(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	plain, err := strconv.Unquote(first)
	return err == nil && strconv.Quote(plain) == first
}

// countsRunes reports whether the first line that is wrong has the right text
// and the number of its characters.
func countsRunes(e *Evidence) bool {
	line, wanted, found := firstWrong(e)
	_, text, _ := strings.Cut(line, ": ")
	_, right, _ := strings.Cut(wanted, ": ")
	plain, err := strconv.Unquote(strings.TrimSuffix(text, "\n"))
	return found && err == nil && text == right && slices.Equal(readLines([]byte(line)), []int{utf8.RuneCountInString(plain)})
}

// readsOn reports whether a server of the laboratory has taken what came and
// told of no Read: it may be at its first one still.
func readsOn(e *Evidence) bool { return e.Flag("-reads") && len(readLines([]byte(e.Stdout))) == 0 }

// fullAtLast reports whether the first Read that was told of has filled its
// buffer.
func fullAtLast(e *Evidence) bool {
	first, _, _ := strings.Cut(e.flag("-reads"), ",")
	size, err := strconv.Atoi(first)
	read := readLines([]byte(e.Stdout))
	return err == nil && len(read) > 0 && read[0] == size
}
