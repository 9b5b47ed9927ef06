package check

import (
	"fmt"
	"math/bits"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/wire"
)

const shownLines = 12 // of standard error in an explanation

// lastLines returns the end of text, without the goroutine dump that the
// checker itself has asked for. A crash is shown from its reason on: behind
// that come the traces of many goroutines, and they tell less.
func lastLines(text string) string {
	text, _, _ = strings.Cut(text, "SIGQUIT: quit\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	before := max(len(lines)-shownLines, 0)
	if reason := slices.IndexFunc(lines, crashes); reason >= 0 {
		before = min(before, reason)
	}
	shown := slices.Clone(lines[before:min(before+shownLines, len(lines))])
	if behind := len(lines) - before - len(shown); behind > 0 {
		shown = append(shown, fmt.Sprintf("[%s behind]", count(behind, "line")))
	}
	if before > 0 {
		shown = append([]string{fmt.Sprintf("[%s before]", count(before, "line"))}, shown...)
	}
	return strings.Join(shown, "\n")
}

// crashes reports whether a line is the first that Go writes when a program
// crashes.
func crashes(line string) bool {
	return strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")
}

// turnedRound returns a port with its two bytes in the other order, as it is read
// where they are not turned round (ntohs).
func turnedRound(port string) string {
	n, _ := strconv.ParseUint(port, 10, 16) // callers have numbers
	return strconv.Itoa(int(bits.ReverseBytes16(uint16(n))))
}

// logged returns the lines of standard error but for "listening on ADDR", which
// tells of no caller.
func logged(stderr string) string {
	var rest strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(stderr, "\r", "\n")) {
		if !strings.HasPrefix(strings.TrimSpace(line), "listening on ") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// ownAddress reports whether a word is the host or the port where the server
// listens, and of no caller's address.
func (s *script) ownAddress(word string) bool {
	host, port, err := net.SplitHostPort(s.addr)
	if err != nil || word != host && word != port {
		return false
	}
	return !slices.ContainsFunc(s.open, func(c *wire.Conn) bool { return c.Local().Addr().String() == word })
}

// callerFrom names the one who calls from a port, or nobody.
func (s *script) callerFrom(port string) string {
	for _, c := range s.open {
		if strconv.Itoa(int(c.Local().Port())) == port {
			return c.Name
		}
	}
	return ""
}

// choked reports whether a sanitizer in the program has found no memory. It has as
// much as it wants in the program that was named, and not in one that a script starts.
func (s *script) choked() bool {
	return s.prog != nil && !s.prog.Binary.Vast && strings.Contains(string(s.prog.Stderr.Bytes()), "Sanitizer failed to allocate")
}

// groupMarks stand between the thousands of a number, as one language or another
// has it; the last four are a no-break, a thin and a narrow no-break space, and
// the apostrophe of print.
var groupMarks = []string{",", ".", "_", "'", " ", "\u00a0", "\u2009", "\u202f", "\u2019"}

// holdsGrouped reports whether a number stands in a line with its digits in groups
// of three and one mark between all of them: 1000 as 1,000, and not in 1,000,000.
func holdsGrouped(line, number string) bool {
	digits := strings.TrimPrefix(number, "-")
	if _, err := strconv.ParseUint(digits, 10, 64); err != nil || len(digits) < 4 {
		return false
	}
	sign := strings.TrimSuffix(number, digits)
	return slices.ContainsFunc(groupMarks, func(mark string) bool {
		grouped := digits[:(len(digits)-1)%3+1]
		for at := len(grouped); at < len(digits); at += 3 {
			grouped += mark + digits[at:at+3]
		}
		all := regexp.MustCompile(`-?\d+(?:`+regexp.QuoteMeta(mark)+`\d+)*`).FindAllString(line, -1)
		return slices.Contains(all, sign+grouped) || slices.Contains(all, "-"+grouped)
	})
}
