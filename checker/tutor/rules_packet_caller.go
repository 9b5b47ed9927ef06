package tutor

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketworkshop/checker/wire"
)

// packetCallerRules are about callers that ask in datagrams.
var packetCallerRules = []Rule{
	{
		Mistake: "accepts-any-source",
		Needs:   "what a stranger sent is printed",
		Say:     "You believed a stranger: a datagram from another address than the one you asked was taken for the answer. Dial the peer, then the kernel lets only its datagrams in; or compare the address that ReadFrom returns.",
		Matches: packets(isCaller, kind(BadOutput), func(e *Evidence) bool {
			return slices.ContainsFunc(e.Forged, func(text string) bool { return strings.Contains(e.Stdout, text) })
		}),
	},
	{
		Mistake: "blank-line-skipped",
		Needs:   "a blank line was typed, and nothing, or the next line, came for it",
		Say:     "A blank line is a datagram too. Zero bytes leave no trace on TCP; on UDP they are a message of length 0, and it has an answer.",
		Matches: packets(isCaller, one(NoReply, WrongBytes), (*Evidence).typedBlank, func(e *Evidence) bool {
			return len(e.Want) == 0 && e.gotTyped() && (!e.Exited || exitedZero(e) && e.Noted("ends the input"))
		}),
	},
	{
		Mistake: "newline-sent",
		Needs:   "the line with its newline in the datagram",
		Say:     "A newline travelled with the message. It belongs to the keyboard and the screen, not to the wire: send the text without it.",
		Matches: packets(isCaller, kind(WrongBytes), func(e *Evidence) bool {
			return bytes.HasPrefix(e.Got, e.Want) && len(e.Got) > len(e.Want) && strings.Trim(string(e.Got[len(e.Want):]), "\r\n") == ""
		}),
	},
	{
		Mistake: "client-waits-forever",
		Needs:   "fewer answers came than questions were asked, or all are printed, and a goroutine still waits in a read of the socket, or a thread in a receive that has no time limit; but not of contacts, which always answer",
		Say:     "UDP may lose the question or the answer, and nothing tells you. Your program waits for ever for what will not come: set a deadline before each read, say so when it passes, and go on.",
		Matches: packets(isCaller, one(NoReply, NotExited, NoWords), not(exited), not(spinning), func(e *Evidence) bool {
			return e.Astray == "" && !e.Flag("-contacts") && e.unanswered() && (e.Receiving || e.BlockedIn("net.(*conn).Read", "net.(*UDPConn).ReadFrom", "net.(*UDPConn).ReadFromUDP", "net.(*UDPConn).ReadFromUDPAddrPort"))
		}),
	},
	{
		Mistake: "gives-up-at-first",
		Needs:   "the caller ended and says that it was refused, and the weather has kept nothing from it",
		Say:     "\"Connection refused\" ended your program. On UDP it only says that nobody took a datagram, perhaps an earlier one: go on waiting, or say that there is no reply and go on with the next line.",
		Matches: packets(isCaller, one(NoReply, BadExit, NoWords), exited, (*Evidence).refused, func(e *Evidence) bool {
			return e.missed() == 0 && len(e.Late)+len(e.Forged) == 0 && !e.Noted("ends the input")
		}),
	},
	{
		Mistake: "gives-up-at-first",
		Needs:   "the caller ended because an answer was missing, or was not what it waited for",
		Say:     "One missing answer, or one to another question, ended your program. On UDP both are everyday matters: go on, and where no answer comes in time say so on standard error.",
		Matches: packets(isCaller, one(NoReply, BadExit, NoWords), exited, (*Evidence).disappointed, func(e *Evidence) bool {
			return e.Kind != BadExit || !e.Noted("ends the input") // until then it went on
		}),
	},
	{
		Mistake: "news-on-stdout",
		Needs:   "\"no reply\" is on standard output in place of standard error",
		Say:     "\"no reply\" stands among the replies. Whoever reads standard output, perhaps another program, takes it for one. It is news for the person: standard error is the place for that.",
		Matches: packets(isCaller, kind(NoWords), not(exitedBad), func(e *Evidence) bool { return strings.Contains(strings.ToLower(e.Stdout), "no reply") }),
	},
	{
		Mistake: "missing-reply-not-said",
		Needs:   "no answer came, and a Go program has gone on to its next line without a word on standard error",
		Say:     "Your program goes on as if nothing had been asked. Whoever reads its output cannot know which line has no reply: say \"no reply\" on standard error.",
		Matches: packets(isCaller, kind(NoWords), not(exitedBad), func(e *Evidence) bool {
			return !e.Flag("-contacts") && !e.hasWords() && (exitedZero(e) || len(e.Places) > 0)
		}),
	},
	{
		Mistake: "deadline-set-once",
		Needs:   "more lines without a reply were reported than replies were missing, the first not before its time, none that came later is printed, and none came late",
		Say:     "A deadline is a moment, not a length of time. You set it once, and when it had come, every later read failed at once, also when the answer was there. Set it anew before each read.",
		Matches: packets(isCaller, kind(BadOutput), func(e *Evidence) bool {
			return e.missed() > 0 && len(e.Late) == 0 && strings.Count(strings.ToLower(e.Stderr), "no reply") > e.missed() && !e.endsRight() && e.hasWaited()
		}),
	},
	{
		Mistake: "buffer-ignored",
		Needs:   "more or fewer bytes of a long reply are printed than -buffer leaves room for",
		Say:     "The flag -buffer says how many bytes of a reply there is room for. Make the buffer that long; what does not fit is lost, and this lesson shows it.",
		Matches: packets(isCaller, kind(BadOutput), func(e *Evidence) bool {
			room, err := strconv.Atoi(e.value("-buffer"))
			got := commonLength([]byte(e.Stdout), e.Want)
			return err == nil && (len(e.Stdout) > len(e.Want) || 0 < got && got < room && len(e.Stdout) > got)
		}),
	},
	{
		Mistake: "client-buffer-truncates",
		Needs:   "the reply to a command stops where the datagram goes on",
		Say:     "Only the beginning of the reply is printed. A datagram is read in one piece or not at all: what does not fit in your buffer is thrown away, on Linux without an error. Your buffer must hold the largest datagram that the server may send; none has more than 65,507 bytes.",
		Matches: packets(isCaller, kind(BadOutput), func(e *Evidence) bool { return e.Runs && e.cutLine() > 0 && !e.missesReply() }),
		More:    (*Evidence).roomSeen,
	},
	{
		Mistake: "buffer-too-small-truncates",
		Needs:   "a text is printed only up to a place where the datagram goes on",
		Say:     "Only the beginning of the text is printed. A datagram is read in one piece or not at all: what does not fit in your buffer is thrown away, on Linux without an error. The largest one has 65,507 bytes.",
		Matches: packets(kind(BadOutput), func(e *Evidence) bool { return e.cutLine() > 0 && !e.missesReply() }),
		More:    (*Evidence).roomSeen,
	},
	{
		Mistake: "late-reply-taken-for-new",
		Needs:   "an answer of a server of commands that came late is printed, in the place of another or besides it",
		Say:     "An answer to an earlier question came late, or twice, and was taken for the answer to the next. From there on every answer stands one line too low. Compare what comes with what you asked, or number your questions.",
		Matches: packets(isCaller, kind(BadOutput), func(e *Evidence) bool {
			old := func(text string) bool {
				return strings.Contains(e.Stdout, text) && !strings.Contains(string(e.Want), text)
			}
			return e.Runs && slices.ContainsFunc(e.Late, old)
		}),
	},
	{
		Mistake: "buffer-not-sliced",
		Needs:   "the replies are printed, and behind some of them what a buffer still holds of earlier and longer ones",
		Say:     "You used the whole buffer. Read filled only the first n bytes of it; the rest is left over from last time. Use buf[:n].",
		Matches: packets(isCaller, kind(BadOutput), (*Evidence).staleTails),
	},
	{
		Mistake: "reply-not-printed",
		Needs:   "standard output holds text, but no line of the replies",
		Say:     "Something is printed, but not what came back. The reply is the bytes that were read, as they are.",
		Matches: packets(isCaller, kind(BadOutput), func(e *Evidence) bool {
			held := func(line string) bool { return strings.Contains(e.Stdout, line) && len(strings.TrimSpace(line)) > 1 } // any text may hold a 0
			return e.Stdout != "" && !strings.Contains(string(e.Want), " … ") && commonLength([]byte(strings.TrimSpace(e.Stdout)), bytes.TrimSpace(e.Want)) < 8 && !slices.ContainsFunc(strings.Split(string(e.Want), "\n"), held)
		}),
	},
}

