package tutor

import (
	"bytes"
	"encoding/binary"
	"strings"

	"socketworkshop/checker/wire"
)

// framingCallerRules are about callers that get frames.
var framingCallerRules = []Rule{
	{
		Mistake: "negative-length",
		Needs:   "a panic after a negative length, which it had not named if a signal ended it, or the program waits for more, and has neither named it nor said a word since",
		Say:     "The length was negative, and you handed it to make or to a loop. A length comes from a stranger: look at it before you use it.",
		Matches: claims(one(BadExit, NotExited, NotClosed), func(e *Evidence, n int) bool {
			return n < 0 && (e.Panicked() && !(crashed(e) && e.named(int64(n))) || !e.Exited && !e.named(int64(n)) && !e.spokeLast())
		}),
	},
	{
		Mistake: "signedness",
		Needs:   "the length -1 is called 4294967295",
		Say:     "The length is a signed number: ff ff ff ff is -1, and you called it 4294967295. Convert it to int32 before you look at it.",
		Matches: claims(one(NoWords), func(e *Evidence, n int) bool { return n < 0 && e.named(int64(uint32(n))) }),
	},
	{
		Mistake: "wrong-endian-header",
		Needs:   "a failure with the number that the four bytes mean in the opposite order, or that much memory was asked for, or a slice that cannot be",
		Say:     "You read the four bytes of the length backwards. On this wire the lowest byte goes first: binary.LittleEndian.",
		Matches: claims(one(BadExit, BadOutput, EndedEarly, NoWords, NotExited), func(e *Evidence, n int) bool {
			other := int(int32(binary.BigEndian.Uint32(int32Bytes(n))))
			return n > 0 && n != other && e.named(int64(other)) && !e.named(int64(n)) || n > 0 && n < 1<<20 && (other > 1<<30 && e.outOfMemory() || other < 0 && e.noSuchSlice())
		}),
	},
	{
		Mistake: "huge-length-allocates",
		Needs:   "a length of 2 GiB, and the program ran out of memory",
		Say:     "You made room for as many bytes as a stranger claimed, before one of them had come. Compare the length with -max, and only then call make.",
		Matches: structClaims(one(BadExit, NotExited, NoWords), roomForAny),
	},
	{
		Mistake: "oversize-desync",
		Needs:   "a length was named on standard error, and the program says or waits for more",
		Say:     "You refused the frame and went on. Behind its header is its body, and what stands there is taken for frames, so a stranger can say anything that way. After a refusal, hang up.",
		Matches: claims(one(NotExited, Extra, NotClosed), func(e *Evidence, n int) bool {
			return (n < 0 || n > e.most()) && e.named(int64(n)) && (!e.Exited || e.Kind == Extra)
		}),
	},
	{
		Mistake: "max-missed-by-one",
		Needs:   "a frame of exactly -max bytes is refused",
		Say:     "A frame of exactly -max bytes is not too long. Only more is too much.",
		Matches: structClaims(one(BadOutput, BadExit, EndedEarly), func(e *Evidence, n int) bool { return e.Flag("-max") && mostRefused(e, n) }),
	},
	{
		Mistake: "max-ignored",
		Needs:   "a length of more than -max is not refused, and the program has said no word since",
		Say:     "The length is more than -max allows, and you went on. Refuse it as soon as the header has come, before you wait for the body.",
		Matches: structClaims(one(BadExit, NotExited, NotClosed), moreTaken),
	},
	{
		Mistake: "length-not-told",
		Needs:   "after a length that cannot be, or is too much, the program gave up without naming it",
		Say:     "Your program gave up at this length, and does not tell it. Refuse a length before you use it, and name it: whoever looks for the cause wants to know which number came.",
		Matches: claims(one(NoWords), func(e *Evidence, n int) bool { return (n < 0 || n > e.most()) && !e.spokeLast() }),
	},
	{
		Mistake: "empty-frame-is-eof",
		Needs:   "a frame of length 0, and the program hung up, failed or waits for more",
		Say:     "A frame of length 0 is an empty reply, and no end. Only an error of Read says that the call is over.",
		Matches: structClaims(one(EndedEarly, NoReply, BadExit, NotExited, BadOutput), func(e *Evidence, n int) bool { return n == 0 }),
	},
	{
		Mistake: "header-printed",
		Needs:   "the bytes of the header on standard output",
		Say:     "The header is on the screen. Its four bytes are for your program: they say how much to read. Print the body alone.",
		Matches: callerFrames(one(BadOutput), func(e *Evidence) bool {
			sent := e.Sent()
			return len(sent) > 4 && bytes.HasPrefix(e.Got, sent[:4]) && !bytes.HasPrefix(e.Want, sent[:4])
		}),
	},
	{
		Mistake: "payload-trimmed",
		Needs:   "the right output but for blanks and newlines that are missing",
		Say:     "You removed bytes that belong to the reply. Trim the keyboard's newline, not the network's data.",
		Matches: callerFrames(one(BadOutput), func(e *Evidence) bool {
			got, want := bytes.Join(bytes.Fields(e.Got), nil), bytes.Join(bytes.Fields(e.Want), nil)
			return len(e.Got) < len(e.Want) && bytes.Equal(got, want)
		}),
	},
	{
		Mistake: "text-mangled",
		Needs:   "the ASCII letters of the output are right and the other bytes are not",
		Say:     "Bytes that are not ASCII letters were changed. What a command prints need not be text: print the bytes as they are.",
		Matches: callerFrames(one(BadOutput), func(e *Evidence) bool {
			return !isASCII(e.Want) && bytes.Equal(asciiOnly(e.Got), asciiOnly(e.Want)) && !e.Pieces && !undecodable(e)
		}),
	},
	{
		Mistake: "silent-narrowing",
		Needs:   "of a reply of more than 64 KiB there is as much on standard output as the two lowest bytes of its length say",
		Say:     "Of the length you took two bytes, so of a long reply much is missing. It has four: binary.LittleEndian.Uint32.",
		Matches: callerFrames(one(BadOutput), func(e *Evidence) bool {
			n := e.firstLength()
			got := bytes.TrimSuffix(e.Got, []byte("\n"))
			return n > 1<<16 && (len(got) == n&(1<<16-1) || len(e.Got) == n&(1<<16-1)) && bytes.HasPrefix(e.Want, got)
		}),
	},
	{
		Mistake: "waits-for-newline",
		Needs:   "nothing more is to be read, and a goroutine stands inside ReadString, ReadBytes or ReadLine",
		Say:     "Your program reads on until a newline comes, and a reply need not end with one. The header says how long it is: read so many bytes.",
		Matches: callerFrames(waiting, inReadLine, func(e *Evidence) bool { return e.Kind != NoReply || !bytes.HasSuffix(e.Sent(), []byte("\n")) }),
	},
	{
		Mistake: "length-includes-header",
		Needs:   "the last four bytes of the body are missing on standard output",
		Say:     "Four bytes of the reply are missing: you took the length for that of header and body. It is the length of what follows the header.",
		Matches: callerFrames(one(BadOutput, EndedEarly, NoReply, BadExit), func(e *Evidence) bool {
			n := e.firstLength()
			body := e.Sent()[min(4, len(e.Sent())):]
			printed := strings.TrimRight(e.Stdout, "\n")
			return e.Frames == wire.StructFrames && n > 8 && len(body) >= n && !e.Pieces && strings.HasPrefix(printed, string(body[:n-4])) && !strings.HasPrefix(printed, string(body[:n-3]))
		}),
	},
	{
		Mistake: "eof-mid-body",
		Needs:   "the call ended inside a frame, and the program ended with status 0 or burns the processor",
		Say:     "The call ended inside a frame, and you took the part for the whole, or went round for ever. Read returns two values: look at the error as well as at the number of bytes.",
		Matches: callerFrames(one(BadExit, NotExited), func(e *Evidence) bool {
			return e.Noted("hangs up") && e.cutShort() && (exitedZero(e) || e.Spinning)
		}),
	},
	{
		Mistake: "eof-is-an-error",
		Needs:   "the call ended between two frames with nothing unanswered, and the program failed",
		Say:     "Every command had its reply when the server hung up. That is the end of the talk and no failure.",
		Matches: callerFrames(one(BadExit), func(e *Evidence) bool {
			return exitedBad(e) && !crashed(e) && e.Noted("hangs up") && !e.cutShort() && e.Stdout != ""
		}),
	},
	{
		Mistake: "header-short-read",
		Needs:   "the header came in pieces, the body did not, and the reply is lost or wrong",
		Say:     "Only part of the length had arrived, and you took it for all of it. Read returns what is there, be it one byte. io.ReadFull waits until the buffer is full.",
		Matches: callerFrames(notTold, func(e *Evidence) bool { return e.cutIn("length") && !e.cutIn("header") && !e.cutIn("body") }),
	},
	{
		Mistake: "body-short-read",
		Needs:   "the body came in pieces, the header did not, and the reply is lost or wrong; or as many bytes are printed as were wanted, and all that are wrong are zeros",
		Say:     "Only part of the body had arrived, and you took it for all of it. You know how long it is: io.ReadFull reads until so many bytes are there.",
		Matches: callerFrames(notTold, func(e *Evidence) bool {
			return e.cutIn("body") && !e.cutIn("length") && !e.cutIn("header") || e.Kind == BadOutput && e.filledUp()
		}),
	},
	{
		Mistake: "body-short-read",
		Needs:   "of a reply of more than 64 KiB only the beginning is on standard output, and neither that nor what is missing is a round number of bytes",
		Say:     "Only part of the body had arrived, and you took it for all of it. You know how long it is: io.ReadFull reads until so many bytes are there.",
		Matches: callerFrames(brokenOff, func(e *Evidence) bool {
			bare := len(bytes.TrimSuffix(e.Got, []byte("\n")))
			misread := (e.firstLength()-bare)%(1<<16) <= 1 // the length, that is; and bare may lack a newline of its own
			return !e.Pieces && len(e.Want) > 1<<16 && !round(len(e.Got)) && !round(bare) && !misread
		}),
	},
	{
		Mistake: "overread-lost",
		Needs:   "several frames came in one piece, were all taken off the connection, and not all were printed",
		Say:     "One Read brought more than one frame, and what was behind the first is lost, or was taken for a part of it. Read exactly the four bytes, then exactly the body; or keep what is left over for the next time.",
		Matches: callerFrames(notTold, (*Evidence).readAhead),
	},
}

