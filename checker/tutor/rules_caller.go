package tutor

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// callerRules are about the program in the part of the caller.
var callerRules = []Rule{
	{
		Mistake: "address-ignored",
		Needs:   "the caller did not come to the address it was given, and says that it was refused",
		Say:     "The call went to another address than -addr says. Take its text as it is.",
		Matches: is(NotDialled, exitedBad, (*Evidence).refused),
	},
	{
		Mistake: "exits-early",
		Needs:   "the caller ended with status 0 and had not called",
		Say:     "Your program ended in peace without a call. Does the word call lead to your function, and does that dial?",
		Matches: is(NotDialled, exitedZero),
	},
	{
		Mistake: "waits-for-newline",
		Needs:   "a reply was sent and is not printed, the next line typed does not come, and a goroutine stands in a method of bufio.Reader that looks for an end mark",
		Say:     "Your program waits for a newline in the reply, and none is sent: on this wire a message has no end mark. Read what there is, with Read, or as many bytes as you have said.",
		Matches: is(NoReply, isCaller, not(exited), func(e *Evidence) bool {
			return e.Frames == "" && e.Turns > 0 && e.Turns < len(e.Typed) && len(e.Got) == 0 && len(e.Sent()) > 0 && e.Stdout == "" &&
				e.BlockedIn("bufio.(*Reader).ReadString", "bufio.(*Reader).ReadBytes", "bufio.(*Reader).ReadLine", "bufio.(*Reader).ReadSlice")
		}),
	},
	{
		Mistake: "one-read-is-not-a-message",
		Needs:   "the caller ended with a failure when its reply came in two pieces",
		Say:     "The reply came in two pieces, and your program took the first for all of it. TCP hands out bytes as they come; a short Read is no error. io.ReadFull reads on until the rest is there.",
		Matches: func(e *Evidence) bool { return isCaller(e) && e.Split && exitedBad(e) && e.Kind == BadExit },
	},
	{
		Mistake: "failure-exits-zero",
		Needs:   "exit status 0 after a failure; of a JSON header that cannot be meant something is said on standard error",
		Say:     "Your program failed but told the shell that it succeeded (exit status 0). Return the error from call: main prints it and exits with status 1.",
		Matches: is(BadExit, isCaller, not(word("frame")), exitedZero, not(tookHeader)),
	},
	{
		Mistake: "other-exit-status",
		Needs:   "words on standard error of a program that is no server, no trace, and another exit status than 0, 1 and 2",
		Say:     "Your program said what went wrong, and ended with an exit status that nobody agreed on: 1 is for that. To the shell an exit status is one byte, so -1 becomes 255.",
		Matches: is(BadExit, not(isServer), refusedWithWords, func(e *Evidence) bool { return e.Status.Code > 2 && e.hasWords() }),
	},
	{
		Mistake: "failure-without-words",
		Needs:   "a failure, nothing on standard error, and no reason for it on standard output",
		Say:     "The program failed without a word. Say on standard error what went wrong, in one line.",
		Matches: is(NoWords, exitedBad, not((*Evidence).saysWhyOnStdout), func(e *Evidence) bool { return strings.TrimSpace(e.Stderr) == "" }),
	},
	{
		Mistake: "error-names-nothing",
		Needs:   "a failure whose line on standard error lacks the address or the reason",
		Say:     "The error does not say what it is about. A good error names the thing (the address) and the reason (the words of the error you got): wrap it with %w instead of writing a new one.",
		Matches: is(NoWords, isCaller, exitedBad, not((*Evidence).saysWhy), func(e *Evidence) bool { return e.Frames == "" && e.Saying == "" && e.hasWords() }),
	},
	{
		Mistake: "newline-sent",
		Needs:   "the message with a newline behind it, and not the next line with it",
		Say:     "A newline travelled with the message. It belongs to the keyboard and the screen, not to the wire: send the text without it.",
		Matches: func(e *Evidence) bool {
			return one(Extra, WrongBytes)(e) && isCaller(e) && len(e.Got) > 0 &&
				(bytes.HasPrefix(e.Got, []byte("\n")) || bytes.HasPrefix(e.Got, []byte("\r\n"))) && !e.linesInOne()
		},
	},
	{
		Mistake: "quit-word-never-matches",
		Needs:   "the word quit came, I answered it, and the program did not end",
		Say:     "quit was sent like any other line, and the talk went on. Either nothing compares the line with quit, or the comparison never matches: the line may still carry its newline (\"quit\\n\", or \"quit\\r\\n\"). Take that off, compare, and only then send.",
		Matches: is(Extra, isCaller, func(e *Evidence) bool { return e.GoesOn }),
	},
	{
		Mistake: "quit-sent",
		Needs:   "the word quit on the wire",
		Say:     "The word quit is for the caller's own program: it ends the talk. It must not be sent.",
		Matches: func(e *Evidence) bool {
			return one(Extra, WrongBytes)(e) && isCaller(e) && bytes.HasPrefix(e.Got, []byte("quit")) && !bytes.HasPrefix(e.Want, []byte("quit"))
		},
	},
	{
		Mistake: "dials-per-message",
		Needs:   "the caller hung up after one message and dialled again",
		Say:     "Each message made a new call. Dial once, before the loop, and talk on that connection until the end.",
		Matches: is(EndedEarly, isCaller, func(e *Evidence) bool { return e.Turns > 0 && e.Waiting > 0 }),
	},
	{
		Mistake: "empty-line-deadlock",
		Needs:   "a blank line was typed, and what was typed right behind it never came",
		Say:     "You wrote zero bytes. TCP sends nothing for that, so no answer can come, and your program waits for one. Skip empty lines.",
		Matches: is(NoReply, isCaller, onStream, func(e *Evidence) bool { return e.behindBlank() && !e.Exited }),
	},
	{
		Mistake: "reader-in-the-loop",
		Needs:   "several lines lay ready on standard input, and only the first was sent; in Go, a reader is made in a loop or beside call",
		Say:     "Each new bufio reader or scanner swallows what it reads ahead, and the next one starts behind it. Make one, before the loop.",
		Matches: func(e *Evidence) bool {
			return one(NoReply, EndedEarly, NotClosed, NotExited)(e) && isCaller(e) && !e.Flag("-contacts") && e.Together > 1 && e.Turns > 0 &&
				(!e.Exited && !(e.Kind == NotExited && e.Noted("ends the input")) || exitedZero(e) && e.Noted("ends the input")) && // who reads on would see the end
				e.Turns < len(e.Typed) && !e.typedBlank() && len(e.Got) == 0 && !e.Spinning && (e.Frames == "" || e.flow().inside == "") && e.Home.Awaited != "data" && (len(e.Source) == 0 || habit(readerPerLine)(e)) // what is missing belongs to the line before
		},
	},
	{
		Mistake: "eof-spins",
		Needs:   "the caller's input has ended, and the program burns the processor",
		Say:     "After the end of the input every read returns at once, for ever. Your loop never leaves: io.EOF (or Scan returning false) ends it.",
		Matches: func(e *Evidence) bool { return one(NotExited, NotClosed)(e) && isCaller(e) && e.Spinning },
	},
	{
		Mistake: "waits-for-full-buffer",
		Needs:   "the caller stands in io.ReadFull, and all that was said to it has been read",
		Say:     "Your program waits until its buffer is full, and a short reply never fills it. Read returns as soon as there is something; io.ReadFull does not.",
		Matches: is(NotClosed, isCaller, onStream, func(e *Evidence) bool {
			return e.BlockedIn("io.ReadFull", "io.ReadAtLeast") && e.Peer.Queued == 0 && e.Frames == ""
		}),
	},
	{
		Mistake: "reads-more-than-told",
		Needs:   "more than 1024 bytes were printed for one line, and the next line waits for a reply that was read before",
		Say:     "One Read of 1024 bytes for each line is what this lesson is about. You read more at once, and then wait for what you already have.",
		Matches: is(NotClosed, isCaller, onStream, func(e *Evidence) bool { return len(e.Stdout) > 1024 && e.BlockedIn("net.(*conn).Read") }),
	},
	{
		Mistake: "reads-more-than-told",
		Needs:   "the first 1024 bytes of a longer reply were wanted, and more of it is printed",
		Say:     "One Read of 1024 bytes for each line is what this lesson is about. You have printed more of the reply: your buffer is larger.",
		Matches: is(BadOutput, isCaller, onStream, func(e *Evidence) bool {
			var sent []byte
			for _, event := range e.Wire {
				if event.From == wire.FromChecker {
					sent = append(sent, event.Bytes...)
				}
			}
			text := strings.TrimSuffix(e.Stdout, "\n")
			return len(e.Want) == 1024 && len(text) > len(e.Want) && bytes.HasPrefix(sent, []byte(text))
		}),
	},
	{
		Mistake: "prints-nothing",
		Needs:   "the reply came, nothing is on standard output, and the program has not failed before the checker was gone; no datagram is said to be missing, and no JSON body has only begun",
		Say:     "The reply arrived but was not printed. Standard output is for the conversation; everything else goes to standard error.",
		Matches: is(BadOutput, not(word("frame")), not(callerFrames(inJSON, insideBody)), func(e *Evidence) bool {
			return strings.TrimSpace(e.Stdout) == "" && len(e.Want) > 0 && (!exitedBad(e) || e.Noted("hangs up") || e.Noted("breaks off (reset)")) && !(e.Datagrams && e.missesReply())
		}),
	},
	{
		Mistake: "bytes-as-numbers",
		Needs:   "the bytes of the text are printed as decimal numbers",
		Say:     "You printed the bytes as numbers: that is how Println and print show a list of bytes. Make a text of them, with string(buf[:n]) or the verb %s, or write them as they are.",
		Matches: is(BadOutput, (*Evidence).printedNumbers),
	},
	{
		Mistake: "output-decorated",
		Needs:   "the text is printed in quotes",
		Say:     "The text is printed in quotes, as a programmer writes it: Go's %q and Python's print of bytes (b'...') do that. Write the bytes as they are.",
		Matches: is(BadOutput, (*Evidence).printedQuoted),
	},
	{
		Mistake: "replies-not-on-lines",
		Needs:   "the texts are printed, but without their newlines, the last one has none of its own, and none is said to be missing",
		Say:     "Each text belongs on a line of its own: print a newline behind it.",
		Matches: is(BadOutput, func(e *Evidence) bool {
			onLines := bytes.HasSuffix(e.Got, []byte("\n")) && slices.Equal(solidLines(e.Got), solidLines(e.Want))
			return e.runsTogether(string(e.Want)) && !e.missesReply() && !onLines && !bytes.HasSuffix(e.Want, []byte("\n\n")) ||
				len(e.May) > 0 && !onLines && e.runsTogether(string(e.Want)+strings.Join(e.May, "\n")+"\n")
		}),
	},
	{
		Mistake: "blank-line-answered",
		Needs:   "blank lines were typed, and blank lines are printed that were no replies",
		Say:     "A blank line was printed for a blank line, though nothing was sent and nothing came. A stream carries no empty message: skip the line, and print nothing for it.",
		Matches: is(BadOutput, isCaller, onStream, func(e *Evidence) bool {
			return e.typedBlank() && strings.ReplaceAll(e.Stdout, "\n\n", "\n") != e.Stdout && sameButBlank(e.Stdout, string(e.Want))
		}),
	},
	{
		Mistake: "output-decorated",
		Needs:   "the replies are printed with blank lines between or behind them",
		Say:     "There are blank lines on standard output that nobody has said. One newline ends each reply: Println adds one, so the text needs none. Where no reply came, nothing is printed.",
		Matches: is(BadOutput, isCaller, func(e *Evidence) bool {
			return strings.Count(e.Stdout, "\n") > bytes.Count(e.Want, []byte("\n")) && sameButBlank(e.Stdout, string(e.Want))
		}),
	},
	{
		Mistake: "buffer-not-sliced",
		Needs:   "the replies are printed, and behind the last one the tail of an earlier and longer one",
		Say:     "You used the whole buffer. Read filled only the first n bytes of it; the rest is left over from last time. Use buf[:n].",
		Matches: is(BadOutput, isCaller, onStream, func(e *Evidence) bool {
			return e.isStale(strings.TrimSuffix(e.Stdout, "\n"), strings.TrimSuffix(string(e.Want), "\n"))
		}),
	},
	{
		Mistake: "output-decorated",
		Needs:   "the reply is printed with other text on standard output, which was not sent either",
		Say:     "Standard output must hold the replies and nothing else, so that another program can read it. Labels, prompts and news go to standard error.",
		Matches: is(BadOutput, isCaller, not(word("frame")), func(e *Evidence) bool {
			return len(e.Want) > 1 && containsLines(e.Stdout, e.wantInReads()) && !strings.Contains(e.Stdout, "\x00") &&
				!bytes.Contains(e.Sent(), []byte(strings.TrimSuffix(e.Stdout, "\n"))) &&
				flat(e.Stdout) != flat(string(e.Want)) && flat(e.Stdout) != flat(string(e.Want)+strings.Join(e.May, ""))
		}),
	},
}

// refused reports whether the program says that it was refused.
func (e *Evidence) refused() bool { return strings.Contains(strings.ToLower(e.Stderr), "refused") }

// reason is what a system says of a failure: the name of an error, or words of
// strerror(3).
var reason = regexp.MustCompile(`\bE[A-Z]{4,}\b|(?i:refused|timed out|timeout|no such file|temporarily unavailable|would block|unreachable|reset by peer|broken pipe)`)

// saysWhyOnStdout reports whether standard output names the address that the
// program was told, or a reason.
func (e *Evidence) saysWhyOnStdout() bool {
	return e.Told != "" && strings.Contains(e.Stdout, e.Told) || reason.MatchString(e.Stdout)
}

// saysWhy reports whether a line on standard error names both the address that
// the program was told and a reason.
func (e *Evidence) saysWhy() bool {
	return slices.ContainsFunc(strings.Split(e.Stderr, "\n"), func(line string) bool {
		before, after, found := strings.Cut(line, e.Told)
		return found && e.Told != "" && reason.MatchString(before+" "+after)
	})
}
