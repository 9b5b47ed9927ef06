package tutor

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// The disappointments of lesson15.
const (
	NoChallenge Kind = "no challenge, or only a part of it"
	LetIn       Kind = "somebody is served who has not shown the key"
	BadNonce    Kind = "a challenge can be foreseen"
	Leaked      Kind = "a secret is shown"
	LateRefusal Kind = "it refuses what it was given when it has said that it listens"
	Ordinary    Kind = "a sum is compared with an ordinary comparison"
	Grows       Kind = "memory is never given back"
)

// doorRules are about lesson15's server: its key, its question, and whom it
// lets in.
var doorRules = []Rule{
	{
		Mistake: "world-readable-key",
		Needs:   "the server starts with a key file that every user may read",
		Say:     "Every user of this machine can read the key, and whoever reads it can be anybody. Look at the permissions (os.Stat, the bit 0o004 of Mode().Perm()), and refuse to start.",
		Matches: is(NotRefused, isServer, keyKind("open", "others")),
	},
	{
		Mistake: "no-key-accepted",
		Needs:   "the program starts with a key file that is missing or has nothing in it",
		Say:     "There is no key, and your program goes on. HMAC takes an empty key without complaint, and everybody knows it. Say what is wrong with the file, and end.",
		Matches: is(NotRefused, keyKind("empty", "missing")),
	},
	{
		Mistake: "key-with-newline",
		Needs:   "the program starts with a key file that holds a newline and nothing else",
		Say:     "The key file holds one newline, and your program goes on. A newline at the end does not belong to the key: cut it off, and then ask whether anything is left.",
		Matches: is(NotRefused, keyKind("newline")),
	},
	{
		Mistake: "no-handshake-limit",
		Needs:   "a caller who does not answer is not hung up on, or keeps the others out",
		Say:     "A caller who does not answer holds the line for ever. Set a deadline of -handshake when the call begins: then Read and Write fail when it is over.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Auth.Hurried && !e.Spinning && !e.Exited &&
				(e.Kind == NotClosed && slices.Contains([]string{SentNothing, SentShort}, e.Auth.Sent) ||
					e.Kind == NoChallenge && len(e.Got) == 0 && e.othersWait())
		},
	},
	{
		Mistake: "no-challenge",
		Needs:   "the server says nothing, and waits",
		Say:     "The caller waits for a challenge, and your server waits for the caller. The server speaks first: 32 random bytes, as soon as the call is taken.",
		Matches: is(NoChallenge, not(exited), func(e *Evidence) bool { return len(e.Got) == 0 && !e.othersWait() }),
	},
	{
		Mistake: "challenge-size",
		Needs:   "the challenge has fewer or more than 32 bytes; or the caller answers only when more than 32 have come",
		Say:     "A challenge has exactly 32 bytes, for the other side counts them and knows no end mark: raw bytes, no text, no newline behind them.",
		Matches: func(e *Evidence) bool {
			return isCaller(e) && e.Auth.Keyed && e.Kind == NoReply && e.Found(SaidMore) ||
				isServer(e) && e.Auth.Keyed && (e.Kind == NoChallenge && len(e.Got) > 0 && !e.Exited || e.Kind == Extra && e.Auth.Sent == SentNothing)
		},
	},
	{
		Mistake: "challenge-is-text",
		Needs:   "all challenges are printable text",
		Say:     "Your challenges are letters and digits. They may be random, but there are fewer of them than of 32 random bytes, and those were agreed on: rand.Read fills a slice with any bytes.",
		Matches: is(BadNonce, func(e *Evidence) bool { return e.Fault == Printable }),
	},
	{
		Mistake: "predictable-nonce",
		Needs:   "a challenge comes twice, or many have a pattern; or nothing in the source leads to crypto/rand or the system's random numbers",
		Say:     "Your challenge can be foreseen. Who knows what will be asked can have the answer ready, from a call that was listened to. Draw 32 new bytes with crypto/rand for each caller; math/rand, the clock and counters are no secret.",
		Matches: func(e *Evidence) bool { return e.Kind == BadNonce || letIn(SentRight)(e) },
	},
	{
		Mistake: "rejection-with-words",
		Needs:   "a caller without the right answer hears something that is no reply to what they said",
		Say:     "You told a stranger why they were not let in. Hang up without a word; the reason belongs into the log.",
		Matches: is(LetIn, not(found(SaidMore)), func(e *Evidence) bool {
			return !echoes(e.Got, e.Sent()) && !bytes.Contains(Upper(e.Sent()), e.Got)
		}),
	},
	{
		Mistake: "flag-before-check",
		Needs:   "a message is answered that came in one segment with a wrong answer",
		Say:     "The answer was wrong, and the message behind it was answered all the same, for it lay ready. One place decides whether a caller is let in, and nothing is served before it has.",
		Matches: is(LetIn, func(e *Evidence) bool { return e.Auth.Joined || e.fromBehind() }),
	},
	{
		Mistake: "short-mac-accepted",
		Needs:   "a caller is served who has sent only the beginning of the right answer; or one who says no more behind it is not logged, and one who began wrongly is",
		Say:     "You compared only a part of the answer, perhaps as much as the caller sent. Then a few tries find it. Fix the length first: io.ReadFull with exactly 32 bytes; and compare all of them.",
		Matches: func(e *Evidence) bool {
			return letIn(SentShort)(e) || e.Kind == NoWords && e.Auth.Sent == SentShort && e.Auth.WrongLogged
		},
	},
	{
		Mistake: "answer-checked-in-part",
		Needs:   "a caller is served whose answer is wrong in one bit",
		Say:     "The answer was wrong in a single bit, and the caller was served. You compare only a part of it. All 32 bytes count.",
		Matches: letIn(SentFlipped),
	},
	{
		Mistake: "differences-cancel",
		Needs:   "a caller is served whose answer has the right bytes in another order, and an answer that is wrong in one bit is rejected",
		Say:     "Two bytes of the right answer had changed places, and the caller was served. What differs in one byte is made up for by another when differences are added up, or taken together with ^. Gather them with |=, or leave it to hmac.Equal.",
		Matches: letIn(SentSwapped),
	},
	{
		Mistake: "answer-compared-as-text",
		Needs:   "a caller is served whose answer is the right one only to who takes both for texts: in what stands behind a zero, in a blank at an end, or in bytes that are no UTF-8 it is another; and an answer that is wrong in any other bit is rejected",
		Say:     "The answer was another than the right one, and the caller was served. As texts the two may be the same: a zero ends a C string, blanks at the ends are trimmed, bytes that are no UTF-8 become U+FFFD. An answer is 32 bytes: compare those.",
		Matches: letIn(SentAlike),
	},
	{
		Mistake: "replay",
		Needs:   "a caller is served with the right answer to another caller's challenge",
		Say:     "Somebody gave an answer that was right in another call, and was let in. Whoever listened to that call can do the same. An answer counts for one challenge, in one call: keep none.",
		Matches: letIn(SentOld),
	},
	{
		Mistake: "challenge-not-consumed",
		Needs:   "a caller is served who gave a wrong answer first and then the right one",
		Say:     "After a wrong answer the same challenge still stood, so a stranger may try again and again. One question, one answer: hang up when it is wrong.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Auth.Sent == SentSecond && (e.Kind == LetIn || e.Kind == NotClosed && e.Found(SaidMore))
		},
	},
	{
		Mistake: "deadline-renewed",
		Needs:   "a caller is served whose answer took longer than -handshake, in pieces",
		Say:     "Each piece of the answer got a time of its own, so a stranger can hold the line for 32 times as long. A deadline is a moment: set it once, before the challenge is sent, and leave it alone until the answer is whole.",
		Matches: letIn(SentLate),
	},
	{
		Mistake: "answer-not-checked",
		Needs:   "a caller is served whose answer was made with another key, or is no answer at all",
		Say:     "A stranger was served. Compare what they answered with what the key gives, and let nobody in for whom the two differ, whatever their answer looks like.",
		Matches: is(LetIn),
	},
	{
		Mistake: "rejection-not-logged",
		Needs:   "a caller was not let in, and standard error does not say \"rejected ADDR: why\"; and they did not say no more before the 32nd byte",
		Say:     "A caller was not let in, and the log does not say so in the words agreed: \"rejected\", the caller's address as HOST:PORT, a colon and the reason. In Go conn.RemoteAddr prints it so. Who tries often is then seen.",
		Matches: is(NoWords, isServer, func(e *Evidence) bool { return e.Auth.Keyed && e.Conn != "" && !e.saidTooLittle() }),
	},
	{
		Mistake: "deadline-not-cleared",
		Needs:   "a talk is cut that goes on for longer than -handshake",
		Say:     "The deadline of the handshake still stood, and arrived in the middle of the talk. Take it away when the caller is known: SetDeadline(time.Time{}).",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Auth.Hurried && e.Auth.Sent == SentRight && e.Turns > 0 && one(EndedEarly, NoReply)(e) && !e.Exited
		},
	},
}

