package tutor

import (
	"bytes"
	"math"
	"strings"

	"socketworkshop/checker/wire"
)

// jsonCallerRules are about callers that get a JSON header before each body.
// What holds for frames without one stands in framingCallerRules.
var jsonCallerRules = []Rule{
	{
		Mistake: "huge-length-allocates",
		Needs:   "a JSON header of 2 GiB was announced, and the program ran out of memory",
		Say:     "You made room for as many bytes of header as a stranger claimed, before one of them had come. No header has more than 64 KiB: compare first, and only then call make.",
		Matches: jsonClaims(one(BadExit, NotExited, NoWords, NotClosed), roomForAny),
	},
	{
		Mistake: "max-missed-by-one",
		Needs:   "a JSON header of exactly 64 KiB is refused, and one of a byte less is not",
		Say:     "A header of exactly 64 KiB is not too long. Only more is too much.",
		Matches: jsonClaims(one(BadOutput, BadExit, EndedEarly), func(e *Evidence, n int) bool { return n >= e.most()-1 && n <= e.most() && exitedBad(e) && e.Turns > 1 }),
	},
	{
		Mistake: "header-limit-missing",
		Needs:   "a JSON header of more than 64 KiB was announced, and the program waits for it",
		Say:     "A header of more than 64 KiB was announced, and you wait for it. A stranger can keep you busy, and fill your memory, with a header that never ends. Refuse it as soon as its length has come.",
		Matches: jsonClaims(one(BadExit, NotExited, NotClosed), moreTaken),
	},
	{
		Mistake: "refused-and-went-on",
		Needs:   "standard error tells of a header that cannot be meant, and the program says its next command",
		Say:     "You refused the header, and then went on. Behind it stands a body, or more of it, and what comes there is taken for headers. After a refusal nobody knows where the next reply begins: hang up.",
		Matches: headers(one(Extra), func(e *Evidence, h jsonHeader) bool {
			return !h.good() && (!h.valid && tellsOfJSON(e.Stderr) || strings.Contains(e.Stderr, "data_size"))
		}),
	},
	{
		Mistake: "trailing-junk",
		Needs:   "a header with something behind its JSON is taken for good",
		Say:     "Behind the JSON stood something else, still inside of the header, and you did not notice. A json.Decoder reads one value and stops there. json.Unmarshal of exactly the header's bytes refuses what is left over.",
		Matches: headers(taken, func(e *Evidence, h jsonHeader) bool { return h.object != nil && !h.valid }),
	},
	{
		Mistake: "json-error-ignored",
		Needs:   "a header that is no JSON, or no object, is taken for good",
		Say:     "The header was no JSON object, and your program went on as if it were. json.Unmarshal says so with an error: look at it, and give up.",
		Matches: headers(taken, func(e *Evidence, h jsonHeader) bool { return h.object == nil }),
	},
	{
		Mistake: "size-missing-is-zero",
		Needs:   "a header without data_size is taken for good, or ends the program with a panic",
		Say:     "The header had no data_size, and your program did not ask. In a struct, a field that is not in the JSON keeps its zero value: 0 for a number, nil for a pointer. A pointer tells \"not there\" from 0; look at it before you use it.",
		Matches: headers(takenOrPanicked, func(e *Evidence, h jsonHeader) bool {
			return h.valid && h.size == nil && !h.odd && e.Turns < 2 && (!e.Exited || !HasTrace(e.Stderr) || hasLine(e.Stderr, "panic: "))
		}),
	},
	{
		Mistake: "negative-size",
		Needs:   "a negative data_size is taken for good, or ends the program with a panic",
		Say:     "data_size was negative, and your program used it. It is the claim of a stranger: below 0 it cannot be meant. (io.CopyN of a negative number copies nothing and reports no error.)",
		Matches: headers(takenOrPanicked, func(e *Evidence, h jsonHeader) bool { return h.valid && h.size != nil && !h.good() }),
	},
	{
		Mistake: "size-trusted",
		Needs:   "a data_size of a terabyte was announced, and the program panicked or ran out of memory",
		Say:     "You made room for as many bytes of body as the header claims. The claim costs the other side nothing. Read the body as it comes, with a buffer of fixed size: io.CopyN.",
		Matches: headers(takenOrDied, func(e *Evidence, h jsonHeader) bool {
			return h.more(1<<30) && (e.outOfMemory() || e.Panicked() && !(crashed(e) && e.named(*h.size)))
		}),
	},
	{
		Mistake: "max-invented",
		Needs:   "a header of a body of more than a megabyte, and the program failed and tells of that number, before the body had come, or calls it too large",
		Say:     "You refused a body for its size. call has no upper limit here: it needs no memory for a body that it copies as it comes, whatever its size.",
		Matches: headers(one(EndedEarly, BadExit, NoWords), func(e *Evidence, h jsonHeader) bool {
			early := e.Kind != NoWords && !e.Noted("hangs up") && !strings.Contains(e.Stderr, "EOF")
			return h.more(1<<20) && exitedBad(e) && !e.Panicked() && e.named(*h.size) && (early || e.foundTooLarge())
		}),
	},
	{
		Mistake: "size-as-float",
		Needs:   "a failure names the data_size rounded to 53 bits",
		Say:     "data_size came out rounded: it went through a float64, which has 53 bits for the digits. In a map[string]any every number is one. Unmarshal into a struct with an int64 field.",
		Matches: headers(one(NoWords), func(e *Evidence, h jsonHeader) bool {
			return h.more(1<<53) && *h.size < math.MaxInt64 && int64(float64(*h.size)) != *h.size && e.named(int64(float64(*h.size)))
		}),
	},
	{
		Mistake: "silent-narrowing",
		Needs:   "a data_size of more than 32 bits, and the program leaves the body unread, or tells of int32",
		Say:     "data_size does not fit into 32 bits, and yours has no more. A body may be larger than 2 GiB: make it an int64, from the header to the last byte.",
		Matches: headers(one(NotReading, NoWords, BadExit), func(e *Evidence, h jsonHeader) bool {
			return h.more(math.MaxInt32) && (strings.Contains(e.Stderr, "int32") || e.Kind == NotReading && !e.Exited)
		}),
	},
	{
		Mistake: "body-size-mismatch",
		Needs:   "the call ended inside a body, and the program ended with status 0",
		Say:     "The header said how many bytes would come, fewer came, and you called it done. io.CopyN tells how many really came, and its error is not nil when they are fewer.",
		Matches: headers(one(BadExit), func(e *Evidence, h jsonHeader) bool {
			return e.Noted("hangs up") && insideBody(e) && exitedZero(e)
		}),
	},
	{
		Mistake: "size-not-told",
		Needs:   "the call ended inside a body of which something was printed, and the failure lacks how many bytes were wanted or came",
		Say:     "The body ended early, and you say so. Say also how many bytes were wanted and how many came: whoever looks for the cause begins with those two numbers.",
		Matches: headers(one(NoWords), func(e *Evidence, h jsonHeader) bool { return e.Noted("hangs up") && h.more(0) && e.Stdout != "" }),
	},
	{
		Mistake: "whole-body-in-memory",
		Needs:   "the program's memory grows with the body",
		Say:     "You hold the whole body in memory before you print it, so the largest body you can take is your memory. io.CopyN copies it as it comes, with a small buffer.",
		Matches: callerFrames(one(TooMuch), inJSON),
	},
	{
		Mistake: "header-printed",
		Needs:   "the JSON header on standard output",
		Say:     "The header is on the screen. It is for your program: it says how much to read. Print the body alone.",
		Matches: callerFrames(one(BadOutput), inJSON, func(e *Evidence) bool {
			return bytes.Contains(e.Got, []byte("data_size")) && !bytes.Contains(e.Want, []byte("data_size"))
		}),
	},
	{
		Mistake: "decoder-overreads",
		Needs:   "a body was printed that came behind its header, and one that came with its header was not, though nothing is left to read",
		Say:     "What reads your header reads ahead, and the body is inside of it. A json.Decoder and a bufio.Reader take what is there, as much as fits into their buffers. Read exactly the header's bytes (readFrame) and Unmarshal them; or take dec.Buffered() first.",
		Matches: headers(waiting, func(e *Evidence, h jsonHeader) bool {
			f := e.flow()
			return h.more(0) && e.Turns > 1 && !e.Pieces && !e.together() && f.cuts["body"] && f.inside == "" && !e.printedLast()
		}),
	},
	{
		Mistake: "one-read-is-not-a-message",
		Needs:   "a header has come whole and its body has not, and the program says its next command",
		Say:     "The header came, and you went on before its body was there: one Read was taken for the whole reply. The header says how many bytes of body to wait for.",
		Matches: headers(one(Extra), func(e *Evidence, h jsonHeader) bool {
			return h.more(0) && insideBody(e)
		}),
	},
	{
		Mistake: "header-read-once",
		Needs:   "the header came in pieces, its length and the body did not, each cut was within its JSON, and the reply is lost or wrong; or the program gave up before all of the header was sent",
		Say:     "Only part of the header had come, and you took it for all of it. Half of a JSON text is no JSON. You know how long it is before you read it: io.ReadFull, which readFrame uses, waits until it is all there.",
		Matches: callerFrames(notTold, inJSON, func(e *Evidence) bool {
			return !e.flow().behind && (e.cutIn("header") && !e.cutIn("length") && !e.cutIn("body") || e.gaveUpIn("header"))
		}),
	},
	{
		Mistake: "overread-lost",
		Needs:   "several replies came in one piece, were all taken off the connection, and not all were printed",
		Say:     "One Read brought more than one reply, and what was behind the first is lost, or was taken for a part of it. Read exactly the four bytes, exactly the header, exactly the body; or keep what is left over for the next time.",
		Matches: callerFrames(notTold, inJSON, (*Evidence).readAhead),
	},
	{
		Mistake: "header-in-characters",
		Needs:   "a header with characters of several bytes came whole, and the program waits for more of it",
		Say:     "The length of the header is in bytes, and you read so many characters. In UTF-8 a character has up to four bytes, so you wait for more than was announced. Read bytes, and make text of them when they are all there.",
		Matches: headers(waiting, func(e *Evidence, h jsonHeader) bool {
			return h.good() && *h.size == 0 && !isASCII(h.text) && !e.Pieces && !e.together()
		}),
	},
	{
		Mistake: "empty-frame-is-eof",
		Needs:   "data_size 0, and the program hung up, failed or waits for more, with no word of the header",
		Say:     "A body of 0 bytes is an empty reply, and no end. Only an error of Read says that the call is over.",
		Matches: headers(notTold, func(e *Evidence, h jsonHeader) bool {
			return h.good() && *h.size == 0 && isASCII(h.text) && !tellsOfHeader(e.Stderr)
		}),
	},
	{
		Mistake: "json-by-pattern",
		Needs:   "a header with blanks inside of its braces, or with data_size also inside of another field, is not understood",
		Say:     "You looked for the number in the text of the header. JSON can be written in many ways: with blanks and newlines, in any order, and with the same name inside of other values. Let encoding/json take it apart.",
		Matches: headers(notTold, func(e *Evidence, h jsonHeader) bool {
			return h.good() && !e.Pieces && !e.together() && (h.blanks() && h.text[0] == '{' || h.namesIt() > 1)
		}),
	},
	{
		Mistake: "unknown-fields-refused",
		Needs:   "a header with a field besides data_size, and the program failed",
		Say:     "The header had fields that your program does not know, and it gave up. Fields it does not know are those of a newer server, and old programs go on working because they ignore them. json.Unmarshal does, unless it is told to DisallowUnknownFields.",
		Matches: headers(notTold, func(e *Evidence, h jsonHeader) bool {
			return h.good() && h.fields > 1 && exitedBad(e) && isASCII(h.text) && h.plain() && !e.Pieces && !e.together()
		}),
	},
}

