package tutor

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/wire"
)

// Crowd is what is known of many callers at once.
type Crowd struct {
	Silent   int  // callers who have said nothing
	Uploads  int  // files of which one half has come
	Taken    int  // connections that the program holds
	Standing int  // connections on which nobody has hung up
	Signals  int  // that it was told to end by
	Hurried  bool // a short time was given to the program
	Scarce   bool // it has hardly any descriptors left
	Sessions int  // callers who have come and gone
	Twice    bool // two have put the same file
	Dribbled bool // what came on the connection came in little pieces
	Together bool // requests of many callers lay ready at the same moment
}

// crowdRules are about servers of many at once. Each asks for evidence that only
// the words of lesson16 gather, or for the flag -max of its serve.
var crowdRules = []Rule{
	{
		Mistake: "panic-kills-server",
		Needs:   "a caller had a panic, and the program has ended with it",
		Say:     "One caller's panic ended the program, and everybody else's call. A panic that nobody recovers ends all goroutines. Recover in a deferred function of the goroutine that serves: log the panic and the stack, and end this call.",
		Matches: func(e *Evidence) bool { return e.Panicked() && e.saidPanic() },
	},
	{
		Mistake: "unsynchronised-map",
		Needs:   "Go's \"fatal error: concurrent map\" on standard error, in a server for many",
		Say:     "Two goroutines changed one map at the same time, and Go ended the program. Whatever more than one goroutine uses needs a mutex around each use, or one goroutine that owns it.",
		Matches: func(e *Evidence) bool {
			return atOnce(e) && e.Exited && strings.Contains(e.Stderr, "fatal error: concurrent map")
		},
	},
	{
		Mistake: "emfile-spin-or-death",
		Needs:   "the program has no descriptors left, and has ended, or burns the processor, or tells of them without end, or listens no more",
		Say:     "Accept failed because there were too many open files, and your server ended, or took no more calls, or tried again at once, for ever. That is temporary: callers leave. Wait a little, longer each time, and try again.",
		Matches: func(e *Evidence) bool {
			return e.Crowd.Scarce && (e.Exited || e.Spinning || e.Kind == NotQuiet && tellsOf(e.Stderr, "too many open files", "emfile") || e.Relistens && one(Refused, EndedEarly, NoReply)(e))
		},
	},
	{
		Mistake: "shared-temp-name",
		Needs:   "two callers put the same file at once, and it is a mixture, or one of them spoils the other's",
		Say:     "Two uploads of one name came at the same time, and got into each other's way. A temporary file needs a name that nobody else has: rand.Text(), and os.O_EXCL so that it is new.",
		Matches: func(e *Evidence) bool {
			return atOnce(e) && e.Crowd.Twice && !e.Exited && one(WrongBytes, BadMessage, WrongFolder, EndedEarly)(e)
		},
	},
	{
		Mistake: "deadline-renewed",
		Needs:   "a header that took longer than -header, in pieces, was answered, or waited for",
		Say:     "Each piece of the header got a time of its own, so a stranger can hold a place for ever, with a byte now and then. A deadline is a moment: set it once, when the first byte has come.",
		Matches: is(NotClosed, limitsHeaders, func(e *Evidence) bool { return e.Crowd.Dribbled }),
	},
	{
		Mistake: "no-header-limit",
		Needs:   "a part of a header came, and the program waits for the rest for longer than -header",
		Say:     "Somebody began a header and does not go on, and your server waits, with a place taken. Set a deadline of -header when its first byte has come.",
		Matches: is(NotClosed, limitsHeaders, func(e *Evidence) bool { return e.Flag("-root") || e.leftUnanswered() }),
	},
	{
		Mistake: "header-limit-on-silence",
		Needs:   "a caller who had said nothing for longer than -header was hung up on",
		Say:     "A caller who had not said a byte was hung up on after -header. That time begins with the first byte of a header: wait for it without a deadline.",
		Matches: is(EndedEarly, atOnce, func(e *Evidence) bool {
			return e.Flag("-header") && !e.Exited && e.Turns == 0 && e.Request.Cmd == "get" && bytes.Contains(e.Sent(), []byte(e.Request.Header))
		}),
	},
	{
		Mistake: "deadline-not-cleared",
		Needs:   "a caller was cut off who took longer than -header, but not for a header",
		Say:     "The deadline of the header still stood when the header had come, and arrived later, in the middle of something else. Take it away: SetReadDeadline(time.Time{}).",
		Matches: is(EndedEarly, atOnce, func(e *Evidence) bool { return e.Flag("-header") && !e.Exited && e.Crowd.Hurried }),
	},
	{
		Mistake: "more-than-max",
		Needs:   "a caller was served while as many as -max says were being served",
		Say:     "More are served at once than -max allows. Take a place before you take a caller, and give it back when they are done: a channel with room for -max is enough.",
		Matches: is(Extra, isServer, func(e *Evidence) bool {
			return (atOnce(e) || e.Flag("-root")) && !e.Datagrams && e.max() > 0 && e.othersOpen() >= e.max()
		}),
	},
	{
		Mistake: "udp-handler-unbounded-or-blocking",
		Needs:   "a datagram was answered while as many commands ran as -max says, before the program was told to end",
		Say:     "More commands run at once than -max allows: each datagram gets a goroutine, and nobody counts them. Who sends many starts as many. Take a place before you read the next datagram, and give it back when its command is done: a channel with room for -max is enough.",
		Matches: is(Extra, atOnce, not(told), func(e *Evidence) bool { return e.Datagrams }),
	},
	{
		Mistake: "serial-accept",
		Needs:   "others have called, and the program has taken one call, has not read what the next one says, and rests",
		Say:     "The others wait until the first caller hangs up. What does your loop do while it talks? Serve each caller in a goroutine of their own, and go back to Accept.",
		Matches: func(e *Evidence) bool {
			unread := e.Kind == NotClosed && !told(e) && e.Peer.Queued > 0
			return (unread && atOnce(e) || unserved(e)) && e.Crowd.Taken == 1 && e.othersOpen()+e.Crowd.Silent > 0
		},
	},
	{
		Mistake: "lock-held-during-io",
		Needs:   "others have called, and their calls are taken, or a command runs, and a goroutine waits for a lock",
		Say:     "Everybody waits for a lock that somebody holds who waits for a caller. Hold a lock while you look at what is shared or change it, and never while you read or write.",
		Matches: func(e *Evidence) bool {
			asked := is(NoReply, atOnce, not(exited), not(told))(e) && e.Datagrams && len(e.Left) > 0
			return (unserved(e) && e.Crowd.Taken > 1 || asked) && inLock(e)
		},
	},
	{
		Mistake: "fewer-than-max",
		Needs:   "fewer have called than -max says, and somebody is not served while the others say nothing; of a program in another language than Go, not all calls are taken",
		Say:     "There was room for more callers, and one was not served as long as others said nothing. A fixed number of goroutines is soon taken up by those who are slow: -max says how many there may be.",
		Matches: func(e *Evidence) bool {
			n := e.othersOpen() + e.Crowd.Silent
			slow := len(e.Places) > 0 || e.Crowd.Taken <= n // where it stands is told of Go alone
			return unserved(e) && n > 1 && n < e.max() && slow
		},
	},
	{
		Mistake: "place-not-given-back",
		Needs:   "as many calls are over as -max says, or datagrams have had a panic, or more came than -max says and the last were answered, and the next is not taken though there is nobody else",
		Say:     "Nobody is there any more, and still there is no place. The calls before have kept theirs. Give it back in a deferred function: it runs however the call ends, in a panic, too.",
		Matches: func(e *Evidence) bool {
			panicked := e.Datagrams && e.Kind == NoReply && e.Queued > 0 && e.saidPanic()
			over := unserved(e) && e.Calls+e.Crowd.Sessions >= e.max() && e.othersOpen() < e.max()
			return over || panicked && atOnce(e) && !e.Exited || e.idlesOver()
		},
	},
	{
		Mistake: "runs-command-in-read-loop",
		Needs:   "a command runs, and the next datagram lies in the program's queue",
		Say:     "While a command runs nobody reads the mailbox. One goroutine reads datagrams; each is then served in a goroutine of its own.",
		Matches: is(NoReply, atOnce, not(exited), func(e *Evidence) bool { return e.Datagrams && e.Queued > 0 && len(e.Left) > 0 }),
	},
	{
		Mistake: "turns-callers-away",
		Needs:   "a command runs that may run, the next datagram was read and is not answered, and no goroutine waits for a lock",
		Say:     "A datagram was read and thrown away because others were being served. Left alone it waits in the socket's queue: take a place before you read.",
		Matches: is(NoReply, atOnce, not(exited), not(told), not(inLock), func(e *Evidence) bool { return e.Datagrams && e.Queued == 0 && len(e.Left) > 0 && !e.limitCounts() }),
	},
}