// fromBehind reports whether the reply is to what stood behind the first 32
// bytes of one segment, and to nothing else.
func (e *Evidence) fromBehind() bool {
	for _, event := range e.Wire {
		if event.Conn == e.Conn && event.From == wire.FromChecker && event.Size > 0 {
			return len(event.Bytes) > 32 && bytes.Equal(Upper(event.Bytes[32:]), e.Got)
		}
	}
	return false
}

// saidTooLittle reports whether the caller has ended what it said before an
// answer was whole. A server that lets it in hangs up as one that does not.
func (e *Evidence) saidTooLittle() bool {
	return len(e.Sent()) < 32 && e.notedOn(e.Conn, "says no more (half-close)")
}

// othersWait reports whether somebody else has called and not hung up.
func (e *Evidence) othersWait() bool {
	waits := map[string]bool{}
	for _, event := range e.Wire {
		waits[event.Conn] = event.Note != "hangs up" && event.Note != "breaks off (reset)"
	}
	delete(waits, e.Conn)
	delete(waits, "")
	for _, w := range waits {
		if w {
			return true
		}
	}
	return false
}

// letIn returns a condition on servers that have served somebody who sent this.
func letIn(sent string) func(*Evidence) bool {
	return is(LetIn, func(e *Evidence) bool { return e.Auth.Sent == sent })
}

// keyKind returns a condition on the kind of key that the program was given,
// which its file is called after.
func keyKind(kinds ...string) func(*Evidence) bool {
	return func(e *Evidence) bool {
		for i, word := range e.Args {
			if word == "-key-file" && i+1 < len(e.Args) {
				return slices.Contains(kinds, strings.TrimRight(filepath.Base(e.Args[i+1]), "0123456789"))
			}
		}
		return false
	}
}