func inJSON(e *Evidence) bool { return e.Frames == wire.JSONFrames }

// headers returns a condition on callers that were last told a JSON header.
func headers(kind func(*Evidence) bool, and func(e *Evidence, h jsonHeader) bool) func(*Evidence) bool {
	return callerFrames(kind, inJSON, func(e *Evidence) bool {
		h, ok := e.jsonHeader()
		return ok && and(e, h)
	})
}

// jsonClaims is claims for the lengths of JSON headers.
func jsonClaims(kind func(*Evidence) bool, and func(e *Evidence, n int) bool) func(*Evidence) bool {
	return claims(kind, func(e *Evidence, n int) bool { return inJSON(e) && and(e, n) })
}

// taken is a caller that goes on, waits for more, or ends well and without a word
// where it should have failed.
func taken(e *Evidence) bool {
	return e.Kind == Extra || one(NotExited, NotClosed)(e) && !e.Exited || is(BadExit, exitedZero, not((*Evidence).hasWords))(e)
}

// tookHeader reports whether a header was sent that cannot be meant, and the program
// said nothing of it: perhaps it has seen nothing odd.
func tookHeader(e *Evidence) bool {
	h, ok := e.jsonHeader()
	return inJSON(e) && ok && !h.good() && !e.hasWords()
}