// atOnce reports whether the program is one of lesson16's servers, by its words.
func atOnce(e *Evidence) bool {
	return isServer(e) && e.Flag("-max") && (e.Flag("-dir") || strings.HasPrefix(e.Args[0], "serve-"))
}

// limitsHeaders reports whether the program is a server of lesson16 or lesson17
// that was told how long a header may take.
func limitsHeaders(e *Evidence) bool {
	return isServer(e) && e.Flag("-header") && (atOnce(e) || e.Flag("-root"))
}

// unserved reports whether somebody calls, or says something, and nobody takes
// notice.
func unserved(e *Evidence) bool {
	return atOnce(e) && one(NoReply, NotReading)(e) && onStream(e) && !e.Exited && !e.Spinning && !told(e)
}

// inLock reports whether a goroutine waits for a lock.
func inLock(e *Evidence) bool {
	return e.BlockedIn("sync.(*Mutex).Lock", "sync.(*RWMutex).Lock", "sync.(*RWMutex).RLock")
}

// max returns the number behind -max, or 0.
func (e *Evidence) max() int {
	i := slices.Index(e.Args, "-max")
	if i < 0 || i+1 >= len(e.Args) {
		return 0
	}
	n, _ := strconv.Atoi(e.Args[i+1]) // bytes with a unit are another lesson's
	return n
}

