package tutor

import (
	"bytes"
	"slices"
	"strings"
)

// chatRules are about an operator who answers many, and callers who choose.
var chatRules = []Rule{
	{
		Mistake: "text-trusted",
		Needs:   "control characters that came over the network are on standard output",
		Say:     "What came from a stranger went to the screen as it was. A terminal obeys control characters: they clear it, change its title, or write lines that nobody has said. Write each of them as text, such as \\x1b, and a newline, too.",
		Matches: is(RawText),
	},
	{
		Mistake: "text-trusted",
		Needs:   "the text of one message stands on several lines",
		Say:     "One message, one line: a newline in it would let a stranger write lines that look like somebody else's. Write it as text, and leave what can be printed as it is.",
		Matches: is(BadOutput, (*Evidence).onSeveralLines),
	},
	{
		Mistake: "first-message-only",
		Needs:   "of a message with a newline in it only the part before the newline is printed",
		Say:     "Only what stood before the newline is shown, and the rest of the message was thrown away. A datagram is one message, with all that is in it: write the newline as text, and what follows, too.",
		Matches: is(BadOutput, isServer, (*Evidence).cutAtNewline),
	},
	{
		Mistake: "text-mangled",
		Needs:   "of a message in other letters than ASCII the ASCII is printed right, and the other letters are escaped or replaced; or backslashes stand before quotes and backslashes",
		Say:     "What can be printed stays as it is, in every alphabet, and quotes and backslashes, too. Only control characters, and bytes that are no UTF-8, are dangerous and are written as text.",
		Matches: packets(kind(BadOutput), (*Evidence).otherLetters),
	},
	{
		Mistake: "slice-kept-not-copied",
		Needs:   "a line shows the right sender, and the text of a later message from somebody else",
		Say:     "A line shows the text of a later message. You kept a slice of the buffer, and the buffer was filled again before the text was printed. Copy the n bytes (bytes.Clone) before you hand them on.",
		Matches: is(BadOutput, isServer, (*Evidence).textOfLater),
	},
	{
		Mistake: "one-peer-variable",
		Needs:   "two messages wait, two lines are typed, the first goes to the sender of the later message, and none to that of the earlier",
		Say:     "You remember only the last speaker: the answer went there, and the one before gets none. One variable holds one sender. Keep those who wait in a queue, and answer the oldest.",
		Matches: packets(isServer, func(e *Evidence) bool {
			return e.typesAnswers() && !e.Connected && e.strayedToLater() && e.noneTypedTo(e.Conn)
		}),
	},
	{
		Mistake: "answer-to-the-last",
		Needs:   "the answer to one message went to the sender of a later one, and the next line to the earlier one, or to nobody; and of lines that were typed at once two came to somebody in their order",
		Say:     "The answers go out of order: the line that was typed first belongs to the message that came first. Keep the senders in a queue.",
		Matches: packets(isServer, func(e *Evidence) bool { return e.typesAnswers() && e.strayedToLater() && e.sendersTurned() }),
	},
	{
		Mistake: "early-line-lost",
		Needs:   "a line was typed before any message came, and nobody got it",
		Say:     "What was typed before a message came is lost. It is the answer to the next message: keep it until then.",
		Matches: packets(isServer, kind(NoReply), not(exited), func(e *Evidence) bool { return e.typedFirst() && len(e.typedTo("")) == 0 }),
	},
	{
		Mistake: "stdin-blocks-receive",
		Needs:   "the input has ended, and the server waits for a message, in no select, or with its only thread",
		Say:     "Your program waits for a message and does not notice that the operator is gone. One goroutine can wait for one thing: let one read the keyboard and one the socket, and wait for both with select.",
		Matches: packets(isServer, kind(NotExited), not(told), not(spinning), not((*Evidence).selects), func(e *Evidence) bool { return len(e.Places) > 0 || e.Receiving && !e.Threaded }),
	},
	{
		Mistake: "never-ends",
		Needs:   "the input has ended, and the server waits in a select",
		Say:     "The input has ended and its lines are used up, but your program goes on waiting. The end of the input, with no line left, is the end: look at your condition for it, also when nobody has said anything.",
		Matches: packets(isServer, kind(NotExited), not(spinning), noted("ends the input"), (*Evidence).selects),
	},
	{
		Mistake: "last-line-first",
		Needs:   "the oldest message was answered with a line that was typed later; where the right line went to the sender of a later message, two lines came to somebody the other way round",
		Say:     "The line that was typed last went out first. Lines are answers, in the order in which they were typed: keep them in a queue, take the oldest, and let no new one overwrite it.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			first := slices.Index(e.Typed, string(e.Want))
			_, turned := e.typedOrder()
			return first >= 0 && slices.Index(e.Typed, string(e.Got)) > first && (turned || !e.strayedToLater())
		}),
	},
	{
		Mistake: "ends-with-lines-left",
		Needs:   "the input has ended, lines are left, and the server has ended too",
		Say:     "The lines that were typed are answers that somebody waits for. Use them up before you end.",
		Matches: packets(isServer, kind(NoReply), exitedZero, noted("ends the input"), func(e *Evidence) bool { return e.typesAnswers() && e.Astray == "" }),
	},
	{
		Mistake: "newline-sent",
		Needs:   "the line with its newline in the answer",
		Say:     "A newline travelled with the answer. It belongs to the keyboard and the screen, not to the wire: send the text without it.",
		Matches: packets(isServer, kind(WrongBytes), func(e *Evidence) bool {
			return e.typesAnswers() && len(e.Got) > len(e.Want) && bytes.Equal(bytes.TrimRight(e.Got, "\r\n"), e.Want)
		}),
	},
	{
		Mistake: "line-format",
		Needs:   "the text is printed, but not as [IP:PORT] TEXT",
		Say:     "The line has another form than [IP:PORT] TEXT: the sender's address in square brackets, a blank, the text, and nothing else.",
		Matches: is(BadOutput, (*Evidence).otherForm),
	},
	{
		Mistake: "line-taken-for-a-name",
		Needs:   "after an answer, and before any quit, the next line did not come, and standard error quotes it",
		Say:     "The second line to a contact was taken for a name. A talk goes on until quit: after an answer read the next line for the same contact, and go back to choosing only at quit.",
		Matches: packets(isCaller, kind(NoReply), not(exited), func(e *Evidence) bool {
			return e.Flag("-contacts") && e.Turns > 0 && !e.typedWord("quit") && len(e.Want) > 4 && strings.Contains(e.Stderr, string(bytes.TrimSpace(e.Want)))
		}),
	},
	{
		Mistake: "to-the-wrong-contact",
		Needs:   "what was meant for one contact came to another, and quit came to nobody",
		Say:     "The line went to another contact than the one that was chosen last. After quit the talk is over: the next name decides where the lines go, and its address is looked up anew.",
		Matches: packets(isCaller, kind(NoReply), func(e *Evidence) bool { return e.Flag("-contacts") && e.Astray != "" && !e.Unasked["quit"] }),
	},
	{
		Mistake: "blank-line-sent",
		Needs:   "an empty datagram for a blank line",
		Say:     "A blank line was sent. Here it is skipped: nobody says nothing in a chat.",
		Matches: packets(isCaller, one(WrongBytes, Extra), (*Evidence).typedBlank, func(e *Evidence) bool { return len(e.Got) == 0 && e.Flag("-contacts") }),
	},
	{
		Mistake: "name-sent",
		Needs:   "the name of the contact came as a message",
		Say:     "The name of the contact was sent. It is for your own program: it says where the lines behind it go.",
		Matches: packets(isCaller, kind(WrongBytes), func(e *Evidence) bool {
			return e.Flag("-contacts") && len(e.Got) > 0 && e.typedWord(string(e.Got)) && string(e.Got) != "quit"
		}),
	},
	{
		Mistake: "quit-sent",
		Needs:   "the word quit came as a message",
		Say:     "The word quit is for the caller's own program: it ends the talk. It must not be sent.",
		Matches: packets(isCaller, one(NoReply, NoWords), func(e *Evidence) bool {
			return e.Unasked["quit"] && (e.Kind == NoReply || e.Flag("-contacts"))
		}),
	},
	{
		Mistake: "bad-contacts-accepted",
		Needs:   "the contacts cannot be read, and the program does not fail",
		Say:     "The contacts cannot be used, and whoever runs the program must learn which file and why. Read and check all of it at the start, return the error, and let it name the file.",
		Matches: is(NoWords, isCaller, not(exitedBad), (*Evidence).readsContacts),
	},
	{
		Mistake: "error-names-nothing",
		Needs:   "the contacts cannot be read, and the program fails with words that do not name the file",
		Say:     "The contacts cannot be used, and your program says so, but not which file it is about. Put the name of the file into the error that you return.",
		Matches: is(NoWords, isCaller, exitedBad, (*Evidence).readsContacts, func(e *Evidence) bool {
			return e.hasWords() && !e.saysWhyOnStdout()
		}),
	},
	{
		Mistake: "bad-contacts-accepted",
		Needs:   "the contacts cannot be read, and the program ends with status 0 or runs on",
		Say:     "The contacts cannot be used, and your program goes on with them. Read and check all of them at the start, and fail if one is wrong.",
		Matches: func(e *Evidence) bool {
			return isCaller(e) && one(NotExited, BadExit)(e) && e.readsContacts() && !exitedBad(e)
		},
	},
	{
		Mistake: "unknown-contact-not-said",
		Needs:   "an unknown name was typed, and standard error names neither the contacts nor what was typed",
		Say:     "Nobody has that name. Say so on standard error, with the names there are, and let the person choose again.",
		Matches: is(NoWords, isCaller, not(exited), func(e *Evidence) bool {
			return e.Flag("-contacts") && len(e.Typed) > 0 && !strings.Contains(e.Stdout, e.Typed[0]) && !e.quotesTyped()
		}),
	},
	{
		Mistake: "unknown-contact-ends",
		Needs:   "an unknown name was typed, and the program has ended",
		Say:     "A name that nobody has is a slip of the finger and no reason to end. Ask again.",
		Matches: func(e *Evidence) bool {
			listed := len(e.Typed) > 1 && strings.Contains(e.Stderr, e.Typed[1]) // the name that was typed next
			unheard := e.Kind == NoWords && len(e.Typed) > 0 && (exitedBad(e) || !e.typedWord("quit"))
			return isCaller(e) && e.Exited && e.Flag("-contacts") && !e.Panicked() && (unheard || e.Kind == NoReply && exitedBad(e) && listed)
		},
	},
	{
		Mistake: "quit-ends-the-program",
		Needs:   "after quit another name was typed, and the program had ended with status 0",
		Say:     "quit ends the talk with one contact and not the program: it goes back to choosing. The end of the input ends the program.",
		Matches: packets(isCaller, one(NoReply, NoWords), exitedZero, func(e *Evidence) bool {
			return e.Flag("-contacts") && e.typedWord("quit") && (e.Kind == NoReply || !e.Noted("ends the input"))
		}),
	},
}

// readsContacts reports whether a program that was given contacts has come to no
// more than reading them.
func (e *Evidence) readsContacts() bool { return e.Flag("-contacts") && len(e.Typed) == 0 }
