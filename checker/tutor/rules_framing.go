package tutor

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"

	"socketworkshop/checker/wire"
)

// framingRules are about frames: a length in four bytes, and so many bytes.
var framingRules = []Rule{
	{
		Mistake: "wrong-endian-header",
		Needs:   "a length whose four bytes are in the opposite order",
		Say:     "The four bytes of the length are backwards. On this wire the lowest byte goes first: binary.LittleEndian. The two sides must agree, and each order is as good as the other.",
		Matches: frameSaid(func(got, want []byte) bool { return len(got) >= 4 && string(got[:4]) == reverse(want[:4]) }),
	},
	{
		Mistake: "length-includes-header",
		Needs:   "a length that is too great by four",
		Say:     "Your length counts the four bytes of the header as well. It is the length of what follows the header.",
		Matches: frameSaid(func(got, want []byte) bool { return lengthOf(got) == lengthOf(want)+4 }),
	},
	{
		Mistake: "length-in-runes",
		Needs:   "the length is the number of characters, and there are fewer of them than bytes",
		Say:     "You counted characters where bytes count. A Chinese character is three bytes; len of a string or of a []byte is right, len([]rune(s)) is not.",
		Matches: frameSaid(func(got, want []byte) bool {
			return !isASCII(want[4:]) && lengthOf(got) == utf8.RuneCount(want[4:])
		}),
	},
	{
		Mistake: "silent-narrowing",
		Needs:   "a length of which only the two lowest bytes are right",
		Say:     "The length does not fit into 16 bits, and a conversion such as uint16(n) has cut it without a word. The header has room for 32.",
		Matches: frameSaid(func(got, want []byte) bool {
			return lengthOf(want) > 1<<16 && lengthOf(got) == lengthOf(want)&(1<<16-1)
		}),
	},
	{
		Mistake: "header-missing",
		Needs:   "the reply without anything in front of it",
		Say:     "The reply came without its header. Four bytes with its length go in front of it.",
		Matches: frameSaid(func(got, want []byte) bool { return len(got) >= 8 && bytes.HasPrefix(want[4:], got) }),
	},
	{
		Mistake: "length-as-text",
		Needs:   "the length in decimal digits",
		Say:     "The length came as text, in digits. A number of four bytes is wanted, and binary.LittleEndian.PutUint32 makes them.",
		Matches: frameSaid(func(got, want []byte) bool {
			return bytes.HasPrefix(got, strconv.AppendInt(nil, int64(lengthOf(want)), 10)) && lengthOf(got) != len(got)-4
		}),
	},
	{
		Mistake: "header-of-another-width",
		Needs:   "the length in two or eight bytes, and the reply behind them",
		Say:     "The length is right, but it does not have four bytes. Of what type is the number that you write? int and int64 have eight bytes, uint16 has two.",
		Matches: frameSaid(func(got, want []byte) bool {
			body := want[4:min(len(want), 12)]
			return string(got[:min(len(got), 2)]) == string(want[:2]) && (at(got, 2, body) || at(got, 8, body))
		}),
	},
	{
		Mistake: "frame-for-each-part",
		Needs:   "several frames that together hold the reply",
		Say:     "The reply came in several frames, and the caller takes the first for all of it. One command, one reply, one frame: gather all of it, and then write the header.",
		Matches: frameSaid(func(got, want []byte) bool {
			n := lengthOf(got)
			return n > 0 && n < lengthOf(want) && len(got) >= n+8 && string(got[4:4+n]) == string(want[4:4+n]) && lengthOf(got[4+n:]) == lengthOf(want)-n
		}),
	},
	{
		Mistake: "header-alone",
		Needs:   "the right header, and no body",
		Say:     "The header came, and nothing behind it. Did the body get into the same Write, or is it still in a buffer?",
		Matches: func(e *Evidence) bool {
			return one(NoReply, EndedEarly)(e) && e.framedServer() && string(e.Got) == string(e.Want[:4])
		},
	},
	{
		Mistake: "empty-output-deadlock",
		Needs:   "a frame of length 0 for a command that prints nothing",
		Say:     "The frame is empty. The rule of lesson07 holds: a command that prints nothing is answered by a newline, so that a person sees that it is over.",
		Matches: frameSaid(func(got, want []byte) bool { return string(want[4:]) == "\n" && lengthOf(got) == 0 }),
	},
	{
		Mistake: "length-of-all",
		Needs:   "a length that is greater than -max allows, and a reply that is cut",
		Say:     "The length is that of all that the command has printed. It must be that of the frame's body, which is cut.",
		Matches: is(BadLength, isServer, func(e *Evidence) bool { return e.Frames != "" && e.Flag("-max") && lengthOf(e.Got) > len(e.Want)+200 }),
	},
}

// frameSaid returns a condition on what a server has said where a frame was
// wanted.
func frameSaid(wrong func(got, want []byte) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return one(WrongBytes, NoReply, EndedEarly)(e) && e.framedServer() && len(e.Got) > 0 && wrong(e.Got, e.Want)
	}
}

// framedServer reports whether the program was to say a frame.
func (e *Evidence) framedServer() bool {
	return e.Frames == wire.StructFrames && e.headSize() > 0
}

// lengthOf returns the length in the first four bytes, or -1.
func lengthOf(frame []byte) int {
	if len(frame) < 4 {
		return -1
	}
	return int(int32(binary.LittleEndian.Uint32(frame)))
}

// at reports whether part stands in b at an offset, as far as b goes.
func at(b []byte, offset int, part []byte) bool {
	return len(b) > offset && len(part) > 0 && bytes.HasPrefix(b[offset:], part[:min(len(part), len(b)-offset)])
}

func reverse(b []byte) string {
	var back strings.Builder
	for i := range b {
		back.WriteByte(b[len(b)-1-i])
	}
	return back.String()
}