// othersOpen returns how many other connections stand.
func (e *Evidence) othersOpen() int {
	open := map[string]bool{}
	for _, event := range e.Wire {
		if event.Conn != "" && event.Conn != e.Conn {
			open[event.Conn] = event.Note != "hangs up" && event.Note != "breaks off (reset)"
		}
	}
	n := 0
	for _, yes := range open {
		if yes {
			n++
		}
	}
	return n
}

// leftUnanswered reports whether the last word on the connection is the checker's.
func (e *Evidence) leftUnanswered() bool {
	last := ""
	for _, event := range e.Wire {
		if event.Conn == e.Conn && event.Size > 0 {
			last = event.From
		}
	}
	return last == wire.FromChecker
}

// idlesOver reports whether a server that has answered datagrams, and runs no
// command, lets the next one lie, though it has read more than -max says.
func (e *Evidence) idlesOver() bool {
	asked := 0
	for _, event := range e.Wire {
		if event.From == wire.FromChecker && event.Size > 0 {
			asked++
		}
	}
	waits := is(NoReply, atOnce, not(exited), not(spinning), not(told))(e) && e.Datagrams && e.Queued > 0
	return waits && e.Turns > 0 && len(e.Left) == 0 && e.max() > 0 && asked > e.max()
}

// saidPanic reports whether somebody asked lesson16's small handlers for a panic.
func (e *Evidence) saidPanic() bool {
	return slices.ContainsFunc(e.Wire, func(event wire.Event) bool {
		return event.From == wire.FromChecker && string(event.Bytes) == "panic"
	})
}
