package tutor

import (
	"bytes"
	"strings"
	"time"

	"socketworkshop/checker/wire"
)

// causeRules are about failures whose cause the program's last words tell, or
// its source. They stand first: what they know is more than what can be seen
// from outside.
var causeRules = []Rule{
	{
		Mistake: "unexported-field-panics-on-read",
		Needs:   "a panic that tells of an unexported field, in encoding/binary",
		Say:     "binary.Read cannot fill a field whose name begins with a small letter, and ends the program with a panic. It is another package, and such fields are not for others: give the fields capital letters.",
		Matches: func(e *Evidence) bool {
			return e.Panicked() && strings.Contains(e.Stderr, "obtained using unexported field") && strings.Contains(e.Stderr, "encoding/binary")
		},
	},
	{
		Mistake: "int-field-silently-nothing",
		Needs:   "a header is missing, or nothing was read for it, and encoding/binary is handed an int or a struct with one, as its error or the source says",
		Say:     "encoding/binary takes numbers of a fixed size alone, and an int has none: it did nothing but return an error, which nobody looked at, or which ended the talk. Make it an int32 (uint8 to uint64, int8 to int64), and look at the error.",
		Matches: func(e *Evidence) bool {
			return unframed(e) && (failsWith("some values are not fixed-size", "binary.Read: invalid type *")(e) || habit(packsInt)(e))
		},
	},
	{
		Mistake: "read-by-value",
		Needs:   "nothing was read for a header, and binary.Read is handed a value where it needs a pointer, as its error or the source says",
		Say:     "binary.Read got a copy, and what is filled must be yours: it needs a pointer (&header). It did nothing but return an error. Look at that, too.",
		Matches: func(e *Evidence) bool {
			return unframed(e) && (failsWith("binary.Read: invalid type")(e) || habit(readsByValue)(e))
		},
	},
	{
		Mistake: "accept-error-ignored",
		Needs:   "a panic for a nil pointer, and a source in which the error of Accept is thrown away",
		Say:     "Accept failed, and there was no connection: conn is nil then, and using it ended the program. Look at the error of Accept before you use conn: net.ErrClosed ends the loop, after others wait a little and try again.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Panicked() && strings.Contains(e.Stderr, "nil pointer dereference") && habit(ignoresAcceptError)(e)
		},
	},
	{
		Mistake: "loop-variable-captured",
		Needs:   "a server has failed somebody, or ended, and a source in which goroutines use one variable for every connection that the loop accepts",
		Say:     "All goroutines use one variable conn, which stands outside of the loop, and the next Accept puts the next caller into it: two goroutines serve one caller, and somebody nobody. Write conn, err := inside of the loop, or hand conn to the goroutine as an argument.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && one(NoReply, NotReading, NotClosed, EndedEarly, WrongBytes, BadMessage, Extra, Leaks, Refused, BadExit)(e) && habit(sharesLoopVariable)(e)
		},
	},
	{
		Mistake: "pause-means-end",
		Needs:   "the rest of a reply or message was held back, and the program went on without it",
		Say:     "Nothing came for a while, and you took that for the end. Silence is not a full stop: a network may pause for longer than you wait. What was agreed says where the end is.",
		Matches: func(e *Evidence) bool {
			return e.HeldBack && one(Extra, EndedEarly)(e) && !e.Panicked()
		},
	},
	{
		Mistake: "pause-means-end",
		Needs:   "a reply came whole, was read whole, and the caller waits, or it went on a while after the header, without the body; and a source in which the caller sets a deadline for what it reads",
		Say:     "You wait for a pause to tell you that the reply is there. Silence is not a full stop: a network may pause for longer than you wait, and when it does not, you wait for nothing. What was agreed says where the end is.",
		Matches: func(e *Evidence) bool {
			waits := e.Kind == NoReply && waiting(e) && e.PeerSeen && len(e.Got) == 0 && e.allSaid()
			return inReplies(e) && (waits || e.Kind == Extra && e.wentOnLate()) && habit(hasDeadline("call"))(e)
		},
	},
	{
		Mistake: "pause-means-end",
		Needs:   "count has read less than came, and its source sets a deadline for what it reads",
		Say:     "Nothing came for a while, and you took that for the end. Silence is not a full stop: the caller may pause for longer than you wait. Read says io.EOF at the end.",
		Matches: is(BadOutput, habit(hasDeadline("count")), counting(func(got, want tally) bool { return got.reads < want.reads && got.messages < want.messages })),
	},
	{
		Mistake: "short-read-means-end",
		Needs:   "a reply that came in pieces, or in more than a buffer, is not whole, and a source in which a loop ends when a Read brings less than its buffer holds",
		Say:     "A Read brought less than your buffer holds, and you took that for the end of the reply. It means that no more had arrived yet. You know how long the reply is: read until so many bytes are there.",
		Matches: func(e *Evidence) bool {
			return inReplies(e) && (brokenOff(e) || e.Pieces && (notTold(e) || e.Kind == Extra) || e.Frames != "" && waiting(e) && !e.together() && e.allSaid()) && habit(stopsAtShortRead)(e)
		},
	},
}

// unframed reports whether a program of the lessons with headers has not said
// one, or has gone on without one.
func unframed(e *Evidence) bool {
	switch {
	case e.Frames != "" && isServer(e):
		missing := frameSaid(func(got, want []byte) bool { return bytes.HasPrefix(want[4:], got) || len(got) < 4 })
		return missing(e) || one(NoReply, EndedEarly)(e) && len(e.Got) == 0
	case e.Frames != "":
		return notTold(e) || e.Kind == Extra || e.Kind == NoWords
	}
	return e.Role == "run" && e.Kind == WrongAnswer
}

// failsWith returns a condition on the words on standard error.
func failsWith(words ...string) func(*Evidence) bool {
	return func(e *Evidence) bool {
		for _, w := range words {
			if strings.Contains(e.Stderr, w) {
				return true
			}
		}
		return false
	}
}

// inReplies reports whether the program is a caller of the lessons whose replies
// have a length.
func inReplies(e *Evidence) bool { return isCaller(e) && (e.Frames != "" || e.said(readyWord)) }

// allSaid reports whether the checker has said a whole reply to a caller, of a
// length that can be.
func (e *Evidence) allSaid() bool {
	n, framed := e.lastLength()
	if e.Frames == "" {
		return !isDigits(e.lastSaid()) && !bytes.HasSuffix(e.Sent(), []byte("0"))
	}
	return framed && e.flow().inside == "" && n >= 0 && n <= e.most()
}

// patient is how long a program that takes no heed of the rest of a reply has
// to be seen waiting for it.
const patient = 30 * time.Millisecond

// wentOnLate reports whether the program spoke last, although it was not its
// turn, and not at once when the last piece had come.
func (e *Evidence) wentOnLate() bool {
	if e.Frames != "" && e.flow().inside == "" {
		return false
	}
	var heard, spoke time.Duration
	for _, event := range e.Wire {
		switch {
		case event.Conn != e.Conn || event.Size == 0:
		case event.From == wire.FromChecker:
			heard = event.At
		default:
			spoke = event.At
		}
	}
	return spoke > heard+patient
}

// brokenOff reports whether what was printed is the beginning of what should be.
func brokenOff(e *Evidence) bool {
	return e.Kind == BadOutput && len(e.Got) > 0 && len(e.Got) < len(e.Want)-1 && bytes.HasPrefix(e.Want, bytes.TrimSuffix(e.Got, []byte("\n")))
}
