package tutor

import (
	"bytes"
	"slices"
	"strings"
)

// fileCallerRules are about callers that put and get files, and the first about
// the messages of both sides.
var fileCallerRules = []Rule{
	{
		Mistake: "wrong-endian-header",
		Needs:   "the first message of a connection, and its length has its four bytes in the opposite order",
		Say:     "The four bytes of the length are backwards. On this wire the lowest byte goes first: binary.LittleEndian. The two sides must agree, and each order is as good as the other.",
		Matches: onFiles(is(WrongBytes, func(e *Evidence) bool {
			return e.Turns == 0 && bytes.HasPrefix(e.Want, []byte("{")) && len(e.Got) >= 4 && e.Got[0] == 0 && e.Got[1] == 0 && e.Got[2]|e.Got[3] != 0 && (len(e.Got) == 4 || e.Got[4] == '{')
		})),
	},
	{
		Mistake: "name-used-raw",
		Needs:   "a path was typed for a name, and the caller printed that it was done",
		Say:     "A path was taken for the name of a file. A name is one element: refuse slashes, \".\" and \"..\" in call as well, and do not leave that to the server.",
		Matches: onFiles(is(BadExit, isCaller, exitedZero, (*Evidence).confirmedPath)),
	},
	{
		Mistake: "progress-breaks",
		Needs:   "a share above 100 %, below 0 or of nothing, or a division by zero at an empty file",
		Say:     "The progress does not hold at the edges: 0 of 0 bytes is finished, not a division, and there is no more than 100 %. Try a file of no byte, of one and of three.",
		Matches: onFiles(isCaller, func(e *Evidence) bool {
			return e.Kind == BadProgress && strings.Contains(e.Fault, "%") || e.Panicked() && (strings.Contains(e.Stderr, "divide by zero") || strings.Contains(e.Stderr, "ZeroDivisionError"))
		}),
	},
	{
		Mistake: "bar-without-a-terminal",
		Needs:   "escape codes on a standard error that is no terminal",
		Say:     "Codes for a terminal went into a file or a pipe, where nobody obeys them. Ask whether standard error is a terminal (Stat, ModeCharDevice); elsewhere print plain lines.",
		Matches: onFiles(is(BadProgress, isCaller, func(e *Evidence) bool { return e.Fault == "codes" })),
	},
	{
		Mistake: "no-bar",
		Needs:   "no bar was drawn on a standard error that is a terminal",
		Say:     "On a terminal, show how far a file is: a line that begins with \\r and no newline at its end is drawn over by the next one.",
		Matches: onFiles(is(BadProgress, isCaller)),
	},
	{
		Mistake: "progress-on-stdout",
		Needs:   "shares in percent between the results on standard output",
		Say:     "The progress is on standard output, between the results. Standard output is for other programs to read; news goes to standard error.",
		Matches: onFiles(is(BadOutput, isCaller, func(e *Evidence) bool { return strings.Contains(e.Stdout, "%") && len(e.Want) > 0 })),
	},
	{
		Mistake: "split-on-spaces",
		Needs:   "a name with blanks was typed, and its first word was taken for it",
		Say:     "The name ends where the line ends, not at the first blank. strings.Cut takes the line apart at the first blank alone.",
		Matches: onFiles(isCaller, func(e *Evidence) bool {
			return e.Kind == BadMessage && e.Field == "filename" && slices.ContainsFunc(e.Typed, func(line string) bool {
				words := strings.Fields(line)
				return len(words) > 2 && strings.Contains(string(e.Got), `"`+words[1]+`"`)
			})
		}),
	},
	{
		Mistake: "nosum-ignored",
		Needs:   "with -nosum a sum was asked for",
		Say:     "With -nosum no sum is asked for: no sha256 in a put, no want_sha256 in a get. Then the bytes need not be looked at, and the kernel can pass them on by itself.",
		Matches: onFiles(is(BadMessage, isCaller, sumField, func(e *Evidence) bool { return e.Flag("-nosum") })),
	},
	{
		Mistake: "sum-not-asked",
		Needs:   "without -nosum no sum was asked for",
		Say:     "Nobody asked for the sum: a put names the sha256 of its file, and a get says want_sha256. Only -nosum leaves that out.",
		Matches: onFiles(is(BadMessage, isCaller, sumField, func(e *Evidence) bool { return !strings.Contains(string(e.Got), "sha256") })),
	},
	{
		Mistake: "digest-of-the-wrong-thing",
		Needs:   "the sum of a put is not that of its file; or a file was kept, or confirmed, whose sum is not the server's",
		Say:     "The sum is not that of the file, or nobody compared it in time. Hash the bytes while you write them, compare, and only then give the file its name.",
		Matches: onFiles(isCaller, func(e *Evidence) bool {
			kept := one(BadExit, BadOutput)(e) && e.confirmed() || e.Kind == WrongFolder && e.Damage.Holds == Whole
			return e.Kind == BadMessage && e.Field == "sha256" && e.saidSum() && !e.saidCapitals() || e.repliedTo("get") && e.Request.wrongSum() && e.Request.whole() && kept
		}),
	},
	{
		Mistake: "server-names-the-file",
		Needs:   "a file with the name in the reply has changed, or is there, and another one was asked for",
		Say:     "The server chose which of your files is written: you took the name from its reply. You know which file you asked for.",
		Matches: onFiles(isCaller, func(e *Evidence) bool { return one(WrongFolder, WrongFile)(e) && e.typedOther() }),
	},
	{
		Mistake: "status-not-looked-at",
		Needs:   "the server said an error, and the caller succeeded",
		Say:     "The server said no, and you took it for yes. Look at the status of the reply before anything else.",
		Matches: onFiles(is(BadExit, isCaller, exitedZero, func(e *Evidence) bool { return e.Request.Status == "error" && e.confirmed() })),
	},
	{
		Mistake: "no-sum-counts-as-right",
		Needs:   "the sum was asked for, the reply had none, and the caller succeeded",
		Say:     "You asked for the sum, and a reply without one was good enough. What was not confirmed is not confirmed.",
		Matches: onFiles(isCaller, one(BadExit, BadOutput, WrongFolder), func(e *Evidence) bool {
			return exitedZero(e) && e.confirmed() && e.Request.Status == "ok" && e.Request.SHA256 == "" && !e.Flag("-nosum")
		}),
	},
	{
		Mistake: "size-trusted",
		Needs:   "the reply to a get had no size, or a negative one, and the caller succeeded or wrote a file",
		Say:     "The size is what the server claims. Ask whether it is there, and not negative, before you use it.",
		Matches: onFiles(isCaller, func(e *Evidence) bool {
			return e.repliedTo("get") && !isNumber(e.Request.Filesize) && !refusedWithWords(e) && (e.Kind != BadOutput || e.confirmed())
		}),
	},
	{
		Mistake: "short-copy-believed",
		Needs:   "less of a file came than the reply had said, and the caller succeeded",
		Say:     "Half of the file came, and you called it whole: io.Copy with a limit ends without an error when less comes. io.CopyN tells; or compare the count.",
		Matches: onFiles(isCaller, one(BadExit, BadOutput, WrongFolder), func(e *Evidence) bool {
			return e.repliedTo("get") && !e.Request.whole() && exitedZero(e) && e.confirmed()
		}),
	},
	{
		Mistake: "confirmed-without-looking",
		Needs:   "the reply to a put had another size or another sum, and the caller succeeded",
		Say:     "The server has something else than you have sent, and you call it confirmed. Compare the size and the whole sum of the reply with your own.",
		Matches: onFiles(isCaller, one(BadExit, BadOutput), func(e *Evidence) bool { return e.repliedTo("put") && exitedZero(e) && e.confirmed() && e.contradicts() }),
	},
	{
		Mistake: "both-wait-for-eof",
		Needs:   "a file came whole, and the caller copies on until the server hangs up",
		Say:     "You read until the server hangs up, and the server waits for your next request. The reply says how many bytes the file has: take so many (io.CopyN), and no more.",
		Matches: onFiles(isCaller, one(NotClosed, NotExited, NoReply), func(e *Evidence) bool { return e.repliedTo("get") && e.BlockedIn("io.Copy", "io.ReadAll") }),
	},
	{
		Mistake: "overread-lost",
		Needs:   "a file came right behind its reply, and the caller waits for more of it, not in a Read of its own, which may wait for the end",
		Say:     "Something reads ahead and keeps what stands behind the reply: a json.Decoder, or a bufio.Reader that is made anew each time. Read exactly the header's bytes (io.ReadFull), then json.Unmarshal.",
		Matches: onFiles(is(NoReply, isCaller, func(e *Evidence) bool {
			return e.repliedTo("get") && len(e.Request.Body) > 0 && e.Request.whole() && strings.Count(e.Stdout, "\n") < e.Turns && !exited(e) && !e.BlockedIn("net.(*conn).Read")
		})),
	},
	{
		Mistake: "header-read-once",
		Needs:   "a reply came in pieces, and was not understood",
		Say:     "The reply came in pieces, and one Read was taken for all of it. You know how long a header is before you read it: io.ReadFull, first four bytes, then so many.",
		Matches: onFiles(isCaller, func(e *Evidence) bool {
			return e.Pieces && (e.Stdout == "" || e.Request.Cmd == "put") && plainName(e.Request.Filename) && (exitedBad(e) || one(NotReading)(e))
		}),
	},
	{
		Mistake: "body-short-read",
		Needs:   "a file came in pieces, and what came first was taken for the whole",
		Say:     "What one Read brings is not the file: TCP hands out bytes as they come. Read until so many have come as the reply says.",
		Matches: onFiles(isCaller, func(e *Evidence) bool {
			return e.Pieces && e.Request.Body != "" && plainName(e.Request.Filename) && one(WrongFolder, BadExit, EndedEarly, BadMessage)(e)
		}),
	},
}

// refusedWithWords reports whether the caller has ended by itself, with another
// status than is wanted: it has seen what was wrong.
func refusedWithWords(e *Evidence) bool { return e.Kind == BadExit && exitedBad(e) && !e.Panicked() }

func sumField(e *Evidence) bool { return e.Field == "sha256" || e.Field == "want_sha256" }

// repliedTo reports whether the checker's last message was a reply to this
// command.
func (e *Evidence) repliedTo(cmd string) bool {
	return e.Request.Status == "ok" && slices.ContainsFunc(e.Typed, func(line string) bool { return strings.HasPrefix(line, cmd+" ") })
}