// notTold is a caller that did not come to its next word, or not rightly.
func notTold(e *Evidence) bool {
	return one(NoReply, EndedEarly, NotClosed, NotExited, BadOutput, BadExit, WrongBytes, Extra, NotReading)(e)
}

// callerFrames returns a condition on callers that get frames.
func callerFrames(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		if !isCaller(e) || e.Frames == "" {
			return false
		}
		if e.Conn == "" {
			last := *e
			last.Conn = e.lastHeard()
			e = &last
		}
		return every(and, e) && len(e.Sent()) > 0
	}
}

// claims returns a condition on callers that were last told the length n, of a
// frame or of a JSON header.
func claims(kind func(*Evidence) bool, and func(e *Evidence, n int) bool) func(*Evidence) bool {
	return callerFrames(kind, func(e *Evidence) bool {
		n, ok := e.lastLength()
		return ok && and(e, n)
	})
}

// spokeLast reports whether the program has spoken on the connection after the
// last word that it heard there.
func (e *Evidence) spokeLast() bool {
	last := ""
	for _, event := range e.Wire {
		if event.Conn == e.Conn && len(event.Bytes) > 0 {
			last = event.From
		}
	}
	return last == wire.FromProgram
}

// structClaims is claims for frames with a length and a body alone.
func structClaims(kind func(*Evidence) bool, and func(e *Evidence, n int) bool) func(*Evidence) bool {
	return claims(kind, func(e *Evidence, n int) bool { return e.Frames == wire.StructFrames && and(e, n) })
}

func roomForAny(e *Evidence, n int) bool  { return n > 1<<20 && e.outOfMemory() }
func mostRefused(e *Evidence, n int) bool { return n == e.most() && exitedBad(e) }
func moreTaken(e *Evidence, n int) bool {
	return n > e.most() && !e.named(int64(n)) && !e.spokeLast() && (!e.Exited || exitedZero(e))
}

// readAhead reports whether frames came together and nothing of them is left to
// read, or was when the program hung up: that would break the call off (RFC 2525,
// section 2.17). A caller that says other words than were typed has another trouble.
func (e *Evidence) readAhead() bool {
	return e.together() && e.Peer.Queued == 0 && e.Kind != WrongBytes && !e.resetByProgram()
}
