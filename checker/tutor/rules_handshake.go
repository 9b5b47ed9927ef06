package tutor

import (
	"bytes"
	"strconv"
	"strings"

	"socketworkshop/checker/wire"
)

const readyWord = "recv_ready"

// handshakeRules are about lesson10: the length as text, the word recv_ready,
// and then the reply.
var handshakeRules = []Rule{
	{
		Mistake: "no-length-first",
		Needs:   "the reply came where its length should have been",
		Say:     "The reply came without its length. First say how many bytes it has, as decimal digits.",
		Matches: lengths(one(WrongBytes), func(e *Evidence) bool {
			return len(e.Got) > 0 && !isDigits(e.Got[:1]) && echoes(e.Got, e.lastSaid())
		}),
	},
	{
		Mistake: "length-not-as-digits",
		Needs:   "bytes that are no digits where the length should be",
		Say:     "The length is no row of decimal digits. This lesson says it as text, as strconv.Itoa makes it: 31 is the two bytes '3' and '1'.",
		Matches: lengths(one(WrongBytes), func(e *Evidence) bool { return len(e.Got) > 0 && !isDigits(e.Got[:1]) }),
	},
	{
		Mistake: "empty-output-deadlock",
		Needs:   "the length 0 for a command that prints nothing",
		Say:     "The length is 0, and then nothing can come. The rule of lesson07 holds: a command that prints nothing is answered by a newline.",
		Matches: lengths(one(WrongBytes, Extra), func(e *Evidence) bool { return string(e.Want) == "1" && string(e.Got) == "0" }),
	},
	{
		Mistake: "length-in-characters",
		Needs:   "a smaller number than the bytes of the reply that followed, which holds Chinese characters",
		Say:     "You counted characters where bytes count. A Chinese character is three bytes; len of a string or of a []byte is right, len([]rune(s)) is not.",
		Matches: lengths(one(WrongBytes), func(e *Evidence) bool {
			got, err := strconv.Atoi(string(e.Got))
			want, _ := strconv.Atoi(string(e.Want)) // digits, as lengths says
			return err == nil && got < want && !isASCII(e.lastSaid()) && e.Lies
		}),
	},
	{
		Mistake: "length-of-something-else",
		Needs:   "the length is not that of the reply which came after recv_ready",
		Say:     "The length is not that of the reply which follows. Make the reply first, with all that belongs to it, and count that.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && (e.Kind == BadLength || lengths(one(WrongBytes), func(e *Evidence) bool { return isDigits(e.Got) && e.Lies })(e))
		},
	},
	{
		Mistake: "length-of-something-else",
		Needs:   "fewer bytes came than the length has announced",
		Say:     "The length is not that of the reply which follows. Make the reply first, with all that belongs to it, and count that.",
		Matches: is(NoReply, afterReady, func(e *Evidence) bool { return len(e.Got) > 0 && !exited(e) }),
	},
	{
		Mistake: "ready-not-checked",
		Needs:   "the reply came after another word than recv_ready",
		Say:     "Something else than recv_ready was said, and the reply came all the same. Compare all ten bytes, and hang up when they are others.",
		Matches: is(Extra, isServer, func(e *Evidence) bool {
			return otherWord(e) && e.repliesEarly()
		}),
	},
	{
		Mistake: "sender-does-not-wait",
		Needs:   "the reply came behind its length, though nobody had said recv_ready",
		Say:     "The reply came before the caller said that it was ready. After the length comes a Read, and only then the reply.",
		Matches: is(Extra, isServer, onStream, func(e *Evidence) bool {
			return lengthSaid(e) && e.repliesEarly() && !e.said(readyWord)
		}),
	},
	{
		Mistake: "extra-bytes",
		Needs:   "the right length, and zero bytes behind it",
		Say:     "The length is right, and zero bytes follow it. They end a text in memory, or fill a buffer, and have no place on the wire: send the digits alone.",
		Matches: is(Extra, isServer, onStream, func(e *Evidence) bool {
			return lengthSaid(e) && len(e.Got) > 0 && len(bytes.Trim(e.Got, "\x00")) == 0
		}),
	},
	{
		Mistake: "goes-on-after-another-word",
		Needs:   "the connection stays open after another word than recv_ready, also where something else than the reply was said to it",
		Say:     "Something else than recv_ready was said, and the connection is still open. Who does not keep to the agreement may mean anything: hang up.",
		Matches: func(e *Evidence) bool {
			stays := e.Kind == NotClosed || e.Kind == Extra && e.PeerSeen && !e.PeerGone && e.End == ""
			return isServer(e) && stays && otherWord(e)
		},
	},
	{
		Mistake: "ready-torn",
		Needs:   "recv_ready came in pieces, and was not understood",
		Say:     "The word recv_ready came in pieces, and you took the first for all of it. You know how long it is: io.ReadFull reads that many bytes.",
		Matches: func(e *Evidence) bool {
			return one(NoReply, EndedEarly, NotReading)(e) && afterReady(e) && e.Pieces && !e.Exited
		},
	},
	{
		Mistake: "ready-compared-with-whole-buffer",
		Needs:   "recv_ready was said in one piece, and was not understood",
		Say:     "The word recv_ready came, and you did not know it. Was it compared with a whole buffer, zeros and all, or with a newline behind it? Read exactly ten bytes and compare those.",
		Matches: func(e *Evidence) bool {
			return one(NoReply, EndedEarly)(e) && afterReady(e) && len(e.Got) == 0 && !e.Exited && string(e.lastSaid()) == readyWord
		},
	},
	{
		Mistake: "ready-not-said",
		Needs:   "the length was said, and the caller waits",
		Say:     "The server has said the length and waits for recv_ready; you wait for the reply. Say the word when the length is there.",
		Matches: is(NoReply, isCaller, wantsReady, not(exited), func(e *Evidence) bool { return len(e.Got) == 0 }),
	},
	{
		Mistake: "ready-too-early",
		Needs:   "recv_ready came before the length was said",
		Say:     "The word recv_ready came right behind the command. It answers the length: read that first.",
		Matches: is(Extra, isCaller, func(e *Evidence) bool { return bytes.HasPrefix(e.Got, []byte(readyWord)) }),
	},
	{
		Mistake: "buffer-not-sliced",
		Needs:   "the caller ended at the length, with a zero byte in its words on standard error",
		Say:     "You read the length into a buffer and used all of the buffer. Read filled only the first n bytes of it; the rest is zeros. Use buf[:n].",
		Matches: is(EndedEarly, isCaller, wantsReady, func(e *Evidence) bool {
			return strings.Contains(e.Stderr, `\x00`) || strings.Contains(e.Stderr, "\x00")
		}),
	},
	{
		Mistake: "zero-length-deadlock",
		Needs:   "the length 0, and then the caller waits",
		Say:     "The length is 0, and you wait for a reply that has no byte. Go through the talk with an empty reply: after recv_ready there is nothing to read.",
		Matches: is(NoReply, isCaller, not(exited), func(e *Evidence) bool { return bytes.HasSuffix(e.Sent(), []byte("0")) && e.said(readyWord) }),
	},
	{
		Mistake: "one-read-is-not-a-message",
		Needs:   "the reply came in pieces, and the caller went on after the first",
		Say:     "The reply came in pieces, and your program took the first for all of it. You know how long it is: read until so many bytes are there. io.CopyN and io.ReadFull do.",
		Matches: func(e *Evidence) bool {
			waits := e.Kind == NoReply && e.PeerSeen && e.Peer.Queued == 0 // for more, having read all
			return isCaller(e) && e.Pieces && e.said(readyWord) && !waits && one(NotReading, EndedEarly, WrongBytes, BadOutput, BadExit, Extra, NoReply)(e)
		},
	},
	{
		Mistake: "eof-mid-body",
		Needs:   "the call ended in mid-reply, and the caller burns the processor",
		Say:     "The other side has hung up, and Read says so every time, at once. Your loop counts bytes and does not look at the error.",
		Matches: is(NotExited, isCaller, spinning, noted("hangs up")),
	},
	{
		Mistake: "round-trips-not-told",
		Needs:   "the flag -count, and no number of round trips on standard error",
		Say:     "With -count, tell on standard error how often you waited for the other side, and how long the command took: twice for each command.",
		Matches: is(NoWords, isCaller, func(e *Evidence) bool { return e.Flag("-count") }),
	},
}

