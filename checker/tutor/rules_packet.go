package tutor

import (
	"bytes"
	"fmt"
	"strings"

	"socketworkshop/checker/wire"
)

// packetRules are about servers that answer datagrams.
var packetRules = []Rule{
	{
		Mistake: "write-on-unconnected",
		Needs:   "the system's \"destination address required\" or \"missing address\" on standard error",
		Say:     "This socket talks to everybody, so Write does not know to whom. ReadFrom tells you the sender of each datagram; WriteTo takes that address.",
		Matches: packets(isServer, func(e *Evidence) bool {
			return tellsOf(e.Stderr, "destination address required", "missing address")
		}),
	},
	{
		Mistake: "answers-from-elsewhere",
		Needs:   "the right answer, from another address than the one that was asked",
		Say:     "The answer came from another socket than the question went to. Whoever asks believes only the address they asked: answer with the socket that the question came in by.",
		Matches: packets(isServer, kind(WrongSource)),
	},
	{
		Mistake: "answers-twice",
		Needs:   "asked one thing at a time, the program gave an answer once more",
		Say:     "One datagram, two answers. Whoever asked takes the second for the answer to the next question. One WriteTo for each ReadFrom.",
		Matches: packets(isServer, one(WrongBytes, Extra), func(e *Evidence) bool { return e.oneByOne() && e.cameTwice(e.Got) }),
	},
	{
		Mistake: "answer-in-pieces",
		Needs:   "the answer came in several datagrams",
		Say:     "The answer came in pieces, each in a datagram of its own. Nobody puts them together again: a datagram is a message, and the next one may be lost or come first. Send all of it with one WriteTo.",
		Matches: packets(isServer, kind(WrongBytes), (*Evidence).inPieces),
	},
	{
		Mistake: "shared-buffer-to-goroutine",
		Needs:   "another datagram's answer came; and some answer came more often than it was asked for, or half made, from a program in Go only where a goroutine is begun",
		Say:     "All handlers look at one buffer while you refill it: the next ReadFrom overwrites what a goroutine has not yet answered. Copy the n bytes, or give each handler a buffer of its own.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			halfMade := !e.Flag("-now") && e.Zone == "" && !bytes.Equal(e.Got, Upper(e.Got))
			return !e.typesAnswers() && e.Others && (e.Copied || halfMade) && e.mayHandle()
		}),
	},
	{
		Mistake: "connected-to-one-caller",
		Needs:   "no answer, and the server's socket is connected to one address",
		Say:     "Your socket is connected to one caller. From then on the kernel lets in nobody else's datagrams, and every answer goes there. Leave it unconnected: ReadFrom tells you who asks, and WriteTo answers them.",
		Matches: packets(isServer, kind(NoReply), not(exited), func(e *Evidence) bool { return e.Connected }),
	},
	{
		Mistake: "reply-to-wrong-address",
		Needs:   "the answer came to another socket than the question was sent from, and to no more of them",
		Say:     "One caller's answer went to another. Each datagram brings its sender's address along: keep the two together, and answer the address that came with this datagram.",
		Matches: packets(isServer, func(e *Evidence) bool {
			return e.Kind == NoReply && e.Astray != "" || e.Kind == WrongBytes && e.Others && !e.tellsTime() && (e.typesAnswers() || !e.Copied)
		}),
	},
	{
		Mistake: "zero-length-is-eof",
		Needs:   "no answer to an empty datagram, from a program that has ended or is in Go, whose WriteTo sends empty ones; or none to anything after it",
		Say:     "UDP has no end of file. An empty datagram is a message of length 0: ReadFrom returns 0 and no error, and the sender waits for an answer like everybody else.",
		Matches: packets(isServer, kind(NoReply), func(e *Evidence) bool {
			return e.unansweredEmpty() && (e.Exited || len(e.Source) > 0 || !e.emptyLast())
		}),
	},
	{
		Mistake: "extra-bytes",
		Needs:   "the right answer and a newline behind it",
		Say:     "The answer is right, and a newline follows that was not asked for. A datagram is a message by itself and needs no mark for its end.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			return bytes.HasPrefix(e.Got, e.Want) && strings.Trim(string(e.Got[len(e.Want):]), "\r\n") == ""
		}),
	},
	{
		Mistake: "echo-whole-buffer",
		Needs:   "the right answer with NUL bytes, more than one, or bytes of an earlier datagram, not blanks alone, behind it",
		Say:     "You answered with the whole buffer. ReadFrom filled only the first n bytes of it; behind them lies what an earlier datagram left, perhaps another caller's. Use buf[:n].",
		More: func(e *Evidence) string {
			if tail := bytes.Trim(e.Got[len(e.Want):], "\x00"); len(tail) >= 4 && bytes.Contains(Upper(e.heardBefore()), Upper(tail[:4])) {
				return fmt.Sprintf("What follows here, %.20q, is the end of an earlier datagram.", tail)
			}
			return ""
		},
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			rest, ok := bytes.CutPrefix(e.Got, e.Want)
			rest = bytes.TrimRight(rest, "\x00")
			blank := len(rest) > 0 && len(bytes.TrimSpace(rest)) == 0 // filled up, perhaps
			return ok && len(e.Got) > len(e.Want) && len(e.Want) > 0 && !blank && !e.endsInNul() && bytes.Contains(Upper(e.heard()), Upper(rest))
		}),
	},
	{
		Mistake: "buffer-too-small-truncates",
		Needs:   "the answer stops where the datagram goes on",
		Say:     "The answer is only the beginning of what was asked for. A datagram is read in one piece or not at all: what does not fit in your buffer is thrown away, on Linux without an error. The largest one has 65,507 bytes.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			return !e.typesAnswers() && len(e.Got) >= fewBytes && len(e.Got) < len(e.Want) && bytes.HasPrefix(e.Want, e.Got)
		}),
		More: func(e *Evidence) string {
			return fmt.Sprintf("Here %d bytes were kept: look for that number in your code.", len(e.Got))
		},
	},
	{
		Mistake: "serve-one-then-exit",
		Needs:   "the server ended with status 0 after its first datagram or its second, which was not quit",
		Say:     "The server ended with its first datagram. There is no call that could be over: read and answer in a loop, for ever.",
		Matches: packets(isServer, kind(NoReply), exitedZero, func(e *Evidence) bool { return e.Turns <= 1 && e.Asked != "quit" }),
	},
	{
		Mistake: "read-error-ends-server",
		Needs:   "the server ended with an error after a datagram, or when none had come for a while",
		Say:     "One bad moment ended the service. An error on one datagram is no reason to stop answering the others: report it and go on; leave only when the socket is closed (net.ErrClosed).",
		Matches: packets(isServer, one(NoReply, EndedEarly), exitedBad, not((*Evidence).Panicked)),
	},
	{
		Mistake: "copy-not-answered",
		Needs:   "the same datagram came twice, and only one of the two was answered",
		Say:     "The same datagram came twice, and you answered it once. Twice may be the network's doing, or the caller's who had no answer: the server cannot know, so it answers what it gets.",
		Matches: packets(isServer, kind(NoReply), not(exited), func(e *Evidence) bool { return e.Queued == 0 && e.saidTwice() }),
	},
	{
		Mistake: "datagrams-not-read",
		Needs:   "datagrams lie in the program's queue, and the program rests",
		Say:     "The datagram arrived and lies in your socket's queue, but nobody reads it. While the program waits for something else, nobody is served.",
		Matches: packets(isServer, one(NoReply, NotReading), not(exited), not(spinning), func(e *Evidence) bool { return e.Queued > 0 }),
	},
}

