package tutor

import (
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// stayRules are about servers after a call: what they hold, whether they rest
// and whether they take the next caller.
var stayRules = []Rule{
	{
		Mistake: "eof-spins",
		Needs:   "a caller has hung up who had no reply to come, the program still holds the connection and burns the processor",
		Say:     "After the caller hung up, Read returns at once, for ever: io.EOF, or an error. Your loop never leaves. An error from Read ends the loop.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && (e.Spinning || e.Kind == NotQuiet) && closeWaiting(e) && !e.leftOwing()
		},
	},
	{
		Mistake: "spins",
		Needs:   "the program burns the processor while there is nothing to do; not: a caller has gone to whom it may be writing",
		Say:     "Your program burns the processor although nothing happens. Waiting is what Accept and Read do by themselves: they sleep until something comes. No loop that looks again and again is needed.",
		Matches: func(e *Evidence) bool {
			return e.Spinning && one(NotQuiet, NotExited, NoReply, NotClosed)(e) && !e.leftOwing()
		},
	},
	{
		Mistake: "linger-zero",
		Needs:   "everything that was said has been answered, or nothing was said, so nothing was left unread, and the connection ends in a reset",
		Say:     "You broke the connection off in place of hanging up. SetLinger(0) does that: Close throws away what is still on its way, and the other side sees \"connection reset\". A plain Close sends everything first, in peace.",
		Matches: is(BrokenOff),
	},
	{
		Mistake: "conn-never-closed",
		Needs:   "descriptors stay of some callers, and not of others",
		Say:     "You hang up on some callers and not on others: there is a way out of a call on which the descriptor is lost. defer conn.Close() right behind the Accept, in a function that ends with the call, hangs up on every way out.",
		Matches: is(Leaks, isServer, onStream, func(e *Evidence) bool {
			return e.Files.SomeGiven && !e.Spinning && !readsOn(e) && !e.sleeps()
		}),
	},
	{
		Mistake: "conn-never-closed",
		Needs:   "the caller is done, and the program rests without closing its end, also when the caller has said no more (a half-close); or its descriptors grow with the callers",
		Say:     "You never hung up. The other side waits for the end of the call, and the descriptor is lost. defer conn.Close() belongs right behind the Accept or Dial that succeeded, in a function that ends with the call.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && one(NotClosed, Leaks)(e) && !e.Spinning && !readsOn(e) && !e.Found(HalfClose) && !e.sleeps()
		},
	},
	{
		Mistake: "eof-is-an-error",
		Needs:   "a caller hung up without a word, and the program ended with a failure",
		Say:     "A caller who hangs up without a word is no failure. Read reports it as io.EOF; ask for it with errors.Is and end in peace.",
		Matches: is(BadExit, isServer, onStream, exitedBad, func(e *Evidence) bool { return e.Conn != "" && len(e.Sent()) == 0 }),
	},
	{
		Mistake: "caller-not-logged",
		Needs:   "the caller's address is not on standard error; not: the server's own",
		Say:     "The caller's address is not on standard error. conn.RemoteAddr() knows it; log prints to standard error.",
		Matches: is(NoWords, isServer, func(e *Evidence) bool { return len(e.Want) == 0 && !e.Auth.Keyed && !e.saidPanic() }),
	},
	{
		Mistake: "serves-on",
		Needs:   "the call is over, the connection closed, and the program still runs and listens, and does not sleep for a time",
		Say:     "The call is over but your program stays. This server takes exactly one call: return from serve, and it ends.",
		Matches: is(NotExited, isServer, onStream, func(e *Evidence) bool { return len(e.Listeners) > 0 && !e.sleeps() }),
	},
	{
		Mistake: "never-ends",
		Needs:   "the caller's input has ended or said quit, and the program still runs; all datagrams that came are printed",
		Say:     "There is nothing left to say, but your program does not end. Leave the loop at quit and at the end of the input, hang up, and return.",
		Matches: func(e *Evidence) bool {
			return isCaller(e) && one(NotExited, NotClosed)(e) && (e.Noted("ends the input") || e.typedWord("quit")) &&
				!(e.Datagrams && (e.BlockedIn("net.(*conn).Read") || e.unprinted())) && len(e.Stdout) >= e.announced() && !e.Home.Served &&
				e.Waiting == 0 && // it has not called once more
				!(e.said(readyWord) && e.Receiving) // it waits for the rest of a reply
		},
	},
	{
		Mistake: "quit-known-to-server",
		Needs:   "the connection ended when the caller said quit",
		Say:     "The server hung up at the word quit. To this server it is a message like any other: the caller's program knows the word, the server does not.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && one(EndedEarly)(e) && string(e.Want) == "QUIT" && !e.Exited
		},
	},
	{
		Mistake: "one-message-per-call",
		Needs:   "the connection ended after its first reply, and the program runs on and has not crashed in between",
		Say:     "You hang up after one message. A talk is a loop: read and answer until the caller hangs up.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && e.Turns == 1 && !e.midFile() && !e.Flag("-idle") && !e.afterKill() && !afterReady(e) && !e.ranOutOfTime() && !HasTrace(e.Stderr) && (e.Kind == EndedEarly && !e.Exited || e.Kind == NoReply && e.PeerGone)
		},
	},
	{
		Mistake: "serve-one-then-exit",
		Needs:   "the server ended with status 0 after its first call, which was not broken off",
		Say:     "The server ended with its first caller. A server's outer loop is for ever: when a call is over, go back to Accept.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && exitedZero(e) && (e.Calls == 1 || e.Calls == 0 && e.Turns > 0) && one(Refused, EndedEarly, NoReply)(e) && !e.Noted("breaks off (reset)")
		},
	},
	{
		Mistake: "listen-inside-loop",
		Needs:   "a call that is not the first is refused or cut off while the program runs, and the socket it listened on is closed",
		Say:     "While one caller talks, nothing listens for the others: they are refused, or thrown out of the backlog with the listener that is closed. Listen once, keep the listener open, and let those who call meanwhile wait in its backlog.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && !e.Exited && !e.Crowd.Scarce && (e.Kind == Refused || e.Relistens && e.Turns == 0 && e.others() && one(EndedEarly, NoReply)(e))
		},
	},
	{
		Mistake: "turns-callers-away",
		Needs:   "a second caller's connection ended without a word while the first one's was open",
		Say:     "You hung up on somebody because somebody else was talking. Do not accept a call you will not answer: left alone it waits in the listener's backlog.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Kind == EndedEarly && !e.Exited && e.Turns == 0 && e.Auth.Sent == "" && !e.ranOutOfTime() && e.openOthers() > 0 && (e.answered() || !e.Flag("-idle"))
		},
	},
}

// ranOutOfTime reports whether the program's last words are that a deadline of
// its own was over: then it hung up for that.
func (e *Evidence) ranOutOfTime() bool {
	lines := strings.Split(strings.TrimSpace(e.Stderr), "\n")
	return strings.Contains(lines[len(lines)-1], "i/o timeout")
}

// others reports whether anybody else has called.
func (e *Evidence) others() bool {
	return slices.ContainsFunc(e.Wire, func(event wire.Event) bool { return event.Conn != "" && event.Conn != e.Conn })
}

// openOthers counts the other connections that were open when this one ended.
func (e *Evidence) openOthers() int {
	open := map[string]bool{}
	for _, event := range e.Wire {
		over := event.Note == "hangs up" || event.Note == "breaks off (reset)"
		switch {
		case event.Conn == e.Conn && over:
			return len(open)
		case event.Conn == e.Conn || event.Conn == "":
		case over:
			delete(open, event.Conn)
		default:
			open[event.Conn] = true
		}
	}
	return 0
}

// Steady reports whether a program with a mistake makes it each time, so that a
// check which passed when it was repeated shows another one.
func Steady(mistake string) bool {
	return mistake == "turns-callers-away" || mistake == "one-message-per-call" || mistake == "zero-length-is-eof"
}