// missesReply reports whether the program has said "no reply".
func (e *Evidence) missesReply() bool { return strings.Contains(strings.ToLower(e.Stderr), "no reply") }

// hasWaited reports whether the program has kept to its first question for about as
// long as -wait says.
func (e *Evidence) hasWaited() bool {
	wait, err := time.ParseDuration(e.value("-wait"))
	var first time.Duration
	for _, event := range e.Wire {
		switch {
		case !event.Datagram || event.From != wire.FromProgram:
		case first == 0:
			first = event.At
		default:
			return err == nil && event.At-first >= wait/2
		}
	}
	return false
}

// unanswered reports whether the program has asked more than it was answered,
// or has printed all answers.
func (e *Evidence) unanswered() bool {
	asked, answered := e.exchanged()
	return asked > answered || (asked > 0 || e.Kind != NoReply) && strings.Count(e.Stdout, "\n") >= answered
}

// unprinted reports whether more datagrams came to the program than lines are
// printed: it may wait for one that it does not recognise.
func (e *Evidence) unprinted() bool {
	_, answered := e.exchanged()
	return strings.Count(e.Stdout, "\n") < answered
}

// disappointed reports whether the program got no answer to something, or one
// that it did not wait for.
func (e *Evidence) disappointed() bool {
	asked, answered := e.exchanged()
	return asked > answered || e.missed() > 0 || len(e.Late) > 0 || len(e.Forged) > 0 || e.refused()
}