// packets returns a condition that holds for checks that speak in datagrams,
// joined with all others given.
func packets(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return e.Datagrams && every(and, e)
	}
}

func kind(k Kind) func(*Evidence) bool {
	return func(e *Evidence) bool { return e.Kind == k }
}

// heard returns everything that the checker sent, on whatever connection.
func (e *Evidence) heard() (all []byte) {
	for _, event := range e.Wire {
		if event.From == wire.FromChecker {
			all = append(all, event.Bytes...)
		}
	}
	return all
}

// fewBytes are too few for the whole of a buffer, in bytes.
const fewBytes = 64

// inPieces reports whether the datagram that came and the one behind it are
// both parts of the answer.
func (e *Evidence) inPieces() bool {
	return len(e.Got) > 0 && len(e.Next) > 0 && bytes.HasPrefix(e.Want, append(bytes.Clone(e.Got), e.Next...))
}

// heardBefore returns all datagrams that the program was sent.
func (e *Evidence) heardBefore() []byte {
	var all []byte
	for _, event := range e.Wire {
		if event.Datagram && event.From == wire.FromChecker {
			all = append(all, event.Bytes...)
		}
	}
	return all
}

// oneByOne reports whether the checker has always waited for an answer before
// it sent the next datagram.
func (e *Evidence) oneByOne() bool {
	last := wire.FromProgram
	for _, event := range e.Wire {
		if !event.Datagram {
			continue
		}
		if event.From == wire.FromChecker && last == wire.FromChecker {
			return false
		}
		last = event.From
	}
	return true
}

// cameTwice reports whether this answer came twice to the socket of the
// failure and was asked for once.
func (e *Evidence) cameTwice(answer []byte) bool {
	came, asked := 0, 0
	for _, event := range e.Wire {
		switch {
		case event.Conn != e.Conn || !event.Datagram:
		case event.From == wire.FromChecker && bytes.Equal(Upper(event.Bytes), Upper(answer)):
			asked++
		case event.From == wire.FromProgram && bytes.Equal(event.Bytes, answer):
			came++
		}
	}
	return len(answer) > 0 && asked == 1 && came > 1
}

// saidTwice reports whether the checker's last two datagrams were the same, both
// from the socket of the failure, and the wanted answer has come before, or the
// message was printed once. With others in between, theirs may be the fault.
func (e *Evidence) saidTwice() bool {
	var last [2]wire.Event
	came := false
	for _, event := range e.Wire {
		switch {
		case !event.Datagram:
		case event.From == wire.FromChecker:
			last[0], last[1] = last[1], event
		case event.Conn == e.Conn:
			came = came || bytes.Equal(event.Bytes, e.Want)
		}
	}
	if e.typesAnswers() { // what is not printed may not have been read
		came = strings.Count(e.Stdout, string(last[1].Bytes)) == 1
	}
	return came && last[0].Conn == e.Conn && last[1].Conn == e.Conn && bytes.Equal(last[0].Bytes, last[1].Bytes)
}

// noted reports whether the checker did something on a connection or socket
// whose note contains words.
func (e *Evidence) noted(conn, words string) bool {
	for _, event := range e.Wire {
		if event.From == wire.FromChecker && event.Conn == conn && strings.Contains(event.Note, words) {
			return true
		}
	}
	return false
}
