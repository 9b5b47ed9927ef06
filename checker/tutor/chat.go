package tutor

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// onSeveralLines reports whether all parts of a message are printed, but not
// in one line.
func (e *Evidence) onSeveralLines() bool {
	parts := strings.Split(string(e.Want), " … ")
	for _, part := range parts {
		if !strings.Contains(e.Stdout, part) {
			return false
		}
	}
	return len(parts) > 1
}

// otherForm reports whether the first line that is missing of those wanted has
// its text on standard output in another form.
func (e *Evidence) otherForm() bool {
	if !e.Datagrams {
		return false
	}
	printed := map[string]bool{}
	for line := range strings.Lines(e.Stdout) {
		printed[strings.TrimSuffix(line, "\n")] = true
	}
	for line := range strings.Lines(string(e.Want)) {
		line = strings.TrimSuffix(line, "\n")
		if printed[line] {
			continue
		}
		_, text, ok := strings.Cut(line, "] ")
		return ok && strings.HasPrefix(line, "[") && strings.Contains(e.Stdout, text)
	}
	return false
}

// strayedToLater reports whether the wanted answer went to a socket that had
// asked later.
func (e *Evidence) strayedToLater() bool {
	last := map[string]int{}
	for i, event := range e.Wire {
		switch {
		case !event.Datagram:
		case event.From == wire.FromChecker:
			last[event.Conn] = i
		case event.Conn == e.Conn && bytes.Equal(event.Bytes, e.Want):
			return false // it came here, too
		}
	}
	return e.Astray != "" && last[e.Astray] > last[e.Conn]
}

// selects reports whether some goroutine of the learner's waits in a select.
func (e *Evidence) selects() bool {
	return slices.ContainsFunc(e.Places, func(p program.Place) bool { return strings.HasPrefix(p.State, "select") })
}

// typesAnswers reports whether the server was given lines to answer with.
func (e *Evidence) typesAnswers() bool { return isServer(e) && len(e.Typed) > 0 }

// typedFirst reports whether the checker typed a line before it sent the first
// datagram.
func (e *Evidence) typedFirst() bool {
	for _, event := range e.Wire {
		if event.Datagram {
			return false
		}
		if strings.HasPrefix(event.Note, "types ") {
			return true
		}
	}
	return false
}

// typedWord reports whether a line was typed that is this word.
func (e *Evidence) typedWord(word string) bool {
	for _, line := range e.Typed {
		if line == word {
			return true
		}
	}
	return false
}

// cutAtNewline reports whether a message with a newline in it is printed only
// up to there.
func (e *Evidence) cutAtNewline() bool {
	parts := strings.Split(string(e.Want), " … ")
	_, before, ok := strings.Cut(parts[0], "] ")
	if !ok || len(parts) != 2 || !strings.Contains(e.Stdout, parts[0]) || strings.Contains(e.Stdout, parts[1]) {
		return false
	}
	return bytes.Contains(e.heardBefore(), []byte(before+"\n"+parts[1]))
}

var escaped = regexp.MustCompile(`\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3})`)

// unquoted takes off the backslashes that most languages put into quoted text.
var unquoted = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\'`, `'`)

// otherLetters reports whether in the first line that is not as it should be
// the ASCII is right and nothing else is, or backslashes are too many.
func (e *Evidence) otherLetters() bool {
	got, want := strings.Split(e.Stdout, "\n"), strings.Split(string(e.Want), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] == want[i] {
			continue
		}
		if unquoted.Replace(got[i]) == want[i] {
			return true
		}
		letters := asciiOnly([]byte(want[i]))
		return others(want[i]) != "" && others(got[i]) != others(want[i]) && len(letters) > 3 && bytes.Equal(asciiOnly(escaped.ReplaceAll([]byte(got[i]), nil)), letters)
	}
	return false
}

// others returns what is not ASCII in a text.
func others(text string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return -1
		}
		return r
	}, text)
}

// textOfLater reports whether in some line the sender is right, and the text is
// that of a later line from somebody else.
func (e *Evidence) textOfLater() bool {
	got, want := strings.Split(e.Stdout, "\n"), strings.Split(string(e.Want), "\n")
	for i := range min(len(got), len(want)) {
		from, text, _ := strings.Cut(got[i], "] ")
		right, own, ok := strings.Cut(want[i], "] ")
		if !ok || from != right || strings.Contains(own, strings.TrimSpace(text)) {
			continue
		}
		for _, later := range want[i+1:] {
			by, said, _ := strings.Cut(later, "] ")
			if by != from && commonLength([]byte(text), []byte(said)) >= 8 {
				return true
			}
		}
	}
	return false
}

// noneTypedTo reports whether of two lines or more that were typed none went to
// this socket.
func (e *Evidence) noneTypedTo(name string) bool {
	return len(e.Typed) > 1 && len(e.typedTo(name)) == 0
}

// typedTo returns the lines that were typed and came to a socket, or to any for "",
// each by its place among those typed, in the order in which they came.
func (e *Evidence) typedTo(name string) (places []int) {
	for _, event := range e.Wire {
		at := slices.Index(e.Typed, string(event.Bytes))
		if event.Datagram && event.From == wire.FromProgram && at >= 0 && (event.Conn == name || name == "") {
			places = append(places, at)
		}
	}
	return places
}

// typedOrder reports whether two lines came to some socket in the order in which
// they were typed, and whether two came the other way round. The order in which
// lines came to several sockets is not known.
func (e *Evidence) typedOrder() (kept, turned bool) {
	for _, event := range e.Wire {
		places := e.typedTo(event.Conn)
		for i := 1; event.Conn != "" && i < len(places); i++ {
			kept = kept || places[i-1] < places[i]
			turned = turned || places[i-1] > places[i]
		}
	}
	return kept, turned
}

// sendersTurned reports whether lines that went astray were in their order: they
// were typed one by one, or two came so to somebody. Of others it may be the lines
// that are turned round, and not those who wait for them.
func (e *Evidence) sendersTurned() bool {
	kept, turned := e.typedOrder()
	return e.Together == 1 || kept && !turned
}
