package tutor

import (
	"bytes"
	"slices"
	"strings"

	"socketworkshop/checker/program"
)

// commandRules are about servers that run commands. What the checker says is a
// command when the wanted reply is no echo of it.
var commandRules = []Rule{
	{
		Mistake: "command-as-one-string",
		Needs:   "the system's \"no such file\" or \"executable file not found\" in the reply",
		Say:     "You asked for a program whose name is the whole line, blanks included. Let the shell read the line: sh -c and the line as one argument.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return bytes.Contains(e.Got, []byte("executable file not found")) || bytes.Contains(e.Got, []byte("no such file or directory")) && !bytes.Contains(e.Want, []byte("no such file"))
		}),
	},
	{
		Mistake: "shell-features-expected",
		Needs:   "quotes, pipes or semicolons of the command come back as they are",
		Say:     "You split the line at its blanks and left the shell out. Then quotes, pipes and semicolons are ordinary letters. Let the shell read the line: sh -c and the line as one argument.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return bytes.ContainsAny(e.Got, "|;\"") && !bytes.ContainsAny(e.Want, "|;\"")
		}),
	},
	{
		Mistake: "exit-status-is-no-error",
		Needs:   "\"exit status\" in the reply, or the call ends, when a command failed",
		Say:     "A command may fail; that is an answer and no failure of the server. Send what it has said, whatever its exit status is. *exec.ExitError carries the status, if you want to log it.",
		Matches: commands(one(WrongBytes, EndedEarly), func(e *Evidence) bool {
			return bytes.Contains(e.Got, []byte("exit status")) || e.Kind == EndedEarly && bytes.Contains(e.lastSaid(), []byte("exit "))
		}),
	},
	{
		Mistake: "stdout-before-stderr",
		Needs:   "the lines of both streams came in the wrong order",
		Say:     "Both streams are there, but in the wrong order: what the command said on standard error comes first, then its standard output. Gather them apart.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return len(e.Got) == len(e.Want) && !bytes.Equal(e.Got, e.Want) && slices.Equal(sortedLines(e.Got), sortedLines(e.Want))
		}),
	},
	{
		Mistake: "two-datagrams-for-one",
		Needs:   "the reply to a command that writes to both streams came in two datagrams",
		Say:     "One command, two datagrams: what the command said on standard error came by itself, and standard output after it. The caller takes the first for all of the reply, and the second for the reply to the next command. Put both into one datagram.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return e.Datagrams && len(e.Next) > 0 && string(e.Got)+string(e.Next) == string(e.Want) && bytes.Contains(e.lastSaid(), []byte(">&2"))
		}),
	},
	{
		Mistake: "stderr-lost",
		Needs:   "what the command wrote to standard error is missing",
		Say:     "What the command says on standard error is lost. It is half of the answer, and for a command that fails the better half: send it, too.",
		Matches: commands(one(WrongBytes, NoReply), func(e *Evidence) bool { return bytes.Contains(e.lastSaid(), []byte(">&2")) && len(e.Got) < len(e.Want) }),
	},
	{
		Mistake: "no-reply-for-silent-command",
		Needs:   "no datagram, or an empty one, comes for a command that prints nothing",
		Say:     "A silent command needs an answer, too. Who asked cannot tell silence from loss: send a newline.",
		Matches: commands(one(NoReply, WrongBytes), func(e *Evidence) bool { return e.Datagrams && string(e.Want) == "\n" && len(e.Got) == 0 && !e.Exited }),
	},
	{
		Mistake: "reply-too-big",
		Needs:   "no datagram comes for a command whose output does not fit into one",
		Say:     "More than 65507 bytes do not fit into a datagram. WriteTo said \"message too long\", and nothing was sent. Cut the reply before you send it.",
		Matches: commands(one(NoReply), func(e *Evidence) bool {
			return e.Datagrams && e.Flag("-max") && e.Args[0] == "serve" && len(e.Left) == 0 && !e.Exited
		}),
	},
	{
		Mistake: "max-ignored",
		Needs:   "a datagram of more than -max bytes",
		Say:     "The reply is longer than -max allows. The notice belongs inside of it: keep so much less.",
		Matches: is(BadCut, func(e *Evidence) bool { return strings.HasPrefix(e.Fault, "more than") }),
	},
	{
		Mistake: "max-missed-by-one",
		Needs:   "a reply of exactly -max bytes comes cut",
		Say:     "A reply of exactly -max bytes fits. Only more is too much.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool { return e.Flag("-max") && bytes.Contains(e.Got, []byte("did not fit")) }),
	},
	{
		Mistake: "cut-without-a-word",
		Needs:   "a datagram that is cut, without the line \"... N bytes did not fit\"",
		Say:     "The reply is cut, and nobody can see that. Its last line must say how many bytes did not fit.",
		Matches: is(BadCut, func(e *Evidence) bool { return strings.HasPrefix(e.Fault, "its last line") }),
	},
	{
		Mistake: "rune-cut-in-two",
		Needs:   "what is kept ends inside a character",
		Say:     "A character was cut in two. In UTF-8 it may have up to four bytes: go back to where one begins (utf8.RuneStart) before you cut.",
		Matches: is(BadCut, func(e *Evidence) bool { return strings.HasPrefix(e.Fault, "it is cut inside") }),
	},
	{
		Mistake: "count-off",
		Needs:   "the bytes that are kept and those said to be missing do not add up, or more would fit",
		Say:     "The number is wrong, or too much was cut away. What is kept and what did not fit make the whole output, counted in bytes, and what -max leaves room for is kept.",
		Matches: is(BadCut),
	},
	{
		Mistake: "empty-output-deadlock",
		Needs:   "no reply to a command that prints nothing",
		Say:     "A silent command has an empty answer, and an empty answer is no byte at all on TCP: the caller waits for ever. That is why the lesson asks for a newline then.",
		Matches: commands(one(NoReply), func(e *Evidence) bool { return string(e.Want) == "\n" && len(e.Got) == 0 && !e.Exited }),
	},
	{
		Mistake: "output-cut-short",
		Needs:   "the reply stops, or goes on with other bytes, after a round number of bytes",
		Say:     "Only the beginning of the output was sent. Gather all of it, up to -max bytes, and write it all.",
		Matches: commands(one(NoReply, WrongBytes, EndedEarly), func(e *Evidence) bool {
			n := commonLength(e.Got, e.Want)
			return onStream(e) && n >= 512 && n < len(e.Want) && (n&(n-1) == 0 || n%1000 == 0)
		}),
	},
	{
		Mistake: "max-ignored",
		Needs:   "more bytes than -max came",
		Say:     "More was sent than -max allows. Keep the first bytes, count the rest, and say that something is missing.",
		Matches: is(WrongBytes, isServer, func(e *Evidence) bool { return e.Flag("-max") && len(e.Got) > len(e.Want)+200 }),
	},
	{
		Mistake: "cut-without-a-word",
		Needs:   "a reply of exactly -max bytes, and the next reply right behind it",
		Say:     "The reply is cut, and nobody can see that. Say behind it that something is missing.",
		Matches: is(NoLine, isServer, func(e *Evidence) bool {
			return len(e.Expected) == 0 && e.Flag("-max") && bytes.HasPrefix(e.Got, e.Want)
		}),
	},
	{
		Mistake: "output-kept-in-memory",
		Needs:   "the program's memory grows with the output of a command",
		Say:     "All of the output is in your memory before it is cut, so one command can fill the machine. Keep the first -max bytes and drop the rest as it comes. (A writer that embeds bytes.Buffer does not help: io.Copy takes the buffer's own ReadFrom.)",
		Matches: is(TooMuch),
	},
	{
		Mistake: "not-said-that-killed",
		Needs:   "the reply of a killed command lacks the line \"killed after\", or it is not on a line of its own",
		Say:     "The command was killed, and the caller does not learn it. End the reply with the line \"killed after\" and the limit.",
		Matches: is(NoLine, isServer, func(e *Evidence) bool {
			return len(e.Expected) > 0 || bytes.HasPrefix(e.Want, []byte("killed after"))
		}),
	},
	{
		Mistake: "command-outlives-its-caller",
		Needs:   "the caller is gone, and the command it gave runs on",
		Say:     "The caller hung up, and the command runs on for nobody. While a command runs somebody must read from the connection: only Read tells that the caller is gone.",
		Matches: is(LeftBehind, isServer, not(exited), func(e *Evidence) bool { return e.Noted("hangs up") || e.Noted("breaks off (reset)") }),
	},
	{
		Mistake: "kills-only-the-shell",
		Needs:   "a child of the command lives on when the command is over, or the reply waits for it after the limit",
		Say:     "You ended the shell, and its children live on; they may even hold the pipe that you are reading. Put the command into a process group of its own, and kill the group (a negative pid).",
		Matches: func(e *Evidence) bool {
			return isServer(e) && !e.Exited && (e.Kind == LeftBehind || e.Kind == NoReply && e.Flag("-limit") && len(e.Left) > 0 && !e.runsShell())
		},
	},
	{
		Mistake: "asks-in-place-of-killing",
		Needs:   "a command that ignores every signal it can runs past the limit",
		Say:     "You asked the command to end, and it will not hear of it: a program may catch or ignore SIGTERM. SIGKILL it cannot. Send that, to the whole group.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && !e.Exited && e.Kind == NoReply && e.Flag("-limit") && bytes.Contains(e.lastSaid(), []byte(`trap ""`))
		},
	},
	{
		Mistake: "no-time-limit",
		Needs:   "the command runs past the limit, its shell too",
		Say:     "One endless command holds the line for ever. Give each command a time (context.WithTimeout), and kill it with all its children when that is over.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && !e.Exited && e.Kind == NoReply && e.Flag("-limit") && e.runsShell()
		},
	},
	{
		Mistake: "stdin-shared",
		Needs:   "a command that reads its input does not end",
		Say:     "The command waits for input, and has one that does not end: yours, or the connection. With Stdin nil its input is empty.",
		Matches: commands(one(NoReply), func(e *Evidence) bool { return bytes.Contains(e.lastSaid(), []byte("cat;")) && len(e.Left) > 0 }),
	},
}

// commands returns a condition on servers whose wanted reply is no echo. Of a
// frame it looks at the body.
func commands(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		if head := e.headSize(); head > 0 {
			bare := *e
			bare.Want, bare.Got = e.Want[head:], e.Got[min(head, len(e.Got)):]
			e = &bare
		}
		for _, condition := range and {
			if !condition(e) {
				return false
			}
		}
		return isServer(e) && !(len(e.Want) > 0 && bytes.Contains(Upper(e.Sent()), e.Want))
	}
}

// runsShell reports whether a shell is among the processes that the program
// has started.
func (e *Evidence) runsShell() bool {
	return slices.ContainsFunc(e.Left, func(l program.Leftover) bool { return strings.Contains(l.Command, "-c ") })
}

func sortedLines(text []byte) []string {
	lines := strings.Split(string(text), "\n")
	slices.Sort(lines)
	return lines
}

// commonLength returns how many bytes a and b share at their beginning.
func commonLength(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
