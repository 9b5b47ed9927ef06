package check

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// killedPerhaps notes that a command was killed which need not have been, perhaps
// because there was no processor for it: then it has not shown what it was to.
func (s *script) killedPerhaps(reply string) {
	if !s.limited || s.lastPace() || !strings.Contains(reply, "killed after ") {
		return
	}
	s.starved = s.process().Starved()
	s.vague = s.vague || s.dozed()
}

// swift notes that commands ran further apart than a timer of the first that goes
// on would reach: then the last has not shown that there is none.
func (s *script) swift(args []string) {
	most := s.hurry * time.Duration(s.number("swift", args[1])) / 10
	var said, answered []time.Duration
	for _, e := range s.log.Events() {
		switch {
		case e.Conn != args[0] || e.Size == 0:
		case e.From == wire.FromChecker:
			said = append(said, e.At)
		case e.From == wire.FromProgram:
			answered = append(answered, e.At)
		}
	}
	if len(said) == 0 || len(answered) == 0 {
		s.misuse("swift %s: nothing was said and answered there", args[0])
	}
	s.vague = s.vague || answered[len(answered)-1]-said[0] > most
}

// namesAnotherLimit reports whether the last line of the reply tells of a kill
// after another time than the one that was given. That comes of no slow machine.
// A part of the right time may be all that has come, and behind it, without a
// newline, may stand what the next command is answered.
func (s *script) namesAnotherLimit(reply []byte) bool {
	lines := strings.Split(strings.Trim(string(reply), "\r\n"), "\n")
	limit, killed := strings.CutPrefix(lines[len(lines)-1], "killed after ")
	right := s.hurry.String()
	return killed && !strings.HasPrefix(right, limit) && !strings.HasPrefix(limit, right)
}

// tellsWrongly reports whether a command was killed when it was to be, and how the
// reply tells of it is wrong: the notice is there and behind other text on its line,
// the command had printed all that it was to, or something in front of what is told.
// Any of the commands may have had no processor for the short time, and then a right
// program's reply holds a part of what was to be printed, or nothing, and a notice.
func (s *script) tellsWrongly(e tutor.Evidence) bool {
	notice, text := strings.Join([]string{"killed after", s.hurry.String()}, " "), bytes.TrimRight(e.Want, "\r\n")
	lines := strings.FieldsFunc(string(e.Got), func(r rune) bool { return r == '\r' || r == '\n' })
	amiss := slices.ContainsFunc(lines, func(line string) bool { return strings.Index(line, notice) > 0 })
	switch {
	case string(text) == notice:
		return amiss
	case slices.Contains(e.Expected, notice):
		return amiss || s.gap(e.Got, text, notice) || len(text) > 0 && bytes.HasPrefix(e.Got, text)
	}
	return false
}

// gap reports whether something stands between the first notice and the text that
// the next command prints, of which a second notice may leave a part.
func (s *script) gap(got, text []byte, notice string) bool {
	_, told, _ := bytes.Cut(got, []byte(notice+"\n"))
	told, _, _ = bytes.Cut(told, []byte(notice))
	return s.frames == "" && !bytes.HasPrefix(text, bytes.TrimRight(told, "\r\n"))
}
