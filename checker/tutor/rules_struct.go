package tutor

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// structRules are about lesson11: numbers as bytes. There is no wire, only what
// the program printed and should have printed.
var structRules = []Rule{
	{
		Mistake: "short-input-panics",
		Needs:   "a crash, or a trace about an index or a length, where bytes are missing",
		Say:     "Your program reached for bytes that are not there, and died of it. Compare lengths before you take something out.",
		Matches: packing(one(BadExit, NotRefused, NoWords), (*Evidence).ranOut),
	},
	{
		Mistake: "failure-exits-zero",
		Needs:   "words on standard error, of a bad frame a layer that is not on standard output, nothing there that does not belong there, and exit status 0",
		Say:     "What is wrong is said on standard error, and the exit status is 0: the shell, and every script, takes that for success. End with status 1.",
		Matches: packing(one(BadExit, NotRefused), exitedZero, (*Evidence).refusedInPeace),
	},
	{
		Mistake: "silent-narrowing",
		Needs:   "of a number that has no room in its code, the lowest bits were packed",
		Say:     "The number does not fit, and it became another one without a word: a conversion such as uint8(v) keeps the lowest bits. Ask for the range before you convert; strconv.ParseInt does, with the number of bits.",
		Matches: packing(one(NotRefused), func(e *Evidence) bool { return strings.HasPrefix(e.Saying, "'") }, lowestBits),
	},
	{
		Mistake: "range-not-told",
		Needs:   "a number was refused with words on standard error, and without the range it should have been in",
		Say:     "The number is refused, and that is right. But the message does not tell the range, in the words of the lesson: 'b' format requires -128 <= number <= 127.",
		Matches: packing(one(NoWords), (*Evidence).hasWords, func(e *Evidence) bool { return strings.HasPrefix(e.Saying, "'") }),
	},
	{
		Mistake: "bad-format-accepted",
		Needs:   "a format that means nothing is not refused",
		Say:     "The format means nothing, and you made something of it. An unknown letter, or a number without one, is an error.",
		Matches: packing(one(NotRefused), badFormat),
	},
	{
		Mistake: "trailing-or-missing-bytes-ignored",
		Needs:   "unpack took more or fewer bytes than the format has",
		Say:     "There are more bytes than the format takes, or fewer, and you did not notice. One of the two sides means another format: compare the lengths first.",
		Matches: packing(one(NotRefused), word("unpack"), func(e *Evidence) bool { return e.Saying != "" }),
	},
	{
		Mistake: "want-and-got-not-told",
		Needs:   "a wrong number of bytes was refused with words on standard error, and no line of them has two numbers of which one is how many came",
		Say:     "It is refused, but the message does not say how many bytes were wanted and how many there were. Both numbers help whoever reads it.",
		Matches: packing(one(NoWords), word("unpack"), (*Evidence).hasWords, func(e *Evidence) bool { return e.Saying != "" && !e.tellsLengths() }),
	},
	{
		Mistake: "values-not-counted",
		Needs:   "pack took more or fewer values than the format has",
		Say:     "There are more values than the format takes, or fewer, and you did not notice. Compare the numbers before you pack.",
		Matches: packing(one(NotRefused), word("pack"), (*Evidence).miscounted),
	},
	{
		Mistake: "layer-not-checked",
		Needs:   "a bad header of IPv4 or TCP was taken for a good one, without a word on standard error",
		Say:     "A header says something that cannot be, and you believed it. Look at each length before you use it: is it at least that of the header, and are so many bytes there?",
		Matches: is(BadExit, word("frame"), exitedZero, not((*Evidence).hasWords), (*Evidence).carriesTCP),
	},
	{
		Mistake: "layer-not-named",
		Needs:   "a bad frame is refused with words on standard error, and without the layer and the byte",
		Say:     "The frame is refused, but not said where. Name the layer that says what cannot be, or in which the bytes run out, and the byte, counted from the beginning of the frame.",
		Matches: is(NoWords, word("frame"), (*Evidence).hasWords),
	},
	{
		Mistake: "native-long-is-eight",
		Needs:   "l and L of a native format were taken as four bytes",
		Say:     "In the native format l and L are C's long, eight bytes on 64-bit Unix. In the others they are four.",
		Matches: sizes(true, func(f string) int { return structSize(f, 4, true, false) }),
	},
	{
		Mistake: "padding-missing",
		Needs:   "the holes of a native format are missing, and so is one before a number with the count 1",
		Say:     "Without an order, or with @, values lie as C puts them: each at a multiple of its width, with holes between. Your row has no holes.",
		Matches: packing(sizes(true, func(f string) int { return structSize(f, 8, false, false) }), func(e *Evidence) bool { return !e.Probes.Holes }),
	},
	{
		Mistake: "padding-at-end",
		Needs:   "a native format has a hole at its end",
		Say:     "C rounds up the size of a struct, so that several fit in a row. This format does not: there are holes between values, and none at the end.",
		Matches: sizes(true, func(f string) int { return structSize(f, 8, true, true) }),
	},
	{
		Mistake: "padding-assumed",
		Needs:   "a format of a fixed order has holes, or an eight-byte long",
		Say:     "With =, <, > or ! values lie one behind the other, and l has four bytes. Holes and C's sizes belong to the native format alone.",
		Matches: func(e *Evidence) bool {
			return sizes(false, func(f string) int { return structSize(f, 4, true, false) })(e) ||
				sizes(false, func(f string) int { return structSize(f, 8, false, false) })(e) ||
				sizes(false, func(f string) int { return structSize(f, 8, true, false) })(e)
		},
	},
	{
		Mistake: "host-byte-order",
		Needs:   "the bytes of each number are in the opposite order, and some number is another one backwards",
		Say:     "The bytes of the number are backwards. With < the lowest byte goes first, with > and ! the highest; = and @ have the machine's order.",
		Matches: packing(one(WrongAnswer), reversed),
	},
	{
		Mistake: "holes-not-skipped",
		Needs:   "a row of the right length, with the holes in the wrong places",
		Say:     "The length is right, and the values stand in the wrong places. Put each at the place that layout has found for it, behind its hole.",
		Matches: packing(one(WrongAnswer), word("pack"), hasHoles, (*Evidence).skips, func(e *Evidence) bool { return holesMoved(e.Got, e.Want) }),
	},
	{
		Mistake: "mixed-order",
		Needs:   "numbers with the right bytes, in another order in some of them, and in the right one in others",
		Say:     "The bytes are right, but some stand in the wrong order. Choose the order in one place, and ask that place for every number.",
		Matches: packing(one(WrongAnswer), word("pack"), withinNumbers),
	},
	{
		Mistake: "signedness",
		Needs:   "a number that is off by a power of two: 2 to the number of its bits",
		Say:     "The bits are right, and the highest one is not a minus sign here, or is one. Small letters have a sign, capitals have none.",
		Matches: packing(one(WrongAnswer), word("unpack"), signLost),
	},
	{
		Mistake: "signedness",
		Needs:   "the lowest or the highest number of a code is refused, and one is taken that only the code of the other sign has",
		Say:     "A number at the edge of the range was refused. Small letters have a sign, capitals have none: b goes from -128 to 127, B from 0 to 255.",
		Matches: packing(one(WrongAnswer), word("pack"), exitedBad, (*Evidence).atOtherSign, func(e *Evidence) bool { return e.Probes.Sign }),
	},
	{
		Mistake: "count-is-the-length-of-a-text",
		Needs:   "a format with s is refused, and two values are taken for 2s",
		Say:     "The number before s is not how many values there are. It is the length of one text: 5s takes one value and five bytes.",
		Matches: packing(one(WrongAnswer), exitedBad, func(e *Evidence) bool { return e.hasCode("s") && e.Probes.Texts }),
	},
	{
		Mistake: "zeros-trimmed",
		Needs:   "a text without the zeros that belong to it",
		Say:     "The zeros behind the text are gone. They belong to it: whether they are there to fill up is not for unpack to know.",
		Matches: packing(one(WrongAnswer), word("unpack"), func(e *Evidence) bool {
			return bytes.Equal(bytes.ReplaceAll(e.Want, []byte(`\x00`), nil), bytes.ReplaceAll(e.Got, []byte(`\x00`), nil)) && len(e.Got) < len(e.Want)
		}),
	},
	{
		Mistake: "not-quoted",
		Needs:   "a text as it is, and not as Go quotes it, and no line missing",
		Say:     "A text is printed as Go quotes it (%q, strconv.Quote): bytes that are no text would be lost on a screen, or obeyed.",
		Matches: packing(one(WrongAnswer), word("unpack"), exitedZero, func(e *Evidence) bool {
			missing := strings.Count(strings.TrimSuffix(e.Stdout, "\n"), "\n") < bytes.Count(e.Want, []byte("\n"))
			return !missing && e.hasCode("sc") && bytes.Count(e.Got, []byte(`"`))+bytes.Count(e.Got, []byte("'")) < bytes.Count(e.Want, []byte(`"`))
		}),
	},
	{
		Mistake: "bool-as-number",
		Needs:   "1 and 0 where true and false should be, and nothing else is wrong",
		Say:     "? is a bool: it is 1 or 0 as a byte, and printed it is true or false (strconv.FormatBool).",
		Matches: packing(one(WrongAnswer), word("unpack"), func(e *Evidence) bool {
			numbers := strings.NewReplacer("true", "1", "false", "0").Replace(string(e.Want))
			return e.hasCode("?") && string(e.Got) == numbers
		}),
	},
	{
		Mistake: "single-shown-as-single",
		Needs:   "the shortest decimal of a float32, and a float64 is printed with all its digits",
		Say:     "The four bytes of f mean a float32. As a float64 it is 0.10000000149011612 and not 0.1; print the shortest decimal of that.",
		Matches: packing(one(WrongAnswer), word("unpack"), func(e *Evidence) bool {
			return e.hasCode("f") && e.Probes.Double && slices.EqualFunc(strings.Fields(string(e.Got)), strings.Fields(string(e.Want)), sameSingle)
		}),
	},
	{
		Mistake: "floats-mixed-up",
		Needs:   "for f and d the bytes of the other, half of them, or those of the number without its fraction",
		Say:     "The bytes of a floating-point number are others. f has the 32 bits of a float32 (math.Float32bits), d the 64 of a float64: neither is a part of the other.",
		Matches: packing(one(WrongAnswer), word("pack"), otherFloat),
	},
	{
		Mistake: "holes-not-skipped",
		Needs:   "values of a format with holes that stand some bytes before or behind their places",
		Say:     "The values are taken from the wrong places. In the native format there are holes between them: take each from the place that layout has found for it.",
		Matches: packing(one(WrongAnswer), word("unpack"), hasHoles, (*Evidence).skips, (*Evidence).shifted),
	},
}

// refusedInPeace reports whether the program said on standard error what is wrong
// and printed nothing that it should not have.
func (e *Evidence) refusedInPeace() bool {
	return e.hasWords() && (strings.TrimSpace(e.Stdout) == "" || e.Args[0] == "frame" && e.stopsAtLayer())
}

// stopsAtLayer reports whether standard error names a layer of a frame that is not on
// standard output.
func (e *Evidence) stopsAtLayer() bool {
	return slices.ContainsFunc([]string{"ethernet", "ipv4", "tcp", "payload"}, func(layer string) bool {
		return strings.Contains(strings.ToLower(e.Stderr), layer) && !hasLine(e.Stdout, layer+" ")
	})
}

var wholeNumber = regexp.MustCompile(`\b\d+\b`)

// tellsLengths reports whether a line of standard error has two numbers, of which
// one is how many bytes unpack was given.
func (e *Evidence) tellsLengths() bool {
	got := strconv.Itoa(len(e.Args[len(e.Args)-1]) / 2)
	return slices.ContainsFunc(strings.Split(e.Stderr, "\n"), func(line string) bool {
		all := wholeNumber.FindAllString(line, -1)
		return len(all) > 1 && slices.Contains(all, got)
	})
}
