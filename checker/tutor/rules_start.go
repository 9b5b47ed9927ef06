package tutor

import (
	"net/netip"
	"strings"
)

// startRules are about servers that cannot be reached.
var startRules = []Rule{
	{
		Mistake: "open-to-everyone",
		Needs:   "the server runs commands, was told one address, and its socket is bound to every address of the machine",
		Say:     "You opened a shell to every address of this machine: whoever can reach it runs commands as you. You were told one address; take the text of -addr as it is, host and port.",
		Matches: func(e *Evidence) bool { return e.Runs && isServer(e) && e.Kind == Elsewhere && e.everywhere() },
	},
	{
		Mistake: "address-ignored",
		Needs:   "the listening socket's address, also where no port can be read from the line \"listening on\", or \"address already in use\" for another address than was given",
		Say:     "You were told one address and use another. Take the text of -addr as it is: it names the host and the port, and port 0 means that the system chooses a free one.",
		Matches: func(e *Evidence) bool {
			return e.Kind == Elsewhere || (e.Kind == Unreachable || e.Kind == NotListening && e.Fault == "port") && e.misplaced() || isServer(e) && e.Exited && e.Kind != BadExit && inUse(e) && !strings.Contains(e.Stderr, e.Told) && e.Calls == 0
		},
	},
	{
		Mistake: "failure-exits-zero",
		Needs:   "exit status 0 after a flag that makes no sense",
		Say:     "Your program refused, but told the shell that it succeeded (exit status 0). Wrong usage is exit status 2.",
		Matches: is(BadRefusal, exitedZero),
	},
	{
		Mistake: "other-exit-status",
		Needs:   "a flag that makes no sense is refused, with another exit status than 2",
		Say:     "Your program refused, and with another exit status than was agreed on. 1 says that something went wrong, 2 that the program was called in a way that makes no sense. Scripts tell the two apart.",
		Matches: is(BadRefusal),
	},
	{
		Mistake: "accepts-bad-flag",
		Needs:   "the program runs on with a flag whose value makes no sense, and is no path",
		Say:     "A flag made no sense, and your program went on as if it had not been given. Who runs it believes that it was understood: say what is wrong with it on standard error, and end with status 1 or 2.",
		Matches: is(NotRefused, isServer, func(e *Evidence) bool { return e.Conn == "" && !e.onUnix() }),
	},
	{
		Mistake: "exits-early",
		Needs:   "the program ended before it had taken a call: no caller's port is on standard error, no connection has ended in peace, and it did not crash",
		Say:     "Your program ended before it had anything to do. A server stays in Accept until a call comes.",
		Matches: func(e *Evidence) bool {
			return e.servedNobody() && !e.TookCall &&
				(e.Kind == NotListening && exitedZero(e) || e.Kind == Refused || e.Kind == EndedEarly && !e.Flag("-idle") && !e.Noted("says no more (half-close)"))
		},
	},
	{
		Mistake: "exits-early",
		Needs:   "the server ended in peace before it had answered, and a source in which serve begins a goroutine and waits for nothing",
		Say:     "Your program ended before its goroutine had answered. When serve returns, main ends, and every goroutine with it. What must be done before that belongs in serve itself, or serve waits for it.",
		Matches: func(e *Evidence) bool {
			return e.servedNobody() && exitedZero(e) && one(Refused, EndedEarly)(e) && !e.Flag("-idle") && habit(leavesGoroutine)(e)
		},
	},
	{
		Mistake: "no-listening-line",
		Needs:   "a line \"listening on\" with no port behind it, or with port 0",
		Say:     "Your line \"listening on\" names no port that can be called. Port 0 in -addr asks the system to choose one, and only the socket knows which: when it listens, ask it for its own address (Addr of a listener, LocalAddr of a socket for datagrams), and print that.",
		Matches: is(NotListening, func(e *Evidence) bool { return e.Fault == "port" }),
	},
	{
		Mistake: "no-listening-line",
		Needs:   "a listening socket of the program, but no line \"listening on ADDR\" on standard error",
		Say:     "The program listens but does not say where. It must print \"listening on ADDR\" on a line of its own on standard error as soon as it can be reached.",
		Matches: is(NotListening, func(e *Evidence) bool { return len(e.Listeners) > 0 && !e.Exited }),
	},
	{
		Mistake: "never-listens",
		Needs:   "the program runs, without a listening socket and without the line \"listening on\"",
		Say:     "The program runs but never comes to listen. Nothing slow belongs before it: listen first.",
		Matches: is(NotListening, not(exited)),
	},
}

// servedNobody reports whether a server has ended before anybody had heard a
// word from it, and not of a crash.
func (e *Evidence) servedNobody() bool {
	return isServer(e) && e.Exited && e.Calls == 0 && e.Turns == 0 && len(e.Said()) == 0 && !e.Panicked()
}

// misplaced reports whether the program listens, and nowhere where it was told.
func (e *Evidence) misplaced() bool {
	told, err := netip.ParseAddrPort(e.Told)
	elsewhere := false
	for _, at := range e.Listeners {
		if err != nil || !at.IsValid() {
			continue
		}
		port := told.Port() == 0 || told.Port() == at.Port()
		if port && (told.Addr().IsUnspecified() || told.Addr() == at.Addr().Unmap()) {
			return false
		}
		elsewhere = true
	}
	return elsewhere
}

// everywhere reports whether a socket of the program takes what comes to any
// address, though it was told one.
func (e *Evidence) everywhere() bool {
	host, _, _ := strings.Cut(e.Told, ":")
	if told, err := netip.ParseAddr(host); err != nil || told.IsUnspecified() {
		return false
	}
	for _, at := range e.Listeners {
		if at.IsValid() && at.Addr().IsUnspecified() {
			return true
		}
	}
	return false
}
