package main

import (
	"fmt"
	"time"
)

// layouts holds the directives that the package time can write, as they are in
// the C locale.
var layouts = map[byte]string{
	'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January",
	'd': "02", 'm': "01", 'y': "06", 'Y': "2006", 'j': "002",
	'H': "15", 'I': "03", 'p': "PM", 'M': "04", 'S': "05",
	'c': "Mon Jan _2 15:04:05 2006", 'x': "01/02/06", 'X': "15:04:05",
	'z': "-0700", 'Z': "MST",
}

// strftime returns format with every directive replaced by what it means at t.
// What is no directive, and a percent sign at the end, stays as it is.
func strftime(format []byte, t time.Time) []byte {
	var text []byte
	for i := 0; i < len(format); i++ {
		if format[i] == '%' && i+1 < len(format) {
			if value, ok := directive(format[i+1], t); ok {
				text = append(text, value...)
				i++ // its letter is used up
				continue
			}
		}
		text = append(text, format[i])
	}
	return text
}

// directive returns what the directive with this letter means at t; ok is
// false when there is none.
func directive(letter byte, t time.Time) (value string, ok bool) {
	if layout, ok := layouts[letter]; ok {
		return t.Format(layout), true
	}
	switch letter {
	case '%':
		return "%", true
	case 'w':
		return fmt.Sprint(int(t.Weekday())), true
	case 'U':
		return fmt.Sprintf("%02d", week(t, time.Sunday)), true
	case 'W':
		return fmt.Sprintf("%02d", week(t, time.Monday)), true
	}
	return "", false
}

// week returns the number of the week at t, where weeks begin on first. The
// days before the first such day of the year are week 0.
func week(t time.Time, first time.Weekday) int {
	since := (int(t.Weekday()) - int(first) + 7) % 7 // days since the week began
	return (t.YearDay() - 1 - since + 7) / 7
}
