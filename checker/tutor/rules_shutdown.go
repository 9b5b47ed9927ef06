package tutor

// StillOpen is the disappointment that lesson16 adds.
const StillOpen Kind = "it still takes calls although it was told to end"

// shutdownRules are about servers of many at once that are told to end.
var shutdownRules = []Rule{
	{
		Mistake: "accept-spins-after-close",
		Needs:   "told to end, the program burns the processor, and its source in Go calls Accept",
		Say:     "The listener is closed, and Accept fails at once, for ever. Leave the loop when you have closed it yourself: errors.Is(err, net.ErrClosed).",
		Matches: func(e *Evidence) bool { return told(e) && (e.Spinning || e.Kind == NotQuiet) && habit(callsAccept)(e) },
	},
	{
		Mistake: "signal-not-caught",
		Needs:   "told to end, with nothing left to do or a datagram unanswered, the program died of the signal; or at any time, with Python's \"KeyboardInterrupt\"",
		Say:     "The signal ended your program where it stood. Ask for signals (in Go, signal.Notify makes messages of them), wait for one, and then end in order.",
		Matches: func(e *Evidence) bool {
			ended := e.Kind == BadExit || e.Kind == NoReply && e.Datagrams && e.Crowd.Signals == 1 && toldBySignal(e)
			return told(e) && ended && bySignal(e) && (!e.Crowd.Hurried || e.Crowd.Signals == 1 && toldBySignal(e) && tellsOf(e.Stderr, "keyboardinterrupt"))
		},
	},
	{
		Mistake: "keeps-accepting",
		Needs:   "told to end, the program still listens",
		Say:     "The server was told to end and still takes calls. Close the listener first: whoever calls now is refused, and can go elsewhere.",
		Matches: func(e *Evidence) bool {
			return told(e) && (e.Kind == StillOpen || one(NotClosed, NotExited)(e) && onStream(e) && len(e.Listeners) > 0)
		},
	},
	{
		Mistake: "shutdown-drops-busy",
		Needs:   "told to end, the program has not answered what was begun before, and its time was not over",
		Say:     "You hung up on somebody in the middle of a sentence. Stop taking new ones first; then wait for those who have begun, for as long as -grace says.",
		Matches: func(e *Evidence) bool {
			return told(e) && !e.Crowd.Hurried && e.Crowd.Signals == 1 &&
				(e.Kind == EndedEarly || e.saidError() || e.Kind == NoReply && (e.Exited || e.Datagrams))
		},
	},
	{
		Mistake: "second-signal-ignored",
		Needs:   "the program still runs after a second signal",
		Say:     "Whoever sends a second signal is out of patience. Wait for it while you wait for your callers, and cut them off when it comes.",
		Matches: is(NotExited, told, func(e *Evidence) bool { return e.Crowd.Signals > 1 }),
	},
	{
		Mistake: "grace-without-end",
		Needs:   "told to end, and with -grace over, the program still waits: a connection stands, or a command runs",
		Say:     "The time of -grace is over, and your server still waits. Who is not done by then is cut off. In Go, closing a connection ends every Read and Write of it. In most other languages a thread that waits in one sleeps on, and shutdown(2) with SHUT_RDWR wakes it.",
		Matches: func(e *Evidence) bool {
			return told(e) && e.Crowd.Hurried && (e.stands() || e.Datagrams && len(e.Left) > 0) && one(NotClosed, NotExited)(e)
		},
	},
	{
		Mistake: "shutdown-waits-for-idle",
		Needs:   "told to end, the program has not hung up on callers who have asked for nothing, and waits",
		Say:     "A caller who says nothing keeps your server alive. There is nothing to finish for them: end their Read, with a deadline that is over, and hang up.",
		Matches: func(e *Evidence) bool {
			return told(e) && !e.Crowd.Hurried && e.stands() && one(NotClosed, NotExited)(e)
		},
	},
	{
		Mistake: "cut-is-no-failure",
		Needs:   "the program cut somebody off when it was told to end, and its status is 0",
		Say:     "Somebody was cut off in mid-file, and your status says that all is well. Whoever stopped the server wants to know: 0 if everybody was served, 1 if not.",
		Matches: is(BadExit, told, exitedZero, func(e *Evidence) bool { return e.Crowd.Hurried || e.Crowd.Signals > 1 }),
	},
}

// told reports whether the server was told to end, by lesson16's word.
func told(e *Evidence) bool { return e.Crowd.Signals > 0 }

// stands reports whether the program has a caller whom it has not hung up on. An
// experiment may have made it do so since.
func (e *Evidence) stands() bool { return e.Kind == NotClosed || e.Crowd.Standing > 0 }
