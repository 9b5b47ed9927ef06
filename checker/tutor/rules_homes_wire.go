package tutor

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// homesWireRules are about the messages of lesson17's server.
var homesWireRules = []Rule{
	{
		Mistake: "huge-length-allocates",
		Needs:   "a server of homes did not refuse a header longer than 64 KiB, or a negative length; or died of it",
		Say:     "You believed a stranger's length before you had seen one byte. Below 0, or above 64 KiB: refuse it, and hang up.",
		Matches: ofHomes(func(e *Evidence) bool {
			claimed := e.Request.Claim != 0 && (e.tookTooMuch() || e.Kind == NoReply && e.Request.Claim > 0)
			return claimed || e.Kind == NotRefused && len(e.Request.Header) > 64<<10
		}),
	},
	{
		Mistake: "header-read-once",
		Needs:   "to a server of homes a message came in pieces, and was not understood",
		Say:     "The message came in pieces, and one Read was taken for all of it. You know how long a header is before you read it: io.ReadFull, first four bytes, then so many; and so with its body.",
		Matches: ofHomes(func(e *Evidence) bool {
			return e.cameInPieces() && e.Request.Cmd != "data" && isASCII(e.lastHeader()) && (e.saidError() || one(NoReply, EndedEarly, NotReading)(e))
		}),
	},
	{
		Mistake: "overread-lost",
		Needs:   "to a server of homes several messages came in one piece, and not all were answered",
		Say:     "Something reads ahead and keeps what stands behind the message: a bufio.Reader that is made anew each time, or a Read into a large buffer. Read exactly the header's bytes (io.ReadFull), then exactly the body's.",
		Matches: ofHomes(is(NoReply, func(e *Evidence) bool { return e.Weather == "joined" && !e.Mixed && e.Peer.Queued == 0 })),
	},
	{
		Mistake: "overshoot",
		Needs:   "to a server of homes requests came right behind a file, and were lost",
		Say:     "The Read for the last part of the file took what stands behind it, too: the next request. Never ask for more than is missing. io.CopyN does that.",
		Matches: ofHomes(func(e *Evidence) bool {
			return e.Weather == "joined" && e.Mixed && (e.Kind == NoReply || e.saidError())
		}),
	},
	{
		Mistake: "length-in-characters",
		Needs:   "the length of a header, or data_size, is the number of its characters, and there are fewer of them than bytes",
		Say:     "You counted characters where bytes count. A header and a body may hold any text, and a Chinese character is three bytes. len of a string or of a []byte is right, len([]rune(s)) is not.",
		Matches: ofHomes(func(e *Evidence) bool { return tellsRunes(e.Said()) }),
	},
	{
		Mistake: "whole-body-in-memory",
		Needs:   "a server of homes uses more memory than it may while a large file passes, and has taken about as much as the file has bytes",
		Say:     "You hold the whole file in memory. Copy it in pieces: io.Copy and io.CopyN need 32 KiB, or none at all.",
		Matches: ofHomes(is(TooMuch, (*Evidence).tookTheFile)),
	},
	{
		Mistake: "any-text-is-a-name",
		Needs:   "a file was to be uploaded under a text with control characters, or with what stands for half a character, and the server was ready for it",
		Say:     "A text was taken for a name that is none: with control characters, or with U+FFFD, which stands where no character was. JSON can say both, as it can say half a character (\\ud800). Say what a name may be, and refuse all else.",
		Matches: clue(AnyText),
	},
}

// ofHomes is a condition on servers that keep homes of users.
func ofHomes(condition func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool { return isServer(e) && e.Flag("-users") && condition(e) }
}

// lastHeader returns the JSON of the message that was sent last.
func (e *Evidence) lastHeader() (header []byte) {
	for sent := e.Sent(); len(sent) >= 4; {
		next := jsonAt(sent[4:])
		if next == nil || lengthOf(sent) != len(next) {
			break
		}
		header, sent = next, sent[min(4+len(next)+max(sizeIn(next), 0), len(sent)):]
	}
	return header
}

// sizeIn returns the data_size that a header tells, or -1.
func sizeIn(header []byte) int {
	fields := struct {
		Size int `json:"data_size"`
	}{-1}
	if json.Unmarshal(header, &fields) != nil {
		return -1
	}
	return fields.Size
}

// tellsRunes reports whether one of the messages that were said, the first that
// is not as long as it says, says its number of characters.
func tellsRunes(said []byte) bool {
	for len(said) >= 4 {
		n := lengthOf(said)
		header := jsonAt(said[4:])
		if header == nil || n != len(header) {
			return runesOf(header, n)
		}
		body, size := said[4+n:], sizeIn(header)
		if size < 0 {
			return false
		}
		if whole := jsonAt(body); whole != nil && size < len(whole) {
			return runesOf(whole, size)
		}
		said = body[min(size, len(body)):]
	}
	return false
}

// runesOf reports whether a text has n characters, and more bytes.
func runesOf(text []byte, n int) bool { return n < len(text) && n == utf8.RuneCount(text) }

// jsonAt returns the JSON object or list that a text begins with, or nil.
func jsonAt(text []byte) []byte {
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return nil
	}
	var value json.RawMessage
	if json.NewDecoder(bytes.NewReader(text)).Decode(&value) != nil {
		return nil
	}
	return value
}
