package tutor

import (
	"slices"
	"strings"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// authRules are about lesson15's answer, on both sides, and about its secrets.
var authRules = []Rule{
	made("key-with-newline", "the answer made with the key and a newline",
		"Your key has a newline at its end. Editors and echo write one behind the last line; it does not belong to the key. Cut off one, and no more."),
	made("key-trimmed", "the answer made with the key without bytes at its ends",
		"Bytes at the ends of your key are missing. A key is any bytes, also blanks and newlines: only one newline, at the very end, does not belong to it."),
	made("plain-hash", "a hash of key and challenge glued together",
		"This is a hash of key and challenge glued together, and no HMAC. Who sees one can go on with it and make another (length extension). crypto/hmac: the key goes into New, the challenge into Write."),
	made("hmac-arguments-swapped", "HMAC with the challenge for a key",
		"Key and challenge have changed places: the key goes into hmac.New, the challenge into Write."),
	made("another-hash", "HMAC with another hash",
		"This is an HMAC, with another hash than the other side uses. Here it is SHA-256: hmac.New(sha256.New, key)."),
	made("sum-misused", "the challenge, and behind it the HMAC of nothing",
		"Sum appends to its argument; it does not hash it. Your answer is the challenge itself and the HMAC of no bytes. Write feeds the hash, Sum(nil) reads the result."),
	made("answer-as-text", "the right answer in hex or base64",
		"The right answer, as text. On this wire it is 32 raw bytes: what Sum(nil) returns, as it is."),
	made("challenge-as-text", "HMAC of the challenge in hex",
		"The challenge went into the HMAC as text. Its 32 bytes go in as they came."),
	made("key-sent", "the key itself on the wire",
		"The key itself went over the wire, and everybody on the way has it now. That is what the challenge is for: to show that one has the key, without showing it."),
	made("challenge-shared", "one caller was let in with the answer to what another was asked",
		"All callers share one variable for the challenge, and who comes next overwrites it while another still works on their answer. What belongs to one call belongs into a variable of its function."),
	made("challenge-is-not-text", "the answer to a challenge that was cut or trimmed at a newline, a blank or a zero byte",
		"A challenge is 32 bytes and no line of text: newlines, blanks and zeros may stand in it like all other bytes. io.ReadFull with exactly 32 bytes takes it as it is."),
	made("buffer-not-sliced", "the answer to the challenge and the zeros behind it",
		"You hashed the whole buffer: the challenge, and the zeros that follow in it. Make the buffer 32 bytes long and fill it with io.ReadFull."),
	{
		Mistake: "challenge-is-not-text",
		Needs:   "the challenge has come, and the caller waits in a function that reads lines, or answers a newline and nothing else",
		Say:     "The challenge is 32 bytes, and no newline follows. You wait for one. io.ReadFull with exactly 32 bytes takes it.",
		Matches: is(NoReply, isCaller, keyed, func(e *Evidence) bool {
			return len(e.Got) == 0 && !e.Exited && (e.Found(Newline) || e.waitsIn("bufio.(*Reader).ReadString", "bufio.(*Reader).ReadBytes", "bufio.(*Reader).ReadSlice", "bufio.(*Scanner).Scan"))
		}),
	},
	{
		Mistake: "challenge-read-once",
		Needs:   "the challenge came in pieces, and the caller answered the first piece, or something else",
		Say:     "You took what one Read brought for the whole challenge. TCP hands out bytes as they come: io.ReadFull reads on until all 32 are there, and fails when they do not come.",
		Matches: func(e *Evidence) bool {
			return isCaller(e) && e.Auth.Keyed && e.Pieces && (e.Auth.Formula == "challenge-read-once" ||
				e.Turns == 0 && one(WrongBytes, NotReading, EndedEarly)(e) && !(e.Kind == NotReading && len(e.Typed) == 0 && len(e.Said()) == 0))
		},
	},
	{
		Mistake: "speaks-before-the-challenge",
		Needs:   "the caller says something before it has been asked",
		Say:     "You spoke before you were asked. The server speaks first; read its challenge, and answer that.",
		Matches: is(Extra, isCaller, keyed, func(e *Evidence) bool { return len(e.Sent()) == 0 }),
	},
	{
		Mistake: "answers-when-typing",
		Needs:   "the challenge has come, nothing was typed, and no answer comes; nor has one in an earlier call",
		Say:     "The challenge waits for its answer, and you wait for the keyboard. A person types slowly, and the server's patience is short: answer at once, before the first line is read.",
		Matches: is(NoReply, isCaller, keyed, func(e *Evidence) bool {
			return len(e.Typed) == 0 && len(e.Got) == 0 && !e.Exited && !e.Spinning && !e.answeredBefore()
		}),
	},
	{
		Mistake: "eof-in-the-challenge",
		Needs:   "the server has hung up before its challenge was whole, and the caller goes on to read",
		Say:     "The server has hung up, and Read says so every time, at once. Your loop counts bytes and does not look at the error.",
		Matches: is(NotExited, isCaller, keyed, spinning, func(e *Evidence) bool { return e.Auth.Short }),
	},
	{
		Mistake: "answer-read-once",
		Needs:   "the right answer came in pieces, and was not accepted",
		Say:     "The answer came in pieces, and you took the first for all of it. TCP hands out bytes as they come: io.ReadFull reads on until all 32 are there.",
		Matches: refusedRight(func(e *Evidence) bool { return e.Pieces }),
	},
	{
		Mistake: "reads-past-the-answer",
		Needs:   "the right answer and a message came in one segment, and one of them was not understood; or the message was lost, and later ones were answered",
		Say:     "Answer and first message came together, and your Read took both. Take exactly 32 bytes for the answer, with io.ReadFull, or keep the reader that has read ahead.",
		Matches: refusedRight(func(e *Evidence) bool { return e.Auth.Joined || e.Auth.Swallowed }),
	},
	{
		Mistake: "handshake-cut-short",
		Needs:   "the right answer came well within -handshake, and the server had hung up",
		Say:     "The caller had far more time than that, by -handshake, and you hung up before. Hand the flag on to where the deadline is set.",
		Matches: refusedRight(func(e *Evidence) bool { return e.Auth.Waited && e.Kind == EndedEarly }),
	},
	{
		Mistake: "secret-shown",
		Needs:   "the key, or the answer to a challenge, stands on the program's output",
		Say:     "A log is read by many, and kept for long. Neither the key nor what it answers belongs there, in whatever form: log who was rejected, and why, and not what would have been right.",
		Matches: is(Leaked),
	},
	{
		Mistake: "ordinary-compare",
		Needs:   "the source compares the sum of a hash with == or a function that stops at the first difference, and nothing in constant time anywhere",
		Say:     "An ordinary comparison stops at the first wrong byte. The time that it takes tells a stranger how far they got, and so they find byte after byte. hmac.Equal takes the same time whatever differs.",
		Matches: is(Ordinary),
	},
	{
		Mistake: "file-left-open",
		Needs:   "descriptors of files are not given back after many callers",
		Say:     "The callers have gone, and files are still open. Each takes one of the few descriptors that a program may have, and when they are gone nobody is served any more. Close a file on every way out, also where something fails.",
		Matches: is(Leaks, func(e *Evidence) bool { return e.Files.LeftOpen }),
	},
	{
		Mistake: "goroutine-leak-on-channel",
		Needs:   "the program's memory grows with callers who have gone, and as many goroutines stand at one place where they send to a channel or receive from one that no context has made",
		Say:     "The callers have gone, and for each of them a goroutine still stands at a channel, where nobody will come. Who is to take what it sends, or to send what it waits for, and what if they leave first? A channel with room for one value lets the sender go; so does a select with a second case that comes when the call is over.",
		Matches: is(Grows, func(e *Evidence) bool {
			return e.crowdedAt("chan send") || e.crowdedAt("chan receive") && !habit(e.waitsForContext)(e)
		}),
	},
	{
		Mistake: "goroutine-left-behind",
		Needs:   "the program's memory grows with callers who have gone, and as many goroutines stand at one place",
		Say:     "The callers have gone, and for each of them a goroutine still waits for something that will not come. Give it a way to learn that the call is over.",
		Matches: is(Grows, func(e *Evidence) bool { return e.crowded() }),
	},
	{
		Mistake: "keeps-the-gone",
		Needs:   "the program's memory grows with callers who have gone, and no goroutine waits for them",
		Say:     "Something is kept of every caller, for ever: a slice or a map that only grows. Anybody can call, and so fill your memory. Take out at the end of a call what was put in at its beginning.",
		Matches: is(Grows, not((*Evidence).crowded)),
	},
}

// made is the rule for answers that are made by a wrong formula.
func made(mistake, needs, say string) Rule {
	return Rule{Mistake: mistake, Needs: needs, Say: say, Matches: func(e *Evidence) bool { return e.Auth.Formula == mistake }}
}

func keyed(e *Evidence) bool { return e.Auth.Keyed }

// refusedRight returns a condition on servers that have not let somebody in who
// gave the right answer.
func refusedRight(and func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return isServer(e) && e.Auth.Sent == SentRight && e.Turns == 0 && !e.Exited && one(EndedEarly, NoReply, NotReading, WrongBytes)(e) && and(e)
	}
}

// waitsIn reports whether a goroutine waits for the network in one of these
// functions.
func (e *Evidence) waitsIn(functions ...string) bool {
	for _, p := range e.Places {
		for _, f := range functions {
			if p.In == f && strings.HasPrefix(p.State, "IO wait") {
				return true
			}
		}
	}
	return false
}

// answeredBefore reports whether the caller has answered in an earlier call, before
// anything was typed.
func (e *Evidence) answeredBefore() bool {
	for _, event := range e.Wire {
		switch {
		case strings.HasPrefix(event.Note, "types "):
			return false
		case event.From == wire.FromProgram && event.Conn != e.Conn && event.Size > 0:
			return true
		}
	}
	return false
}

// crowded reports whether many goroutines stand at one place: a sixth of the
// callers who have gone, of whom some leave early.
func (e *Evidence) crowded() bool { return e.crowdedAt("") }

// crowdedAt reports the same of goroutines in one of these states.
func (e *Evidence) crowdedAt(states ...string) bool {
	return slices.ContainsFunc(e.Places, func(p program.Place) bool {
		return p.Also >= e.Auth.Many/6 && slices.ContainsFunc(states, func(s string) bool { return strings.HasPrefix(p.State, s) })
	})
}