// lengths returns a condition on servers that should have said a length.
func lengths(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		for _, condition := range and {
			if !condition(e) {
				return false
			}
		}
		return isServer(e) && onStream(e) && isDigits(e.Want) && len(e.Want) < 8
	}
}

func isDigits(b []byte) bool {
	return len(b) > 0 && !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}

// lengthSaid reports whether what the program has said is a length, or ends
// with one that has been taken.
func lengthSaid(e *Evidence) bool {
	said := bytes.TrimSuffix(e.Said(), e.Got)
	return len(said) > 0 && isDigits(said[len(said)-1:])
}

// otherWord reports whether the checker has answered a length with another word
// than recv_ready.
func otherWord(e *Evidence) bool {
	return lengthSaid(e) && len(e.lastSaid()) == len(readyWord) && string(e.lastSaid()) != readyWord
}

// repliesEarly reports whether what came too early is the reply to an echo, or
// its beginning: it stands in the command.
func (e *Evidence) repliesEarly() bool {
	reply := bytes.TrimRight(bytes.TrimLeft(e.Got, "\x00"), "\n\x00")
	command := bytes.TrimSuffix(e.Sent(), e.lastSaid())
	if !otherWord(e) {
		command = e.Sent()
	}
	return len(bytes.TrimSpace(reply)) > 0 && bytes.Contains(command, reply)
}

// afterReady reports whether the checker's last word to a server was
// recv_ready, or the beginning of it when it came in pieces.
func afterReady(e *Evidence) bool {
	if !isServer(e) || !onStream(e) || e.Turns == 0 {
		return false
	}
	for n := len(readyWord); n > 0 && (n == len(readyWord) || e.Pieces); n-- {
		if bytes.HasSuffix(e.Sent(), []byte(readyWord[:n])) && (n > 3 || lengthSaid(e)) { // a text may end like this by chance
			return true
		}
	}
	return false
}

func wantsReady(e *Evidence) bool { return string(e.Want) == readyWord }

// said reports whether the word went over the connection, in either direction.
func (e *Evidence) said(word string) bool {
	return bytes.Contains(e.Said(), []byte(word)) || bytes.Contains(e.Sent(), []byte(word))
}

// announced returns how many bytes of replies were said behind recv_ready.
func (e *Evidence) announced() (n int) {
	ready := false
	for _, event := range e.Wire {
		switch {
		case event.Conn != e.Conn || event.Size == 0:
		case event.From == wire.FromProgram:
			ready = bytes.HasSuffix(event.Bytes, []byte(readyWord))
		case ready:
			n += event.Size
		}
	}
	return n
}
