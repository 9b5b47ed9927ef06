package tutor

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
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
		Needs:   "bytes that are no digits where the first length should be",
		Say:     "The length is no row of decimal digits. This lesson says it as text, as strconv.Itoa makes it: 31 is the two bytes '3' and '1'.",
		Matches: lengths(one(WrongBytes), func(e *Evidence) bool { return len(e.Got) > 0 && !isDigits(e.Got[:1]) && e.Turns == 0 }),
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
		Needs:   "the reply came behind its length, though nobody had said recv_ready; or both came in one, the length is right, and so many bytes stand behind it",
		Say:     "The reply came before the caller said that it was ready. After the length comes a Read, and only then the reply.",
		Matches: func(e *Evidence) bool {
			early := e.Kind == Extra && lengthSaid(e) && e.repliesEarly() && !e.said(readyWord)
			return isServer(e) && onStream(e) && (early || e.runsOn())
		},
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
		Needs:   "the first recv_ready was said in one piece, and the program hung up, or sent the reply when 4096 bytes or a newline had followed it",
		Say:     "The word recv_ready came, and you did not know it. Was it compared with a whole buffer, zeros and all, or with a newline behind it? Read exactly ten bytes and compare those.",
		Matches: func(e *Evidence) bool {
			refuses := e.Kind == EndedEarly || e.Kind == NoReply && (e.Found(Filler) || e.Found(Newline))
			return refuses && afterReady(e) && e.Turns == 1 && len(e.Got) == 0 && !e.Exited && string(e.lastSaid()) == readyWord
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
		Matches: is(Extra, isCaller, func(e *Evidence) bool {
			again := bytes.HasSuffix(bytes.TrimSuffix(e.Said(), e.Got), []byte(readyWord)) // it was said for this length already
			return bytes.HasPrefix(e.Got, []byte(readyWord)) && !e.readyAnswers() && !again
		}),
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
		Mistake: "zero-length-deadlock",
		Needs:   "the length 0, and then the caller says its next command in place of recv_ready",
		Say:     "The length is 0, and you went on without recv_ready. The server waits for that word, also where the reply has no byte: say it, and then there is nothing to read.",
		Matches: is(WrongBytes, isCaller, wantsReady, func(e *Evidence) bool {
			return string(e.lastSaid()) == "0" && slices.ContainsFunc(e.Typed, func(line string) bool { return line != "" && strings.HasPrefix(string(e.Got), line) })
		}),
	},
	{
		Mistake: "one-read-is-not-a-message",
		Needs:   "a reply came in pieces, and the caller said something before the last, or said nothing more and failed",
		Say:     "The reply came in pieces, and your program took the first for all of it. You know how long it is: read until so many bytes are there. io.CopyN and io.ReadFull do.",
		Matches: func(e *Evidence) bool {
			waits := e.Kind == NoReply && e.PeerSeen && e.Peer.Queued == 0 // for more, having read all
			return isCaller(e) && e.Pieces && e.leavesReply() && !waits && one(NotReading, EndedEarly, WrongBytes, BadOutput, BadExit, Extra, NoReply)(e)
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
