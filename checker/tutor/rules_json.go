package tutor

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"unicode/utf8"

	"socketworkshop/checker/wire"
)

// jsonRules are about servers whose replies have a JSON header: its length in
// four bytes, the header, and data_size bytes of body.
var jsonRules = []Rule{
	{
		Mistake: "header-length-missing",
		Needs:   "a JSON object where its length should be",
		Say:     "The JSON header came without its length. Whoever reads it cannot know where it ends: four bytes with its length go in front of it, as writeFrame of lesson12 writes them.",
		Matches: replySaid(func(r jsonReply) bool { return r.at == 0 }),
	},
	{
		Mistake: "wrong-endian-header",
		Needs:   "a JSON header whose length has its four bytes in the opposite order",
		Say:     "The four bytes of the header's length are backwards. On this wire the lowest byte goes first: binary.LittleEndian, as in lesson12.",
		Matches: replySaid(func(r jsonReply) bool {
			return r.at == 4 && string(r.got[:4]) == reverse(int32Bytes(len(r.header)))
		}),
	},
	{
		Mistake: "length-as-text",
		Needs:   "the length of a JSON header in decimal digits",
		Say:     "The length of the header came as text, in digits. A number of four bytes is wanted; writeFrame makes it.",
		Matches: replySaid(func(r jsonReply) bool { return r.at > 0 && string(r.got[:r.at]) == strconv.Itoa(len(r.header)) }),
	},
	{
		Mistake: "header-of-another-width",
		Needs:   "the length of a JSON header in eight bytes",
		Say:     "The length of the header is right, but it has eight bytes in place of four. Of what type is the number that you write? int and int64 have eight.",
		Matches: replySaid(func(r jsonReply) bool {
			return r.at == 8 && binary.LittleEndian.Uint64(r.got) == uint64(len(r.header))
		}),
	},
	{
		Mistake: "length-includes-header",
		Needs:   "a length of the JSON header that is too great by four",
		Say:     "The length of the header counts its own four bytes as well. It is the length of what follows it: of the JSON.",
		Matches: replySaid(func(r jsonReply) bool { return r.at == 4 && r.n == len(r.header)+4 }),
	},
	{
		Mistake: "length-in-characters",
		Needs:   "the length of a JSON header is the number of its characters, and there are fewer of them than bytes",
		Say:     "You counted the characters of the header where bytes count. JSON may hold any text, and a Chinese character is three bytes. len of a string or of a []byte is right, len([]rune(s)) is not.",
		Matches: replySaid(func(r jsonReply) bool {
			runes, blanks := utf8.RuneCount(r.header), len(r.body)-len(bytes.TrimLeft(r.body, " \t\r\n"))
			return r.at == 4 && r.n < len(r.header) && r.n >= runes && r.n <= runes+blanks // the blanks may be the header's
		}),
	},
	{
		Mistake: "length-of-both",
		Needs:   "a length that is the sum of the JSON header and the body",
		Say:     "The four bytes say how long header and body are together. They are the length of the header alone; how long the body is, the header says.",
		Matches: replySaid(func(r jsonReply) bool { return r.at == 4 && len(r.wanted) > 0 && r.n == len(r.header)+len(r.wanted) }),
	},
	{
		Mistake: "header-missing",
		Needs:   "the reply itself, or the reply behind its length in four bytes",
		Say:     "The reply came without a JSON header. What stands in front of it, if anything, is the header of lesson12. Here the frame of lesson12 holds the header, and the reply follows it.",
		Matches: replySaid(func(r jsonReply) bool {
			return r.at < 0 && len(r.got) >= 8 && (bytes.HasPrefix(r.wanted, r.got) || r.n == len(r.wanted) && at(r.got, 4, r.wanted))
		}),
	},
	{
		Mistake: "header-alone",
		Needs:   "the right JSON header, and no body",
		Say:     "The header came, and nothing behind it. Was the body written, and was the buffer flushed behind it?",
		Matches: replySaid(func(r jsonReply) bool {
			return r.at == 4 && r.n == len(r.header) && len(r.body) == 0 && r.size == strconv.Itoa(len(r.wanted))
		}),
	},
	{
		Mistake: "newline-behind-header",
		Needs:   "a newline between the JSON header and the body that neither of the lengths counts",
		Say:     "Between the header and the body stands a newline, and it is the first byte of the body now. json.Encoder writes one behind each value: json.Marshal does not.",
		Matches: replySaid(func(r jsonReply) bool {
			return r.at == 4 && r.n == len(r.header) && len(r.body) > 1 && r.body[0] == '\n' && bytes.HasPrefix(r.wanted, r.body[1:min(len(r.body), len(r.wanted))])
		}),
	},
	{
		Mistake: "body-with-a-length",
		Needs:   "the right JSON header, and in front of the body four bytes that no length counts",
		Say:     "Between the header and the body stand four bytes: the length of the body once more. The body has no frame of its own; data_size says how long it is.",
		Matches: replySaid(func(r jsonReply) bool {
			framed := r.at == 4 && r.n == len(r.header) && r.size == strconv.Itoa(len(r.wanted))
			return framed && lengthOf(r.body) == len(r.wanted) && at(r.body, 4, r.wanted)
		}),
	},
	{
		Mistake: "size-field-missing",
		Needs:   "a JSON header without a field data_size",
		Say:     "The header is JSON, but it has no field data_size. A field of a struct is written under the name in its tag, `json:\"data_size\"`, and only when its own name begins with a capital letter.",
		Matches: replySaid(func(r jsonReply) bool { return r.at == 4 && r.n == len(r.header) && r.size == "" }),
	},
	{
		Mistake: "size-as-text",
		Needs:   "a JSON header whose data_size stands in quotes",
		Say:     "data_size is a text in quotes, and a number is wanted. Make its field an int64, not a string.",
		Matches: replySaid(func(r jsonReply) bool { return r.at == 4 && r.n == len(r.header) && r.size != "" && r.size[0] == '"' }),
	},
	{
		Mistake: "empty-output-deadlock",
		Needs:   "data_size 0 for a command that prints nothing",
		Say:     "The body is empty. The rule of lesson07 holds: a command that prints nothing is answered by a newline, so that a person sees that it is over.",
		Matches: replySaid(func(r jsonReply) bool { return r.size == "0" && string(r.wanted) == "\n" }),
	},
	{
		Mistake: "length-in-characters",
		Needs:   "data_size is the number of characters of the body, and there are fewer of them than bytes",
		Say:     "data_size counts characters where bytes count. A Chinese character is three bytes; len of a string or of a []byte is right, len([]rune(s)) is not.",
		Matches: replySaid(func(r jsonReply) bool {
			return !isASCII(r.wanted) && r.size == strconv.Itoa(utf8.RuneCount(r.wanted))
		}),
	},
	{
		Mistake: "frame-for-each-part",
		Needs:   "several JSON headers, each with a part of the reply",
		Say:     "The reply came in several parts, each behind a header of its own, and the caller takes the first for all of it. One command, one reply, one header: gather all of it first.",
		Matches: replySaid(func(r jsonReply) bool {
			n, err := strconv.Atoi(r.size)
			return err == nil && n > 0 && n < len(r.wanted) && len(r.body) > n+4 && string(r.body[:n]) == string(r.wanted[:n]) && partFollows(r.body[n+4:], r.wanted[n:])
		}),
	},
	{
		Mistake: "length-of-all",
		Needs:   "a data_size that is greater than -max allows, and a body that is cut",
		Say:     "data_size is the length of all that the command has printed. It must be that of the body, which is cut.",
		Matches: is(BadLength, func(e *Evidence) bool {
			r, ok := e.jsonReply()
			n, err := strconv.Atoi(r.size)
			return ok && err == nil && e.Flag("-max") && n > len(r.body)
		}),
	},
	{
		Mistake: "buffer-too-small",
		Needs:   "a long command's output stops where a round number of the command's bytes end, and another reply follows",
		Say:     "The command was longer than your buffer, and the shell got only its beginning; the rest came with the next Read, as another command. Make the buffer as long as a command may be: 1024 bytes in this lesson.",
		Matches: is(WrongBytes, (*Evidence).commandCut),
	},
	{
		Mistake: "body-size-mismatch",
		Needs:   "data_size is not the number of bytes that came behind the header",
		Say:     "data_size is one number, and the body has another number of bytes. Whoever reads it takes the difference for the next header, or waits for it. Make the body first, with all that belongs to it, and count that.",
		Matches: is(BadLength, func(e *Evidence) bool { _, ok := e.jsonReply(); return ok }),
	},
}

// partFollows reports whether a JSON header stands there, and behind it the
// beginning of the text, as far as it has come.
func partFollows(said, text []byte) bool {
	header := wire.Header(said)
	body := said[len(header):]
	n := min(len(body), len(text), 8)
	return header != nil && string(body[:n]) == string(text[:n])
}

// replySaid returns a condition on what a server has said in place of a JSON
// header and a body.
func replySaid(wrong func(r jsonReply) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		r, ok := e.jsonReply()
		return ok && one(WrongBytes, NoReply, EndedEarly, BadLength)(e) && wrong(r)
	}
}

// headSize returns how many bytes stand in front of the body of the frame that
// a server was to say, or 0 where it was to say none.
func (e *Evidence) headSize() int {
	switch {
	case !isServer(e) || len(e.Want) <= 4:
	case e.Frames == wire.StructFrames:
		return 4
	case e.Frames == wire.JSONFrames:
		if header := wire.Header(e.Want[4:]); header != nil {
			return 4 + len(header)
		}
	}
	return 0
}
