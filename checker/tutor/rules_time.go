package tutor

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// timeRules are about a server that is asked for the time in a format.
var timeRules = []Rule{
	{
		Mistake: "directive-missing",
		Needs:   "one directive came back as it is, and others were answered before",
		Say:     "This directive came back as it is: your program does not know it, and copies it as it should copy unknown ones. It is one of those that the lesson lists. Add it.",
		Matches: timely(func(e *Evidence) bool {
			return string(e.Got) == e.Asked && len(e.Got) == 2 && e.Got[0] == '%' && e.Zone != "" && e.Turns > 0
		}),
	},
	{
		Mistake: "strftime-passed-to-format",
		Needs:   "the format came back with its directives in it",
		Say:     "The directives came back as they are. Go's Format does not know percent letters: translate each one.",
		Matches: timely(func(e *Evidence) bool {
			return string(e.Got) == e.Asked && strings.Contains(e.Asked, "%") && !strings.Contains(e.Asked, "%%")
		}),
	},
	{
		Mistake: "no-default-for-empty",
		Needs:   "an empty question has no answer, or an empty one, and the server runs",
		Say:     "An empty question is a question, too: it means the format \"%Y-%m-%d %X\".",
		Matches: packets(isServer, one(NoReply, WrongBytes), not(exited), func(e *Evidence) bool {
			return e.Asked == "" && e.sentEmpty() && len(e.Want) > 0 && len(e.Got) == 0
		}),
	},
	{
		Mistake: "byte-loop-breaks-utf8",
		Needs:   "a format with other characters than ASCII comes back longer, and its ASCII is right",
		Say:     "A byte became a character: string(oneByte) makes a rune of it, and one above 127 is written as two bytes. Append bytes to a []byte.",
		Matches: timely(func(e *Evidence) bool {
			return !isASCII(e.Want) && len(e.Got) > len(e.Want) && utf8.Valid(e.Got) && bytes.Equal(asciiOnly(e.Got), asciiOnly(e.Want))
		}),
	},
	{
		Mistake: "percent-percent",
		Needs:   "only formats with %% in them come out wrong",
		Say:     "%% is one percent sign, and the letter behind it is a letter. Go through the format once, from left to right, two bytes for each directive; do not replace one directive after the other.",
		Matches: timely(func(e *Evidence) bool {
			return strings.Contains(e.Asked, "%%") && digitless(e.Got) != digitless(e.Want)
		}),
	},
	{
		Mistake: "unknown-verb-or-lonely-percent",
		Needs:   "a format with an unknown directive, or with a percent sign at its end, comes out changed or ends the server",
		Say:     "What is no directive stays as it is, the percent sign included; and the format may end right behind a percent sign. Before you look at the next byte: is there one, and do you know it?",
		Matches: packets(isServer, one(WrongBytes, NoReply, EndedEarly), func(e *Evidence) bool {
			return strings.Contains(e.Asked, "%") && e.Asked == string(e.Want) && !exitedZero(e) && (e.Kind == WrongBytes || e.Exited)
		}),
	},
	{
		Mistake: "reply-larger-than-datagram",
		Needs:   "after a question whose answer does not fit into a datagram the server answers no more",
		Say:     "The answer did not fit into a datagram, and WriteTo told you (\"message too long\"). That is the trouble of whoever asked for so much: log it, and go on.",
		Matches: packets(isServer, one(NoReply, EndedEarly), exited, func(e *Evidence) bool { return strings.Contains(strings.ToLower(e.Stderr), "message too long") }),
	},
	{
		Mistake: "now-ignored",
		Needs:   "the clock should stand still at a moment, and the answer is the time of today",
		Say:     "You asked this machine's clock. The server is given one: the function now. It may stand still.",
		Matches: timely(func(e *Evidence) bool { return e.Today != "" && e.Zone == "UTC" && e.Today == string(e.Got) }),
	},
	{
		Mistake: "padding",
		Needs:   "the right number with too many or too few zeros or blanks before it",
		Say:     "The number is right, its width is not. Days, months, hours, minutes, seconds and weeks have two digits, %j has three, %w has one; in %c the day is filled with a blank.",
		Matches: timely(func(e *Evidence) bool {
			return e.Zone != "" && squeeze(e.Got) == squeeze(e.Want) && len(e.Got) > 0 && !forNames[e.Asked]
		}),
	},
	{
		Mistake: "clock-asked-once",
		Needs:   "asked again a second later, the server tells the same time",
		Say:     "Your clock stands still. It was asked once, at the start, or seldom; ask it anew for each question: call now() in the loop.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool { return e.Frozen }),
	},
	{
		Mistake: "now-goes-on",
		Needs:   "asked with %X again a second later, or with %S after right answers to it, a server with -now tells a time that is some seconds later",
		Say:     "Your clock runs. -now names the one moment that the server is to tell, however long it runs: call now() and add nothing to it.",
		Matches: timely(func(e *Evidence) bool {
			return e.Flag("-now") && (strings.HasPrefix(e.Asked, "%X") && e.Turns > 0 && secondsLater(e.Got, e.Want) || e.secondsRunOn())
		}),
	},
	{
		Mistake: "week-number-off",
		Needs:   "in UTC %U or %W is wrong, alone or in a text, and %j is right",
		Say:     "The week is counted wrongly. Weeks begin on Sunday for %U and on Monday for %W; the days before the first such day of the year are week 00. They are not the weeks of ISO 8601.",
		Matches: timely(func(e *Evidence) bool {
			return e.Zone == "UTC" && slices.Contains([]string{"%U", "%W", "week %U or %W, day %w (%j)"}, e.Asked)
		}),
	},
	{
		Mistake: "day-of-year-off",
		Needs:   "%j is 000 on the first of January",
		Say:     "%j counts the days of the year from 001: the first of January is 001 and not 000. In Go, YearDay counts like that.",
		Matches: timely(func(e *Evidence) bool { return e.Asked == "%j" && string(e.Want) == "001" && string(e.Got) == "000" }),
	},
	{
		Mistake: "weekday-number-off",
		Needs:   "%w is wrong",
		Say:     "%w is the weekday as a number, 0 for Sunday to 6 for Saturday. time.Weekday counts like that.",
		Matches: timely(func(e *Evidence) bool { return e.Asked == "%w" && e.Zone == "UTC" }),
	},
	{
		Mistake: "twelve-hour-clock",
		Needs:   "%I or %H is off by twelve hours, or by twenty-four, or %p is wrong",
		Say:     "The hour is counted wrongly. %H goes from 00 to 23, %I from 01 to 12: an hour after midnight and an hour after noon are both 01, and midnight and noon are 12; %p tells AM from PM.",
		Matches: timely(func(e *Evidence) bool {
			return e.Asked == "%p" && (string(e.Got) == "AM" || string(e.Got) == "PM") || (e.Asked == "%I" || e.Asked == "%H" && e.Zone == "UTC") && sameHour(e.Got, e.Want)
		}),
	},
	{
		Mistake: "zone-confusion",
		Needs:   "the time is off by whole quarters of an hour, and not by twelve hours; or in another zone %z is that of UTC, and the time is right",
		Say:     "You answered in another zone than the clock's. time.Now is local already, and a moment with an offset tells the time there: convert neither.",
		Matches: timely(func(e *Evidence) bool {
			return e.Shifted || e.Zone != "" && e.Zone != "UTC" && e.Asked == "%z" && string(e.Got) == "+0000"
		}),
	},
	{
		Mistake: "zone-confusion",
		Needs:   "of \"%z %Z\" one is that of the zone which TZ names, and the other is +0000 or the short name of another one",
		Say:     "The offset and the name of the zone do not belong together. Both are properties of the moment: ask the time itself for them (the layouts -0700 and MST), and write neither into the program.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			got, want := strings.Fields(string(e.Got)), strings.Fields(string(e.Want))
			return e.Asked == "%z %Z" && len(got) == 2 && len(want) == 2 &&
				(got[0] == want[0] && got[1] != want[1] && namesZone(got[1]) || got[1] == want[1] && got[0] == "+0000")
		}),
	},
	{
		Mistake: "layout-guessed",
		Needs:   "%p gives am or pm in small letters",
		Say:     "The letters are small. In Go's layouts PM stands for AM and PM, and pm for am and pm; %p is the first.",
		Matches: timely(func(e *Evidence) bool {
			return e.Asked == "%p" && bytes.EqualFold(e.Got, e.Want)
		}),
	},
	{
		Mistake: "layout-guessed",
		Needs:   "in a Go program that calls Format a directive gives in UTC something else than it means, or its parts in another order; but %j no number of three digits, and %z, in any zone, no offset",
		Say:     "The directive stands for something else. Go's layouts are the moment Mon Jan 2 15:04:05 2006: month 01, day 02, hour 15 (or 03), minute 04, second 05, year 06. A layout with other numbers in it prints other things.",
		Matches: timely(func(e *Evidence) bool {
			return e.callsFormat() && e.fromLayout() && !secondsOff(e.Got, e.Want)
		}),
	},
}

