package tutor

import (
	"slices"
	"strings"
	"syscall"
)

// endRules are about programs that died, or that will not.
var endRules = []Rule{
	{
		Mistake: NotWrittenYet,
		Needs:   "standard error says \"not written yet: step N\"",
		Say:     "This part is still the skeleton's. Read the step in the text, then look for its TODO above that line.",
		Matches: is(NotWritten),
	},
	{
		Mistake: "data-race",
		Needs:   "the race detector's report on standard error",
		Say:     "Two goroutines used the same memory at the same time, and one of them wrote. The report above shows both places. Let one goroutine own it, or guard it with a mutex.",
		Matches: is(RacesData),
	},
	{
		Mistake: "floods-output",
		Needs:   "64 MiB of output; or 256 KiB while there is nothing to do; or 64 KiB while it burns the processor, and no caller has just hung up",
		Say:     "The program prints without end. Something in a loop logs again and again; whoever runs the program pays for it with a full disk.",
		Matches: func(e *Evidence) bool {
			return e.Kind == Flooded || one(NotQuiet)(e) && e.Written >= 256<<10 && !closeWaiting(e) ||
				e.Spinning && e.Written > 64<<10 && !closeWaiting(e)
		},
	},
	{
		Mistake: "leaves-child-behind",
		Needs:   "a process started by the program lives on after it has ended, and no caller's trouble has ended it",
		Say:     "Your program started another process and ended without it. Whoever starts a process waits for it or ends it; nobody else will.",
		Matches: is(LeftBehind, exited, not(diedInHandler), not(uncaught)),
	},
	{
		Mistake: "ignores-sigterm",
		Needs:   "the program still runs after SIGTERM, and does not sleep for a time",
		Say:     "SIGTERM is the polite request to end. Your program catches or ignores it and goes on; then only SIGKILL is left, which gives it no time to tidy up. Leave the signal alone, or end when it comes.",
		Matches: is(IgnoresTerm, not((*Evidence).sleeps), (*Evidence).toldByTerm),
	},
	{
		Mistake: "ignores-sigterm",
		Needs:   "the program still runs after SIGINT, and does not sleep for a time",
		Say:     "SIGINT is what Ctrl-C sends: a person asks your program to end. It catches or ignores that and goes on. Leave the signal alone, or end when it comes.",
		Matches: is(IgnoresTerm, not((*Evidence).sleeps), not((*Evidence).toldByTerm)),
	},
	{
		Mistake: "panics",
		Needs:   "the program was ended by SIGSEGV, SIGBUS, SIGFPE, SIGILL or SIGABRT",
		Say:     "Your program crashed: the system ended it with a signal, for what it did cannot be done. Most often that is memory which is not its own: a pointer that points nowhere, or an index behind the end. A debugger shows the line.",
		Matches: crashed,
	},
	{
		Mistake: "quit-kills-server",
		Needs:   "the server ended when a caller said quit",
		Say:     "One caller may hang up; none may switch off the exchange. The word quit belongs to the caller's own program.",
		Matches: func(e *Evidence) bool { return isServer(e) && e.Exited && string(e.Want) == "QUIT" },
	},
	{
		Mistake: "listen-inside-loop",
		Needs:   "the program ended itself with \"address already in use\" after it had served somebody",
		Say:     "You listen anew for each call. Listen once per server; Accept once per call.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Calls > 0 && e.Exited && inUse(e)
		},
	},
	{
		Mistake: "stop-is-a-failure",
		Needs:   "told to end by a signal, the server ended with a failure",
		Say:     "Your server did end when it was told to, but it calls that a failure. What its own end brings about is none: Accept and Read fail when it has closed what they wait for (in Go, ask whether ctx is over), and callers who had asked for nothing are hung up on.",
		Matches: is(BadExit, isServer, exitedBad, not((*Evidence).Panicked), not(bySignal), func(e *Evidence) bool { return e.Noted("sends SIGTERM") || e.Noted("sends SIGINT") }),
	},
	{
		Mistake: "failed-command-kills-server",
		Needs:   "the server ended itself when a command failed: the command's exit status is not 0, or stands in the server's last words",
		Say:     "A command may fail; that is an answer and not a crash. Your server took the command's exit status for its own error and ended. Send what the command has said, and go on. (*exec.ExitError carries the status, if you want to log it.)",
		Matches: func(e *Evidence) bool { return isServer(e) && exitedBad(e) && e.commandFailed() },
	},
	{
		Mistake: "fatal-in-handler",
		Needs:   "the signal SIGPIPE ended the server when a caller had gone",
		Say:     "One caller had gone, and writing to them ended the whole program: the signal SIGPIPE does that. Ignore it, with signal(SIGPIPE, SIG_IGN) or what your language has for it. Then the write fails with an error, and that is this call's alone.",
		Matches: func(e *Evidence) bool { return isServer(e) && e.Exited && e.Calls > 0 && e.Status.By(syscall.SIGPIPE) },
	},
	{
		Mistake: "fatal-in-handler",
		Needs:   "the server ended itself with an error right after a caller's connection broke or sent odd bytes; or, serving files, after a request",
		Say:     "One caller's error ended the whole program. Which errors are this call's, and which are the server's? Only the server's may end it: log the others and go on with the next caller. (log.Fatal and os.Exit end the process wherever they stand.)",
		Matches: diedInHandler,
	},
	{
		Mistake: "conn-never-closed",
		Needs:   "a right reply, the connection still open, and Go's \"all goroutines are asleep - deadlock!\"",
		Say:     "You never hung up: after the reply every goroutine of your program waited for something that nobody would do, with the connection still open. Close it when the call is over, and return.",
		Matches: func(e *Evidence) bool { return isServer(e) && deadlocked(e) && e.Turns > 0 },
	},
	{
		Mistake: "never-listens",
		Needs:   "Go's \"all goroutines are asleep - deadlock!\" before the line \"listening on\"",
		Say:     "Every goroutine of your program waits for something that nobody will do, before it comes to listen. The trace on standard error shows where.",
		Matches: is(NotListening, deadlocked),
	},
	{
		Mistake: "deadlock",
		Needs:   "Go's \"all goroutines are asleep - deadlock!\"",
		Say:     "Every goroutine of your program waits for something that nobody will do: an empty select, a channel without a sender, a lock that is not given back. The trace on standard error shows where.",
		Matches: deadlocked,
	},
	{
		Mistake: "text-expected",
		Needs:   "the program ended with the complaint of a decoder, of Python, Java, Ruby, Rust or Node, about bytes that are no text",
		Say:     "Your program takes what comes for text, and ended where it was none. What a command prints, and what a stranger sends, may be any bytes: keep them as bytes, and write them as they came.",
		Matches: undecodable,
	},
	{
		Mistake: "panics",
		Needs:   "the program died with a panic, a fatal error or a stack trace, over something else than a dead server's address, a caller's silence or the signal that it was sent",
		Say:     "Your program crashed. The trace on standard error tells why: Go does so at its beginning, Python at its end. Look at the lines of your own files in it.",
		Matches: func(e *Evidence) bool { return e.Panicked() && !heldByDead(e) && !diedOfSilence(e) && !toldBySignal(e) }, // Python says that in a trace
	},
}

