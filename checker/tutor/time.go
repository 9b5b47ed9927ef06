package tutor

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"socketworkshop/checker/wire"
)

// secondsRunOn reports whether the seconds alone were asked for, as before,
// alone or among others, with a right answer, and are up to ten too many.
func (e *Evidence) secondsRunOn() bool {
	asked := 0
	for _, event := range e.Wire {
		if event.Datagram && event.From == wire.FromChecker && bytes.Contains(event.Bytes, []byte("%S")) {
			asked++ // a wrong answer would have ended the check, or led to this question
		}
	}
	got, err := strconv.Atoi(string(e.Got))
	want, err2 := strconv.Atoi(string(e.Want))
	later := (got - want + 60) % 60
	return e.Asked == "%S" && asked > 2 && err == nil && err2 == nil && 0 < later && later <= 10
}

var abbreviation = regexp.MustCompile(`^[A-Z]{3,5}$`)

// namesZone reports whether text is the short name of a zone, as in UTC.
func namesZone(text string) bool { return abbreviation.MatchString(text) }

var (
	dayOfYear = regexp.MustCompile(`^\d{3}$`)
	offset    = regexp.MustCompile(`^[+-]\d{4}$`)
)

// fromLayout reports whether one directive was asked for, and what came may
// come of a layout: a day of the year or an offset of the right form was
// reckoned out, and what is wrong in one zone alone has the right layout.
func (e *Evidence) fromLayout() bool {
	switch e.Asked {
	case "%p":
		return false
	case "%j":
		return e.Zone == "UTC" && !dayOfYear.Match(e.Got)
	case "%z":
		return e.Zone != "" && !offset.Match(e.Got)
	}
	return e.Zone == "UTC" && strings.HasPrefix(e.Asked, "%") && len(e.Asked) == 2 && (!forNames[e.Asked] || knownName(string(e.Got)))
}

// forNames are the directives that stand for names.
var forNames = map[string]bool{"%a": true, "%A": true, "%b": true, "%B": true}

// knownName reports whether a text has no letters, or names a month or a day of the
// week, as a layout does whatever it is.
func knownName(text string) bool {
	for i := range 12 {
		month, day := time.Month(i+1).String(), time.Weekday(i%7).String()
		if slices.Contains([]string{month, month[:3], day, day[:3]}, text) {
			return true
		}
	}
	return !strings.ContainsFunc(text, unicode.IsLetter)
}

// sameHour reports whether two hours differ by twelve, or by twenty-four.
func sameHour(got, want []byte) bool {
	a, err := strconv.Atoi(string(got))
	b, err2 := strconv.Atoi(string(want))
	return err == nil && err2 == nil && (a-b)%12 == 0
}

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
