package check

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// transferred is what a line has that tells of a transfer, or of its progress.
var transferred = regexp.MustCompile(`\b(?:put|get) .+ [0-9]+ bytes\b|[0-9] ?%`)

// confirms wants these lines on standard output, once the program has ended, and
// no others that tell of a transfer. A line may begin with a prompt, and go on
// behind what is wanted of it.
func (s *script) confirms(lines []string) {
	s.ended()
	stdout := s.prog.Stdout.Bytes()
	missing, more := lines, false
	for line := range strings.Lines(string(stdout)) {
		if len(missing) > 0 && strings.Contains(strings.TrimRight(line, "\r\n")+" ", missing[0]+" ") {
			missing = missing[1:]
		} else {
			more = more || transferred.MatchString(line)
		}
	}
	if len(missing) > 0 || more {
		want := strings.Join(append(lines, ""), "\n")
		s.fail(tutor.Evidence{Kind: tutor.BadOutput, Conn: s.lastConn(), Want: []byte(want), Got: stdout}, "standard output is not what was to be confirmed")
	}
}

// cutShort sends a message several times, each time only a part of it, the first
// time most of it, and then hangs up or breaks off.
func (s *script) cutShort(args []string) {
	n, err := strconv.Atoi(args[0])
	frame := args[1]
	if err != nil || n < 1 || len(frame) < 2 {
		s.misuse("cutshort %s: want a number and a message", args[0])
	}
	s.noteMessages(args[1:])
	for i := range n {
		before := s.standing()
		name := fmt.Sprint("cut", i+1)
		c := s.dialTo(name, s.addr)
		at := 1 + s.random.IntN(len(frame)-1)
		if i == 0 {
			at = len(frame) * 9 / 10
		}
		s.sendOne(c, []byte(frame[:at]))
		if s.handed(c); i == 0 { // a reset would take with it what is not read yet
			s.arriving(c, before)
		}
		if i%2 == 0 {
			s.hangup([]string{name})
		} else {
			s.reset([]string{name})
		}
		s.closed([]string{name})
	}
}

// same wants two files with the same content.
func (s *script) same(args []string) {
	a, err := os.Open(args[0])
	if err != nil {
		s.misuse("same: %v", err)
	}
	defer a.Close() // only read
	e := tutor.Evidence{Kind: tutor.WrongFolder, Conn: s.lastConn()}
	e.Damage = tutor.Damage{Kind: tutor.Missing, File: args[1]}
	b, err := os.Open(args[1])
	if err != nil {
		s.fail(e, "the file that was to come is not there: %v", err)
	}
	defer b.Close() // only read
	left, right := make([]byte, heardAtOnce), make([]byte, heardAtOnce)
	for {
		n, err := io.ReadFull(a, left)
		m, _ := io.ReadFull(b, right) // a shorter file shows in m
		if n != m || !bytes.Equal(left[:n], right[:m]) {
			e.Damage.Kind = tutor.Mixed
			s.fail(e, "the file that has come is not the one that was sent")
		}
		if err != nil {
			return // at the end of both
		}
	}
}

// terminal gives the programs that are started from now on a terminal as
// standard error.
func (s *script) terminal([]string) { s.store.onTerminal = true }

// bar wants a progress bar on standard error: something that was drawn over, or a
// line that grew, and no more than 100 % of anything.
func (s *script) bar([]string) {
	s.ended()
	text := strings.ReplaceAll(string(s.prog.Stderr.Bytes()), "\r\n", "\n")
	if !strings.ContainsAny(text, "\r\b\x1b") && !grew(text) {
		s.fail(tutor.Evidence{Kind: tutor.BadProgress, Conn: s.lastConn()}, "standard error is a terminal, and no bar was drawn on it")
	}
	s.shares(text, math.Inf(-1)) // a dash before a number may be the end of the bar
}

// grew reports whether a text has bars that grew, each on a line: one of a file and
// perhaps one of its sum. More are the same bar, on a new line each time.
func grew(text string) bool {
	n := 0
	for line := range strings.Lines(text) {
		if marked(line) {
			n++
		}
	}
	return n == 1 || n == 2
}

// marked reports whether a line has the same mark many times, with nothing but
// blanks and numbers between.
func marked(line string) bool {
	const many = 8
	run, last := 0, rune(0)
	for _, r := range line {
		switch {
		case unicode.IsSpace(r) || unicode.IsDigit(r):
			continue
		case r != last:
			run, last = 0, r
		}
		if run++; run == many {
			return true
		}
	}
	return false
}

// share is a number with a percent sign behind it. Before it may stand a code that
// keeps the place of the cursor, or goes back there (xterm's ESC 7 and ESC 8). What
// stands before a comma may be another number.
var share = regexp.MustCompile(`(?:\x1b[78])?(-?[0-9]+(?:\.[0-9]+)?|NaN|[+-]?Inf) ?%`)

// plain wants a standard error without codes for a terminal, and without more
// than 100 % of anything.
func (s *script) plain([]string) {
	s.ended()
	text := string(s.prog.Stderr.Bytes())
	e := tutor.Evidence{Kind: tutor.BadProgress, Conn: s.lastConn()}
	if at := strings.IndexAny(text, "\x1b\u009b\b"); at >= 0 {
		e.Fault = "codes"
		s.fail(e, "standard error is no terminal, and holds %q", text[at:min(at+8, len(text))])
	}
	s.shares(text, 0)
}

// shares wants the shares in a text to be between least and 100 %.
func (s *script) shares(text string, least float64) {
	for _, m := range share.FindAllStringSubmatch(text, -1) {
		n, err := strconv.ParseFloat(m[1], 64)
		if err != nil || !(least <= n && n <= 100) { // NaN is neither
			e := tutor.Evidence{Kind: tutor.BadProgress, Conn: s.lastConn(), Fault: m[1] + " %"}
			s.fail(e, "standard error tells of %s", e.Fault)
		}
	}
}

// room bounds the files of the programs that are started from now on.
func (s *script) room(args []string) {
	n, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil || n < 1 {
		s.misuse("room %s: want a number of bytes", args[0])
	}
	if !program.CanLimit {
		s.stop(Skip, "this system cannot bound the files of a program")
	}
	s.store.maxFile = n
}

// fileLimitSignal is how the system calls SIGXFSZ.
const fileLimitSignal = "file size limit exceeded"

// notOfLimit skips the check where the program's language has ended it at the
// limit of its files: that is nobody's choice, and shows nothing.
func (s *script) notOfLimit() {
	if s.prog == nil || s.store.maxFile == 0 {
		return
	}
	if status, over := s.prog.Status(); over && status.Signal == fileLimitSignal {
		s.stop(Skip, "the program's language ends it where a file is too large")
	}
}