// exchanged counts the datagrams of the program and those of the checker.
func (e *Evidence) exchanged() (asked, answered int) {
	for _, event := range e.Wire {
		switch {
		case !event.Datagram:
		case event.From == wire.FromChecker:
			answered++
		default:
			asked++
		}
	}
	return asked, answered
}

// missed counts the datagrams that the weather has kept from the program.
func (e *Evidence) missed() (n int) {
	for _, event := range e.Wire {
		if strings.HasSuffix(event.Note, "lost on the way") || strings.HasSuffix(event.Note, "held back") {
			n++
		}
	}
	return n
}

// cutLine returns of how many bytes the text is of which only the beginning is
// printed, in the first such line, or 0. An address in brackets before the text
// does not count, nor does a line that ends early because a whole reply is missing.
func (e *Evidence) cutLine() int {
	if strings.Contains(e.Stdout, "\x00\x00\x00\x00") || e.partsBetweenReplies() {
		return 0 // all of the buffer was printed, not less, or none of it
	}
	want := strings.Split(strings.TrimSuffix(string(e.Want), "\n"), "\n")
	for i, line := range strings.Split(strings.TrimSuffix(e.Stdout, "\n"), "\n") {
		if i < len(want) && len(line) >= fewBytes && len(line) < len(want[i])-1 && strings.HasPrefix(want[i], line) {
			if head, text, ok := strings.Cut(line, "] "); ok && strings.HasPrefix(head, "[") {
				return len(text)
			}
			return len(line)
		}
	}
	return 0
}

// roomSeen says how long the buffer of the cut text seems to be.
func (e *Evidence) roomSeen() string {
	return fmt.Sprintf("Here %d bytes were kept: look for that number in your code.", e.cutLine())
}
