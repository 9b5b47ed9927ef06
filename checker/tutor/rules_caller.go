package tutor

import (
	"bytes"
	"strings"
)

// callerRules are about the program in the part of the caller.
var callerRules = []Rule{
	{
		Mistake: "address-ignored",
		Needs:   "the caller did not come to the address it was given, and ended well, or because it was refused",
		Say:     "The call went to another address than -addr says. Take its text as it is.",
		Matches: is(NotDialled, func(e *Evidence) bool { return exitedZero(e) || exited(e) && e.refused() }),
	},
	{
		Mistake: "one-read-is-not-a-message",
		Needs:   "the caller ended with a failure when its reply came in two pieces",
		Say:     "The reply came in two pieces, and your program took the first for all of it. TCP hands out bytes as they come; a short Read is no error. io.ReadFull reads on until the rest is there.",
		Matches: func(e *Evidence) bool { return isCaller(e) && e.Split && exitedBad(e) && e.Kind == BadExit },
	},
	{
		Mistake: "failure-exits-zero",
		Needs:   "exit status 0 after a failure",
		Say:     "Your program failed but told the shell that it succeeded (exit status 0). Return the error from call: main prints it and exits with status 1.",
		Matches: is(BadExit, isCaller, exitedZero),
	},
	{
		Mistake: "failure-without-words",
		Needs:   "a failure, and nothing on standard error",
		Say:     "The program failed without a word. Say on standard error what went wrong, in one line.",
		Matches: is(NoWords, exitedBad, func(e *Evidence) bool { return strings.TrimSpace(e.Stderr) == "" }),
	},
	{
		Mistake: "error-names-nothing",
		Needs:   "a failure whose line on standard error lacks the address or the reason",
		Say:     "The error does not say what it is about. A good error names the thing (the address) and the reason (the words of the error you got): wrap it with %w instead of writing a new one.",
		Matches: is(NoWords, isCaller, exitedBad),
	},
	{
		Mistake: "newline-sent",
		Needs:   "the message with a newline behind it",
		Say:     "A newline travelled with the message. It belongs to the keyboard and the screen, not to the wire: send the text without it.",
		Matches: func(e *Evidence) bool {
			return one(Extra, WrongBytes)(e) && isCaller(e) && len(e.Got) > 0 &&
				(bytes.HasPrefix(e.Got, []byte("\n")) || bytes.HasPrefix(e.Got, []byte("\r\n")))
		},
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
		Needs:   "a blank line was typed, and what was typed after it never came",
		Say:     "You wrote zero bytes. TCP sends nothing for that, so no answer can come, and your program waits for one. Skip empty lines.",
		Matches: is(NoReply, isCaller, onStream, func(e *Evidence) bool {
			return e.typedBlank() && !e.Exited && (e.answered() || strings.TrimSpace(e.Typed[0]) == "")
		}),
	},
	{
		Mistake: "reader-in-the-loop",
		Needs:   "several lines lay ready on standard input, and only the first was sent",
		Say:     "Each new bufio reader or scanner swallows what it reads ahead, and the next one starts behind it. Make one, before the loop.",
		Matches: func(e *Evidence) bool {
			return one(NoReply, EndedEarly, NotClosed, NotExited)(e) && isCaller(e) && !e.Flag("-contacts") && e.Together > 1 && e.Turns > 0 &&
				(!e.Exited || exitedZero(e) && e.Noted("ends the input")) &&
				e.Turns < len(e.Typed) && !e.typedBlank() && len(e.Got) == 0 && !e.Spinning
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
		Mistake: "prints-nothing",
		Needs:   "the reply came, and nothing is on standard output",
		Say:     "The reply arrived but was not printed. Standard output is for the conversation; everything else goes to standard error.",
		Matches: is(BadOutput, func(e *Evidence) bool { return strings.TrimSpace(e.Stdout) == "" }),
	},
	{
		Mistake: "replies-not-on-lines",
		Needs:   "the replies are printed, but without their newlines",
		Say:     "Each reply belongs on a line of its own: print a newline behind it.",
		Matches: is(BadOutput, isCaller, func(e *Evidence) bool {
			return strings.ReplaceAll(e.Stdout, "\n", "") == strings.ReplaceAll(string(e.Want), "\n", "") &&
				strings.Count(e.Stdout, "\n") < bytes.Count(e.Want, []byte("\n"))
		}),
	},
	{
		Mistake: "output-decorated",
		Needs:   "the reply is printed with other text on standard output",
		Say:     "Standard output must hold the replies and nothing else, so that another program can read it. Labels, prompts and news go to standard error.",
		Matches: is(BadOutput, isCaller, func(e *Evidence) bool {
			return len(e.Want) > 1 && containsLines(e.Stdout, string(e.Want)) && !strings.Contains(e.Stdout, "\x00") &&
				strings.ReplaceAll(e.Stdout, "\n", "") != strings.ReplaceAll(string(e.Want), "\n", "")
		}),
	},
}

// refused reports whether the program says that it was refused.
func (e *Evidence) refused() bool { return strings.Contains(strings.ToLower(e.Stderr), "refused") }

func (e *Evidence) typedBlank() bool {
	for _, line := range e.Typed {
		if strings.TrimSpace(line) == "" {
			return true
		}
	}
	return false
}

// containsLines reports whether every line of want stands somewhere in text,
// one behind the other.
func containsLines(text, want string) bool {
	for line := range strings.Lines(want) {
		line = strings.TrimSuffix(line, "\n")
		at := strings.Index(text, line)
		if at < 0 {
			return false
		}
		text = text[at+len(line):]
	}
	return true
}