func insideBody(e *Evidence) bool { return e.flow().inside == "body" }

// takenOrPanicked is a caller that takes a header, or dies of it: not one that has
// refused it in words before a signal ended it.
func takenOrPanicked(e *Evidence) bool {
	return taken(e) || one(BadExit, EndedEarly, NotReading)(e) && e.Panicked() && !(crashed(e) && tellsOfHeader(e.Stderr))
}

func takenOrDied(e *Evidence) bool {
	return takenOrPanicked(e) || is(NoWords, (*Evidence).outOfMemory)(e)
}

// waiting is a caller that has read all there is, and waits for more.
func waiting(e *Evidence) bool {
	return one(NoReply, NotClosed, NotExited)(e) && !e.Exited && !e.Spinning && e.Peer.Queued == 0
}

// tellsOfHeader reports whether a program's words are about a header.
func tellsOfHeader(text string) bool {
	return tellsOf(text, "data_size", "header") || tellsOfJSON(text)
}

// printedLast reports whether the end of what was sent last is on standard
// output as often as it was sent.
func (e *Evidence) printedLast() bool {
	sent := bytes.TrimSpace(e.Sent())
	end := sent[max(0, len(sent)-8):]
	return strings.Count(e.Stdout, string(end)) >= bytes.Count(sent, end)
}

func tellsOfJSON(text string) bool { return tellsOf(text, "json", "invalid character") }
