package tutor

import (
	"bytes"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// familyRules are about Unix sockets, deadlines and options.
var familyRules = []Rule{
	{
		Mistake: "stale-socket-file",
		Needs:   "\"address already in use\" at the path of a server that was killed",
		Say:     "The file of the dead server is still there: a Unix socket's name is not freed by death. Remove it before you listen. Only a socket may go, and only one where nobody answers.",
		Matches: func(e *Evidence) bool {
			return heldByDead(e) && e.onUnix()
		},
	},
	{
		Mistake: "stale-socket-file",
		Needs:   "at the path of a server that was killed the next one gives up, with \"connection refused\" or \"exists\"",
		Say:     "The file of the dead server is still there, and your server gives up because of it. A call that is refused means that nobody lives at that path: remove the file then, and listen. Only a call that is answered means a living server.",
		Matches: func(e *Evidence) bool {
			said := strings.ToLower(e.Stderr)
			return isServer(e) && e.Kind == NotListening && exitedBad(e) && e.onUnix() && e.Noted("kills the program") &&
				(strings.Contains(said, "connection refused") || strings.Contains(said, "exists"))
		},
	},
	{
		Mistake: "option-too-late",
		Needs:   "the same as no-reuse, and SO_REUSEADDR was on at the dead server's socket",
		Say:     "The port is still held by the connections of the dead server. Your socket has SO_REUSEADDR, but it got it too late: the option counts at the moment of bind. Set it before.",
		Matches: func(e *Evidence) bool { return e.portHeld() && e.Reuse },
	},
	{
		Mistake: "no-reuse",
		Needs:   "\"address already in use\" at the port of a server that was killed",
		Say:     "The port is still held by the connections of the dead server. SO_REUSEADDR lets a new listener have it all the same; Go sets it on every listener, so leave it alone.",
		Matches: (*Evidence).portHeld,
	},
	{
		Mistake: "network-ignored",
		Needs:   "the program ends before it listens, or does not call, and Go's error is that of an address of another network",
		Say:     "You were told a network and use another. Hand -network on as it is: net.Listen and net.Dial know tcp, tcp4, tcp6 and unix.",
		Matches: func(e *Evidence) bool {
			return e.Flag("-network") && e.Exited && wrongNetwork(e) && (isServer(e) && e.Kind == NotListening || isCaller(e) && e.Kind == NotDialled)
		},
	},
	{
		Mistake: "connection-not-logged",
		Needs:   "the line \"connected LOCAL -> REMOTE\" is on neither output, and not with its addresses in another order either",
		Say:     "Nobody learns which connection this is. LocalAddr and RemoteAddr of the connection know both ends; log prints to standard error.",
		Matches: is(NoWords, isCaller, onStream, not(exitedBad), func(e *Evidence) bool {
			return e.Fault != "order" && !strings.Contains(strings.ToLower(e.Stdout), "connected")
		}),
	},
	{
		Mistake: "remove-anything",
		Needs:   "a file or a folder at the path is gone, or another one",
		Say:     "You deleted something that was not your socket. Look what stands there before you remove it: Lstat tells, and the mode bit ModeSocket.",
		Matches: is(WrongFile, func(e *Evidence) bool {
			return !e.Flag("-dir") && slices.Contains([]string{"file", "folder", "fifo"}, string(e.Want))
		}),
	},
	{
		Mistake: "remove-anything",
		Needs:   "the server starts where a file or a folder stands",
		Say:     "You deleted something that was not your socket. Look what stands there before you remove it: Lstat tells, and the mode bit ModeSocket.",
		Matches: is(NotRefused, func(e *Evidence) bool { return e.onUnix() && !e.serving() && e.Stood != "socket" }),
	},
	{
		Mistake: "takes-over-living-server",
		Needs:   "a second server says that it listens at the path of one that lives",
		Say:     "A server lives at that path, and you took its name away: its callers now come to you, and it waits for ever. Ask first whether somebody answers.",
		Matches: is(NotRefused, func(e *Evidence) bool {
			return e.onUnix() && (e.serving() || e.Stood == "socket") && strings.Contains(e.Stderr, "listening on ")
		}),
	},
	{
		Mistake: "socket-left-after-sigterm",
		Needs:   "the server has ended of a signal, and its socket file stands",
		Say:     "A signal ends a Go program without running its defers. Catch SIGINT and SIGTERM (signal.NotifyContext), and close the listener when they come: that removes the file.",
		Matches: is(WrongFile, func(e *Evidence) bool { return string(e.Want) == "nothing" && string(e.Got) == "socket" }),
	},
	{
		Mistake: "deadline-set-once",
		Needs:   "a talk with short pauses is cut, or given up, not in the first pause, though each is far shorter than the time allows, and no other call is there that it could come of",
		Say:     "A deadline is a moment, not a length of time. You set it once, and it arrived in the middle of the talk. Set it anew for each message.",
		Matches: func(e *Evidence) bool {
			return onStream(e) && e.Turns > 0 && (isServer(e) && one(EndedEarly, NotReading)(e) && e.Flag("-idle") && !e.Exited && e.Turns > 1 && e.alone() ||
				isCaller(e) && one(EndedEarly, NoReply, BadExit, NotDialled)(e) && len(e.Got) == 0 && e.Flag("-timeout") && e.Turns > 1)
		},
	},
	{
		Mistake: "idle-too-short",
		Needs:   "a caller is cut in the first pause, a fifth of the time that -idle allows",
		Say:     "You hung up on a caller whose silence was far shorter than -idle allows. Use the whole of -idle, in its own unit, and count from the last message.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && e.Turns == 1 && e.Flag("-idle") && e.Kind == EndedEarly && !e.Exited
		},
	},
	{
		Mistake: "no-idle-limit",
		Needs:   "a silent caller is not hung up on, or keeps the others out",
		Say:     "A caller who says nothing holds the line for ever. Set a deadline before each Read; when it has passed, Read fails, and the call is over.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && onStream(e) && e.Flag("-idle") && one(NotClosed, NoReply)(e) && !e.Exited && !e.Spinning
		},
	},
	{
		Mistake: "timeout-mistaken",
		Needs:   "the server ended when a caller was silent for too long",
		Say:     "One caller's silence ended the service. The timeout is an error of that call: log it, and go on with the next caller.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Flag("-idle") && e.Exited && !acceptTimedOut(e) && (diedOfSilence(e) || !e.Panicked() && (e.answered() || speaksOfTime(e)))
		},
	},
	{
		Mistake: "client-waits-forever",
		Needs:   "the caller has said its line, no reply came, and it waits on although its time is over",
		Say:     "The call was taken and your line came, but the reply does not, and your program waits for it for ever. A deadline before each exchange bounds that; the time limit of the dialling is over once the call is there.",
		Matches: is(NotExited, isCaller, onStream, func(e *Evidence) bool {
			return e.Flag("-timeout") && len(e.Said()) > 0 && e.silentPeer() && !e.atKeyboard()
		}),
	},
	{
		Mistake: "dial-without-timeout",
		Needs:   "the caller waits for a connection although its time is over",
		Say:     "Nobody answers, and you wait as long as the kernel does. net.DialTimeout bounds the connecting, a deadline before each exchange the waiting for a reply.",
		Matches: is(NotExited, isCaller, onStream, func(e *Evidence) bool { return e.Flag("-timeout") && e.silentPeer() && !e.atKeyboard() }),
	},
	{
		Mistake: "option-missing",
		Needs:   "a line about a socket option is missing, or its value cannot be",
		Say:     "A line is missing, or its value cannot be what the socket says. Ask the socket itself: SyscallConn, then getsockopt inside of Control. Addresses come from LocalAddr and RemoteAddr of the connection.",
		Matches: is(BadOption),
	},
}