// undecodable reports whether a program has ended because bytes were no text.
// A decoder of ASCII tells nothing: what came may be text in another alphabet.
func undecodable(e *Evidence) bool {
	return e.Exited && !tellsOf(e.Stderr, "'ascii'") && tellsOf(e.Stderr, "unicodedecodeerror", "malformedinputexception", "invalid byte sequence in utf-8",
		"did not contain valid utf-8", "err_encoding_invalid_encoded_data")
}

// bySignal reports whether a signal has ended the program.
func bySignal(e *Evidence) bool { return e.Exited && e.Status.Signal != "" }

// toldBySignal reports whether the program was ended by the signal that the
// checker has sent. Python leaves a trace then.
func toldBySignal(e *Evidence) bool {
	return e.Exited && (e.Noted("sends SIGINT") && e.Status.By(syscall.SIGINT) || e.Noted("sends SIGTERM") && e.Status.By(syscall.SIGTERM))
}

// crashed reports whether a signal that tells of a crash has ended the program.
func crashed(e *Evidence) bool {
	crashes := []syscall.Signal{syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGABRT}
	return e.Exited && slices.ContainsFunc(crashes, e.Status.By)
}

// closeWaiting reports whether a caller has gone and the program has not taken
// notice of it.
func closeWaiting(e *Evidence) bool { return e.Held > 0 }

func deadlocked(e *Evidence) bool {
	return e.Exited && strings.Contains(e.Stderr, "all goroutines are asleep - deadlock!")
}

func inUse(e *Evidence) bool {
	return strings.Contains(strings.ToLower(e.Stderr), "address already in use")
}

// heldByDead reports whether what a server that was killed has left behind
// keeps the next one from listening.
func heldByDead(e *Evidence) bool {
	return isServer(e) && e.Kind == NotListening && e.Noted("kills the program") && inUse(e)
}

// diedOfCaller reports whether a program's last words are a trace about a
// connection that the other side has broken off.
func diedOfCaller(e *Evidence) bool {
	return HasTrace(e.Stderr) && tellsOf(e.Stderr, "connectionreseterror", "brokenpipeerror", "connectionabortederror",
		"connection reset", "broken pipe", "econnreset", "epipe")
}

// metCallers reports whether a server of files has died although nobody else
// ended it, and after somebody had called.
func metCallers(e *Evidence) bool {
	return e.Flag("-dir") && one(Refused, EndedEarly, NoReply, NotReading)(e) && !e.Noted("kills the program") &&
		(e.Crowd.Sessions > 0 || len(e.Sent()) > 0)
}

// diedInHandler reports whether a server ended itself over one of its callers,
// of which one that does not listen yet has had none.
func diedInHandler(e *Evidence) bool {
	return isServer(e) && exitedBad(e) && e.Kind != NotListening && !closedItself(e) && !acceptTimedOut(e) && !toldBySignal(e) && (e.Calls > 0 || metCallers(e)) && (!e.Panicked() || diedOfCaller(e)) &&
		!(e.Kind == LeftBehind && (e.Noted("sends SIGTERM") || e.Noted("sends SIGINT") || e.Noted("kills the program")))
}

// uncaught reports whether a signal that a server was to end in peace by ended it.
func uncaught(e *Evidence) bool { return told(e) && e.Status.Signal != "" }

// closedItself reports whether accept failed, for the program has closed its listener.
func closedItself(e *Evidence) bool {
	return strings.Contains(e.Stderr, "accept ") && strings.Contains(e.Stderr, "use of closed network connection")
}

// acceptTimedOut reports whether accept failed, for nobody had called for too long:
// no caller is to blame.
func acceptTimedOut(e *Evidence) bool {
	return (strings.Contains(e.Stderr, "accept ") || strings.Contains(e.Stderr, ".accept()")) && speaksOfTime(e)
}

// diedOfSilence reports whether a server that had to look at the time died with
// a trace about it.
func diedOfSilence(e *Evidence) bool {
	return isServer(e) && e.Flag("-idle") && HasTrace(e.Stderr) && (speaksOfTime(e) || strings.Contains(e.Stderr, "TimeoutError"))
}
