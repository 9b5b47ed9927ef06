package tutor

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"socketworkshop/checker/wire"
)

// secondsRunOn reports whether the seconds alone were asked for, as before with
// a right answer, and are up to ten too many.
func (e *Evidence) secondsRunOn() bool {
	asked := 0
	for _, event := range e.Wire {
		if event.Datagram && event.From == wire.FromChecker && bytes.Equal(event.Bytes, []byte("%S")) {
			asked++ // a wrong answer would have ended the check
		}
	}
	got, err := strconv.Atoi(string(e.Got))
	want, err2 := strconv.Atoi(string(e.Want))
	later := (got - want + 60) % 60
	return e.Asked == "%S" && asked > 1 && err == nil && err2 == nil && 0 < later && later <= 10
}

var offset = regexp.MustCompile(`^[+-]\d{4}$`)

// isOffset reports whether text has the form of %z.
func isOffset(text []byte) bool { return offset.Match(text) }

// callsFormat reports whether the program is in Go and has times written by
// layouts.
func (e *Evidence) callsFormat() bool {
	for _, text := range e.Source {
		if strings.Contains(text, "Format(") {
			return true
		}
	}
	return false
}