// timely returns a condition on a wrong answer to a question for the time.
func timely(and func(*Evidence) bool) func(*Evidence) bool {
	return packets(isServer, kind(WrongBytes), (*Evidence).tellsTime, and)
}

// tellsTime reports whether the program was asked for the time.
func (e *Evidence) tellsTime() bool { return e.Flag("-now") || e.Zone != "" }

// digitless returns text without its digits.
func digitless(text []byte) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, string(text))
}

// secondsOff reports whether got is want but for the two digits behind the
// last colon: a clock that goes on looks like that.
func secondsOff(got, want []byte) bool {
	colon := bytes.LastIndexByte(want, ':')
	return len(got) == len(want) && colon > 0 && bytes.Equal(got[:colon], want[:colon]) &&
		bytes.Equal(got[min(colon+3, len(got)):], want[min(colon+3, len(want)):])
}

// secondsLater reports whether both texts begin with a time of day, and that of
// got is up to ten seconds later.
func secondsLater(got, want []byte) bool {
	const layout = time.TimeOnly
	a, err := time.Parse(layout, string(got[:min(len(got), len(layout))]))
	b, err2 := time.Parse(layout, string(want[:min(len(want), len(layout))]))
	return err == nil && err2 == nil && a.After(b) && a.Sub(b) <= 10*time.Second
}

// squeeze takes zeros and blanks off that fill up numbers.
func squeeze(text []byte) string {
	var words []string
	for _, word := range strings.Fields(string(text)) {
		trimmed := strings.TrimLeft(word, "0")
		if trimmed == "" {
			trimmed = "0" // nothing but zeros
		}
		words = append(words, trimmed)
	}
	return strings.Join(words, " ")
}