// Endless reports whether a mistake is named because a time did not end, which
// one that is read in a wrong unit does not either.
func Endless(mistake string) bool {
	return mistake == "no-idle-limit" || mistake == "dial-without-timeout" || mistake == "client-waits-forever"
}

// portHeld reports whether the program could not have the port of a server
// that was killed.
func (e *Evidence) portHeld() bool {
	return heldByDead(e) && !e.onUnix()
}

// wrongNetwork reports whether an error of Go's package net says that an
// address is none of the network that was named.
func wrongNetwork(e *Evidence) bool {
	for _, words := range []string{"missing port in address", "too many colons in address", "no suitable address", "unknown network", "lookup "} {
		if strings.Contains(e.Stderr, words) {
			return true
		}
	}
	return false
}

// alone reports whether nobody else has called the program since it was started:
// the clock of another call may have cut this one.
func (e *Evidence) alone() bool {
	for _, event := range slices.Backward(e.Wire) {
		switch {
		case strings.HasPrefix(event.Note, "starts "):
			return true
		case event.Conn != "" && event.Conn != e.Conn:
			return false
		}
	}
	return true
}

// speaksOfTime reports whether standard error says that some time is over.
func speaksOfTime(e *Evidence) bool {
	return strings.Contains(e.Stderr, "timeout") || strings.Contains(e.Stderr, "timed out")
}

// answered reports whether the program has said anything on any connection.
func (e *Evidence) answered() bool {
	for _, event := range e.Wire {
		if event.From == wire.FromProgram && event.Size > 0 {
			return true
		}
	}
	return false
}

// onUnix reports whether the program was given a Unix socket.
func (e *Evidence) onUnix() bool { return e.value("-network") == "unix" }

// value returns the word behind a flag, or "".
func (e *Evidence) value(flag string) string {
	at := slices.Index(e.Args, flag)
	if at < 0 || at+1 == len(e.Args) {
		return ""
	}
	return e.Args[at+1]
}

// serving reports whether another server was started at the same path before.
func (e *Evidence) serving() bool {
	words := strings.Join(e.Args, " ")
	n := 0
	for _, event := range e.Wire {
		if event.From == wire.FromChecker && event.Note == "starts "+words {
			n++
		}
	}
	return n > 1
}

// atKeyboard reports whether the program waits for its standard input.
func (e *Evidence) atKeyboard() bool {
	return e.BlockedIn("bufio.(*Scanner).Scan", "bufio.(*Reader).ReadString", "bufio.(*Reader).ReadBytes", "bufio.(*Reader).ReadLine")
}

// silentPeer reports whether nobody has said anything to the caller.
func (e *Evidence) silentPeer() bool {
	for _, event := range e.Wire {
		if event.From == wire.FromChecker && event.Size > 0 {
			return false
		}
	}
	return !bytes.Contains([]byte(e.Stderr), []byte("timed out"))
}
