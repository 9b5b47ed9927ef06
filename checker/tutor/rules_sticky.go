package tutor

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// stickyRules are about the laboratory of lesson09: what each Read brings, and
// how Reads lie beside messages.
var stickyRules = []Rule{
	{
		Mistake: "buffer-not-sliced",
		Needs:   "the text of a Read, and behind it zeros, or the tail of an earlier and longer one",
		Say:     "You printed the whole buffer. Read filled only the first n bytes of it; the rest is zeros, or left over from last time. Use buf[:n].",
		Matches: reading(one(BadOutput), func(e *Evidence) bool {
			return zerosBehind(e) || e.isStale(strings.TrimSuffix(string(e.Got), "\"\n"), strings.TrimSuffix(string(e.Want), "\"\n"))
		}),
	},
	{
		Mistake: "waits-for-full-buffer",
		Needs:   "a goroutine inside io.ReadFull or io.ReadAtLeast; or no line came until the checker had sent 4096 bytes more, and then the first tells of a full buffer; or a Read reported with all that should have been in several",
		Say:     "Your program reads on until its buffer is full. One Read returns as soon as there is something, and that is what this laboratory looks at. io.ReadFull is for later.",
		Matches: reading(one(BadOutput, NotExited, NotClosed), func(e *Evidence) bool {
			return e.BlockedIn("io.ReadFull", "io.ReadAtLeast") || e.Found(Filler) && fullAtLast(e) || e.Kind == BadOutput && joinsReads(e)
		}),
	},
	{
		Mistake: "waits-for-newline",
		Needs:   "a goroutine inside ReadString, ReadBytes, ReadLine or Scan, and the caller has said something",
		Say:     "Your program reads on until a newline comes, and there is none on this wire. One Read returns what is there, and that is what this laboratory looks at.",
		Matches: reading(one(BadOutput, NotExited, NotClosed), lineReading),
	},
	{
		Mistake: "both-wait-for-eof",
		Needs:   "a goroutine inside io.ReadAll",
		Say:     "Your program reads to the end of the call (io.ReadAll), and the caller has not hung up. One Read for each size is what this laboratory looks at.",
		Matches: reading(one(BadOutput, NotExited, NotClosed), func(e *Evidence) bool { return e.BlockedIn("io.ReadAll", "io.Copy") }),
	},
	{
		Mistake: "read-size-ignored",
		Needs:   "a Read that brought more bytes than its size in -reads",
		Say:     "A Read brought more than it was told to take. The n-th Read gets a buffer of the n-th size of -reads.",
		Matches: reading(one(BadOutput, NotClosed), func(e *Evidence) bool {
			sizes := strings.Split(e.flag("-reads"), ",")
			for i, line := range slices.Collect(strings.Lines(e.Stdout)) {
				brought := readLines([]byte(line))
				if len(brought) == 0 {
					return false // and which Read the next line is about is not known
				}
				if size, err := strconv.Atoi(sizes[min(i, len(sizes)-1)]); err == nil && brought[0] > size {
					return true
				}
			}
			return false
		}),
	},
	{
		Mistake: "eof-is-an-error",
		Needs:   "the caller hung up, and the program failed with EOF",
		Say:     "The caller has hung up, and you call that a failure. io.EOF is how Read says that all was read: the ordinary end.",
		Matches: func(e *Evidence) bool {
			return e.laboratory() && exitedBad(e) && strings.Contains(strings.ToUpper(e.Stderr), "EOF") && one(BadExit, BadOutput)(e)
		},
	},
	{
		Mistake: "length-in-characters",
		Needs:   "the right text of a Read, and the number of its characters in place of its bytes",
		Say:     "You counted characters where bytes count. In len of a string a Chinese character is three bytes; len([]rune(s)) is another number.",
		Matches: reading(one(BadOutput), countsRunes),
	},
	{
		Mistake: "end-not-said",
		Needs:   "every Read is reported, and the line end is missing",
		Say:     "The caller has hung up, and the output does not say so. When Read returns io.EOF, print end.",
		Matches: reading(one(BadOutput), func(e *Evidence) bool { return string(e.Want) == string(e.Got)+"end\n" }),
	},
	{
		Mistake: "end-without-eof",
		Needs:   "the line end behind as many Reads as there are sizes, where none is due",
		Say:     "The output says end, and no Read has met it: all sizes were used up before. io.EOF is what Read returns when the caller has hung up and all is read.",
		Matches: reading(one(BadOutput), func(e *Evidence) bool {
			usedUp := len(readLines(e.Want)) == len(strings.Split(e.flag("-reads"), ","))
			return usedUp && string(e.Got) == string(e.Want)+"end\n"
		}),
	},
	{
		Mistake: "output-not-flushed",
		Needs:   "a line that is known is not on standard output while the program runs",
		Say:     "The line is known, and nobody can read it: it waits in your program until the end. Write each line to standard output when you have it.",
		Matches: reading(one(BadOutput), not(exited), func(e *Evidence) bool { return e.Stdout == "" }),
	},
	{
		Mistake: "not-quoted",
		Needs:   "each Read is reported with its number of bytes, and a text that Go does not quote so",
		Say:     "The numbers are right, but the text does not stand there as Go quotes it with %q: newlines, control characters and halves of characters escaped, and what one can see as it is.",
		Matches: reading(one(BadOutput), func(e *Evidence) bool {
			before, want, _ := strings.Cut(string(e.Want), ": ")
			text, ok := strings.CutPrefix(string(e.Got), before+": ")
			want, _, _ = strings.Cut(want, "\n")
			return ok && !quoted(text) && !strings.HasPrefix(text, want)
		}),
	},
	{
		Mistake: "newline-sent",
		Needs:   "the messages of the caller, with newlines between or behind them",
		Say:     "A newline travelled with each message. It belongs to the keyboard and the screen, not to the wire: send the text without it.",
		Matches: is(WrongBytes, isCaller, func(e *Evidence) bool {
			return e.words() > 1 && bytes.Equal(bytes.ReplaceAll(e.Got, []byte("\n"), nil), e.Want)
		}),
	},
	{
		Mistake: "messages-out-of-order",
		Needs:   "the messages of the caller, in another order",
		Say:     "The messages came in another order than they were given. Goroutines run in any order: say one message after another, in one goroutine.",
		Matches: is(WrongBytes, isCaller, func(e *Evidence) bool {
			return len(e.Args) > 0 && e.words() > 1 && len(e.Got) == len(e.Want) && sortedBytes(e.Got) == sortedBytes(e.Want)
		}),
	},
	{
		Mistake: "gap-ignored",
		Needs:   "the second message came at once, though the gap was a quarter of an hour, and a source in which call leads to nothing that waits",
		Say:     "The gap is a quarter of an hour, and the second message came at once. Say each message with a Write of its own, and wait between two (time.Sleep).",
		Matches: is(Extra, isCaller, func(e *Evidence) bool { return e.Flag("-gap") }, habit(waitsNowhere)),
	},
	{
		Mistake: "gap-before-first",
		Needs:   "a message alone does not come, and the program sleeps",
		Say:     "There is one message only, and it does not come: the gap stands before it. It belongs between two messages.",
		Matches: is(NoReply, isCaller, func(e *Evidence) bool { return e.Flag("-gap") && e.words() == 1 }),
	},
	{
		Mistake: "writes-held-back",
		Needs:   "nothing of the first of several messages comes before the gap is over, though one alone does",
		Say:     "The first message does not come before the gap is over: something in your program collects what you write. A bufio.Writer keeps it until Flush. Write to the connection itself.",
		Matches: is(NoReply, isCaller, func(e *Evidence) bool { return e.Flag("-gap") && e.words() > 1 && len(e.Got) == 0 }),
	},
	{
		Mistake: "gap-after-last",
		Needs:   "all messages came, and the program does not end, with a gap of a quarter of an hour",
		Say:     "All is said, and the program waits once more before it hangs up. The gap belongs between two messages.",
		Matches: func(e *Evidence) bool {
			return one(NotClosed, NotExited)(e) && isCaller(e) && e.Flag("-gap") && e.words() == 1
		},
	},
	{
		Mistake: "sender-loops-bytes",
		Needs:   "more segments than messages, with TCP_NODELAY",
		Say:     "A message came in crumbs: it was written in several Writes, and each travelled by itself. Hand the whole message to one Write.",
		Matches: is(Crumbled),
	},
	{
		Mistake: "nodelay-ignored",
		Needs:   "TCP_NODELAY is other than -nodelay says",
		Say:     "TCP_NODELAY of your socket is not what -nodelay says. (*net.TCPConn).SetNoDelay sets it; Go turns it on for every new connection.",
		Matches: is(BadOption, func(e *Evidence) bool { return len(e.Args) > 0 && e.Args[0] == "call" }),
	},
	{
		Mistake: "eof-counted-as-read",
		Needs:   "one read more than there were, of pieces that fit into any buffer",
		Say:     "One read too many: the last one brought no bytes, only the end. Count what brings something (n > 0).",
		Matches: is(BadOutput, (*Evidence).inSmallPieces, counting(func(got, want tally) bool {
			return got.reads == want.reads+1 && got.messages == want.messages && got.sticking == want.sticking && got.splitting == want.splitting
		})),
	},
	{
		Mistake: "buffer-too-small",
		Needs:   "more reads than pieces that came, by more than one or with splitting where there is none",
		Say:     "You counted more reads than there were pieces to read: your buffer is smaller than what lay ready, so one piece took several Reads. One of 64 KiB is never too small here.",
		Matches: counting(func(got, want tally) bool {
			cuts := want.splitting == "no" && got.splitting == "yes"
			return got.reads > want.reads && got.messages == want.messages && (cuts || got.reads > want.reads+1)
		}),
	},
	{
		Mistake: "reads-joined",
		Needs:   "fewer reads than pieces that came, each of which was read, and fewer than eight: a row of many may be full",
		Say:     "You counted fewer reads than there were. Something between your count and the connection joined them: io.ReadAll, io.Copy, io.ReadFull and a bufio.Scanner call Read as often as they like. Call conn.Read yourself, and count that.",
		Matches: counting(func(got, want tally) bool {
			return got.reads < min(want.reads, 8) && got.messages == want.messages
		}),
	},
	{
		Mistake: "read-equals-message",
		Needs:   "as many messages as reads, where they differ",
		Say:     "You took every Read for a message. Read returns bytes: several messages may come together, and one may come in parts. Count messages by their lengths.",
		Matches: counting(func(got, want tally) bool {
			return got.reads == want.reads && got.messages == got.reads && want.messages != want.reads
		}),
	},
	{
		Mistake: "tail-accepted-as-whole",
		Needs:   "one message more than came whole, and the last was cut short",
		Say:     "The call ended in the middle of a message, and you counted it. A message is there when its last byte is.",
		Matches: counting(func(got, want tally) bool { return want.cutShort && got.messages == want.messages+1 }),
	},
	{
		Mistake: "cut-short-is-no-split",
		Needs:   "splitting is said of a message that the end of the call cut short, and the rest is right",
		Say:     "The last message was never whole: the call ended within it. That is no splitting, of which the other half would have come.",
		Matches: counting(func(got, want tally) bool {
			return want.cutShort && got.messages == want.messages && got.sticking == want.sticking && got.splitting != want.splitting
		}),
	},
	{
		Mistake: "length-in-characters",
		Needs:   "the very line that comes of the lengths in characters, a message with Chinese characters, and sticking or splitting where there is none; messages of ASCII were counted right before",
		Say:     "You counted characters where bytes count. In len of a string a Chinese character is three bytes; len([]rune(s)) is another number.",
		Matches: countsCharacters,
	},
	{
		Mistake: "numbers-are-no-boundaries",
		Needs:   "as many reads as messages, both counted right, and neither sticking nor splitting where there are both",
		Say:     "How many reads and messages there are does not say how they lie. Two reads of two messages may stick and split at once. Compare where each read ends with where each message ends.",
		Matches: counting(func(got, want tally) bool {
			both, neither := want.sticking == "yes," && want.splitting == "yes", got.sticking == "no," && got.splitting == "no"
			return got.reads == want.reads && got.messages == want.messages && got.reads == got.messages && both && neither
		}),
	},
}
