package tutor

import (
	"bytes"
	"slices"
	"strings"
)

// What is wrong with a reply that was cut.
const (
	CutInSilence = "its last line is not \"... N bytes did not fit\""
	CutElsewhere = "it is not the beginning of the output"
	CutInside    = "it is cut inside a character"
)

// commandRules are about servers that run commands. What the checker says is a
// command when the wanted reply is no echo of it.
var commandRules = []Rule{
	{
		Mistake: "wait-before-read",
		Needs:   "\"file already closed\" in the reply; or some output is missing and standard error says that, or there is none at all, and a source that calls Wait of a command before it reads from its StdoutPipe or StderrPipe",
		Say:     "You waited for the command before you had read what it wrote. Wait closes the pipe, and what was not read is gone. Read to the end first, then Wait.",
		Matches: commands(one(WrongBytes, NoReply, EndedEarly), (*Evidence).closedUnread),
	},
	{
		Mistake: "buffer-not-sliced",
		Needs:   "the system's \"invalid argument\" or Python's \"embedded null byte\" for a command without zeros in it, in the reply, or on standard error where no output comes",
		Say:     "You handed the whole buffer to the shell. Read filled only the first n bytes of it; the rest is zeros, and no command may hold one. Use buf[:n].",
		Matches: commands(one(WrongBytes, NoReply, EndedEarly), (*Evidence).holdsZeros),
	},
	{
		Mistake: "buffer-too-small",
		Needs:   "of a long command that I sent afterwards only a beginning was run",
		Say:     "The command was longer than your buffer, and the shell got only its beginning; the rest came with the next Read, as another command. Make the buffer as long as a command may be: 1024 bytes in this lesson.",
		Matches: commands(onStream, func(e *Evidence) bool { return e.Room > 0 }),
		More:    (*Evidence).roomTold,
	},
	{
		Mistake: "buffer-too-small-truncates",
		Needs:   "the same, in datagrams",
		Say:     "The command was longer than your buffer, and the shell got only its beginning. What does not fit is thrown away, on Linux without an error. The largest datagram has 65,507 bytes.",
		Matches: commands(func(e *Evidence) bool { return e.Datagrams && e.Room > 0 }),
		More:    (*Evidence).roomTold,
	},
	{
		Mistake: "output-not-captured",
		Needs:   "what the command printed is on the server's own standard output, and not in the reply",
		Say:     "The command printed on your server's own screen, and the caller got nothing of it. Give the command a Stdout of its own (a buffer or a pipe; in Python capture_output), and send what comes there.",
		Matches: commands(one(WrongBytes, NoReply), func(e *Evidence) bool {
			text := bytes.TrimSpace(e.Want)
			return e.Runs && len(text) > 4 && strings.Contains(e.Stdout, string(text)) && !bytes.Contains(e.Got, text)
		}),
	},
	{
		Mistake: "status-in-place-of-output",
		Needs:   "the reply to a command that prints text is its exit status",
		Say:     "You sent the exit status of the command and not what it printed. Those are two results: gather the output, and send that.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return e.Runs && string(bytes.TrimSpace(e.Got)) == "0" && len(bytes.TrimSpace(e.Want)) > 4
		}),
	},
	{
		Mistake: "payload-trimmed",
		Needs:   "the output of a command without the blanks or newlines at its ends",
		Say:     "You took off what belongs to the output: its last newline, or blanks. Send what the command has printed, byte for byte; whoever prints it knows where lines end.",
		Matches: commands(one(WrongBytes, NoReply, EndedEarly), func(e *Evidence) bool {
			return len(e.Got) > 0 && len(e.Got) < len(e.Want) && len(e.Expected) == 0 && bytes.Equal(e.Got, bytes.TrimSpace(e.Want))
		}),
	},
	{
		Mistake: "killed-output-lost",
		Needs:   "the reply of a killed command begins with \"killed after\", and what it had printed is nowhere in it; it did not wait before it printed",
		Say:     "What the command had printed before it was killed is thrown away. It may be all that the caller will ever learn: send it, and \"killed after\" on a line behind it.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			said := bytes.TrimSpace(e.Got)
			first, _, _ := bytes.Cut(e.lastCommand(), []byte(";"))
			waits := bytes.HasPrefix(first, []byte("sleep ")) && !bytes.Contains(first, []byte("&")) // before it prints
			return !waits && bytes.HasPrefix(said, []byte("killed after")) && bytes.Contains(e.lastCommand(), []byte("sleep ")) && !bytes.Contains(said, bytes.TrimSpace(e.Want))
		}),
	},
	{
		Mistake: "command-as-one-string",
		Needs:   "the system's \"no such file\" or \"executable file not found\" in the reply, with the whole command for its name",
		Say:     "You asked for a program whose name is the whole line, blanks included. Let the shell read the line: sh -c and the line as one argument.",
		Matches: commands(one(WrongBytes), (*Evidence).namedProgram),
	},
	{
		Mistake: "shell-features-expected",
		Needs:   "the reply is the arguments of the command, with their quotes, pipes or semicolons",
		Say:     "You split the line at its blanks and left the shell out. Then quotes, pipes and semicolons are ordinary letters. Let the shell read the line: sh -c and the line as one argument.",
		Matches: commands(one(WrongBytes), (*Evidence).echoesArguments),
	},
	{
		Mistake: "exit-status-is-no-error",
		Needs:   "\"exit status\" in the reply, or the call ends, when a command failed",
		Say:     "A command may fail; that is an answer and no failure of the server. Send what it has said, whatever its exit status is. *exec.ExitError carries the status, if you want to log it.",
		Matches: commands(one(WrongBytes, EndedEarly), func(e *Evidence) bool {
			return bytes.Contains(e.Got, []byte("exit status")) || e.Kind == EndedEarly && bytes.Contains(e.lastSaid(), []byte("exit ")) && !e.ranOutOfTime()
		}),
	},
	{
		Mistake: "stdout-before-stderr",
		Needs:   "the lines of both streams came in the wrong order",
		Say:     "Both streams are there, but in the wrong order: what the command said on standard error comes first, then its standard output. Gather them apart.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return len(e.Got) == len(e.Want) && !slices.Equal(solidLines(e.Got), solidLines(e.Want)) && slices.Equal(sortedLines(e.Got), sortedLines(e.Want))
		}),
	},
	{
		Mistake: "two-datagrams-for-one",
		Needs:   "the reply to a command that writes to both streams came in two datagrams; or an empty datagram came, and the reply behind it",
		Say:     "One command, two datagrams: what the command said on standard error came by itself, and standard output after it. The caller takes the first for all of the reply, and the second for the reply to the next command. Put both into one datagram.",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return e.Datagrams && len(e.Next) > 0 && string(e.Got)+string(e.Next) == string(e.Want) && (len(e.Got) == 0 || bytes.Contains(e.lastSaid(), []byte(">&2")))
		}),
	},
	{
		Mistake: "stderr-lost",
		Needs:   "what the command wrote to standard error is missing, what it wrote to standard output is not, and no process of it runs any more if nothing came",
		Say:     "What the command says on standard error is lost. It is half of the answer, and for a command that fails the better half: send it, too.",
		Matches: commands(one(WrongBytes, NoReply), func(e *Evidence) bool {
			begins := commonLength(e.Got, e.Want) >= 2  // as standard error does
			waits := len(e.Got) == 0 && len(e.Left) > 0 // for the command
			neither := string(e.Got) == "\n" && bytes.Count(e.Want, e.Got) > 1
			return bytes.Contains(e.lastCommand(), []byte(">&2")) && len(e.Got) < len(e.Want) && !begins && !waits && !neither && !isDigits(e.Want) && !e.endsOtherwise()
		}),
	},
	{
		Mistake: "stderr-lost",
		Needs:   "a newline alone for a command that is not there",
		Say:     "The shell said on standard error that there is no such command, and that is lost. Standard error is half of the answer, and for a command that fails the better half: send it, too.",
		Matches: is(NoLine, isServer, func(e *Evidence) bool {
			return e.Runs && string(e.Got) == "\n" && string(e.Want) == "\n" && !bytes.ContainsAny(e.lastSaid(), " ;")
		}),
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
		Needs:   "a datagram of more than -max bytes, in lessons where -max is a number of bytes",
		Say:     "The reply is longer than -max allows. The notice belongs inside of it: keep so much less.",
		Matches: is(BadCut, not(atOnce), func(e *Evidence) bool { return strings.HasPrefix(e.Fault, "more than") }),
	},
	{
		Mistake: "max-missed-by-one",
		Needs:   "a reply of exactly -max bytes comes cut, or as if something were missing; or one of -max bytes and one comes whole",
		Say:     "A reply of exactly -max bytes fits, and nothing of it is missing. With one byte more it is too long. Look at the comparison: less, or less or equal?",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool {
			return e.Datagrams && e.Flag("-max") && bytes.Contains(e.Got, []byte("did not fit"))
		}),
	},
	{
		Mistake: "max-missed-by-one",
		Needs:   "the same, on a connection",
		Say:     "-max is missed by one byte. A reply of exactly -max bytes is whole, and nothing is said to be missing; with one byte more, -max bytes come and the word that something is missing. Look at the comparison: less, or less or equal?",
		Matches: commands((*Evidence).missedByOne),
	},
	{
		Mistake: "cut-without-a-word",
		Needs:   "a datagram that is cut, without the line \"... N bytes did not fit\"; it has more than a newline",
		Say:     "The reply is cut, and nobody can see that. Its last line must say how many bytes did not fit.",
		Matches: is(BadCut, func(e *Evidence) bool { return e.Fault == CutInSilence && len(e.Got) > 1 }),
	},
	{
		Mistake: "rune-cut-in-two",
		Needs:   "what is kept ends inside a character",
		Say:     "A character was cut in two. In UTF-8 it may have up to four bytes: go back to where one begins (utf8.RuneStart) before you cut.",
		Matches: is(BadCut, func(e *Evidence) bool { return e.Fault == CutInside }),
	},
	{
		Mistake: "count-off",
		Needs:   "the bytes that are kept and those said to be missing do not add up, or more would fit; where the reply does not begin as it should, it begins as the output does further on, and the command has written to one stream alone",
		Say:     "The number is wrong, or too much was cut away. What is kept and what did not fit make the whole output, counted in bytes, and what -max leaves room for is kept.",
		Matches: is(BadCut, not(atOnce), func(e *Evidence) bool {
			elsewhere := bytes.Contains(e.Want, e.Got[:min(len(e.Got), 8)]) && !bytes.Contains(e.lastSaid(), []byte(">&2; "))
			return e.Fault != CutInSilence && (e.Fault != CutElsewhere || elsewhere) // what is silent has hardly a byte
		}),
	},
	{
		Mistake: "empty-output-deadlock",
		Needs:   "no reply to a command that prints nothing",
		Say:     "A silent command has an empty answer, and an empty answer is no byte at all on TCP: the caller waits for ever. That is why the lesson asks for a newline then.",
		Matches: commands(one(NoReply), func(e *Evidence) bool { return string(e.Want) == "\n" && len(e.Got) == 0 && !e.Exited }),
	},
	{
		Mistake: "output-cut-short",
		Needs:   "the reply stops where its first zero byte belongs",
		Say:     "Only what stands before the first zero byte of the output was sent. Output is bytes and no text, and a zero among them ends nothing: keep the number of bytes that were read, and send so many.",
		Matches: (*Evidence).cutAtZero,
	},
	{
		Mistake: "output-cut-short",
		Needs:   "the reply stops, or goes on with other bytes, after a round number of bytes",
		Say:     "Only the beginning of the output was sent. Gather all of it, up to -max bytes, and write it all.",
		Matches: commands(one(NoReply, WrongBytes, EndedEarly), func(e *Evidence) bool {
			n := commonLength(e.Got, e.Want)
			return onStream(e) && (e.Runs || e.Frames != "") && n >= 512 && n < len(e.Want) && (n&(n-1) == 0 || n%1000 == 0)
		}),
	},
	{
		Mistake: "max-ignored",
		Needs:   "more bytes than -max came, and those behind it look like the output and not like words about it",
		Say:     "More was sent than -max allows. Keep the first bytes, count the rest, and say that something is missing.",
		Matches: is(WrongBytes, isServer, func(e *Evidence) bool {
			head := min(e.headSize(), len(e.Got))
			begins := head > 0 && bytes.HasPrefix(e.Got[head:], e.Want[head:])
			r, framed := e.jsonReply() // where no header stands, it may be the rest of another body
			return !(framed && r.at != 4) && e.Flag("-max") && (e.Turns > 0 || begins) && len(e.Got) > len(e.Want)+longestNotice && !e.longNotice()
		}),
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
}
