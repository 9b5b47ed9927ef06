package tutor

import (
	"bytes"
	"slices"
	"strings"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
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
		Mistake: "answer-to-the-last",
		Needs:   "the answer to one message went to the sender of a later one",
		Say:     "The answers go out of order: the line that was typed first belongs to the message that came first. Keep the senders in a queue.",
		Matches: packets(isServer, func(e *Evidence) bool { return e.typesAnswers() && e.strayedToLater() }),
	},
	{
		Mistake: "early-line-lost",
		Needs:   "a line was typed before any message came, and nobody got it",
		Say:     "What was typed before a message came is lost. It is the answer to the next message: keep it until then.",
		Matches: packets(isServer, kind(NoReply), not(exited), func(e *Evidence) bool { return e.typedFirst() }),
	},
	{
		Mistake: "stdin-blocks-receive",
		Needs:   "the input has ended, and the server waits for a message, in no select",
		Say:     "Your program waits for a message and does not notice that the operator is gone. One goroutine can wait for one thing: let one read the keyboard and one the socket, and wait for both with select.",
		Matches: packets(isServer, kind(NotExited), not(spinning), not((*Evidence).selects)),
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
		Mistake: "to-the-wrong-contact",
		Needs:   "what was meant for one contact came to another",
		Say:     "The line went to another contact than the one that was chosen last. After quit the talk is over: the next name decides where the lines go, and its address is looked up anew.",
		Matches: packets(isCaller, kind(NoReply), func(e *Evidence) bool { return e.Flag("-contacts") && e.Astray != "" }),
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
		Matches: packets(isCaller, kind(NoReply), func(e *Evidence) bool { return e.Unasked["quit"] }),
	},
	{
		Mistake: "bad-contacts-accepted",
		Needs:   "the contacts cannot be read, and the program does not fail, or does not name the file",
		Say:     "The contacts cannot be used, and whoever runs the program must learn which file and why. Read and check all of it at the start, return the error, and let it name the file.",
		Matches: is(NoWords, isCaller, func(e *Evidence) bool { return e.Flag("-contacts") && len(e.Typed) == 0 }),
	},
	{
		Mistake: "bad-contacts-accepted",
		Needs:   "the same, and the program ends with status 0 or runs on",
		Say:     "The contacts cannot be used, and your program goes on with them. Read and check all of them at the start, and fail if one is wrong.",
		Matches: func(e *Evidence) bool {
			return isCaller(e) && one(NotExited, BadExit)(e) && e.Flag("-contacts") && len(e.Typed) == 0 && !e.Panicked()
		},
	},
	{
		Mistake: "unknown-contact-not-said",
		Needs:   "an unknown name was typed, and standard error does not name the contacts",
		Say:     "Nobody has that name. Say so on standard error, with the names there are, and let the person choose again.",
		Matches: is(NoWords, isCaller, not(exitedBad), func(e *Evidence) bool {
			return e.Flag("-contacts") && len(e.Typed) > 0 && !strings.Contains(e.Stdout, e.Typed[0])
		}),
	},
	{
		Mistake: "unknown-contact-ends",
		Needs:   "an unknown name was typed, and the program has ended",
		Say:     "A name that nobody has is a slip of the finger and no reason to end. Ask again.",
		Matches: func(e *Evidence) bool {
			listed := len(e.Typed) > 1 && strings.Contains(e.Stderr, e.Typed[1]) // the name that was typed next
			return isCaller(e) && exitedBad(e) && e.Flag("-contacts") && !e.Panicked() && (e.Kind == NoWords && len(e.Typed) > 0 || e.Kind == NoReply && listed)
		},
	},
	{
		Mistake: "quit-ends-the-program",
		Needs:   "after quit another contact was chosen, and the program had ended",
		Say:     "quit ends the talk with one contact and not the program: it goes back to choosing. The end of the input ends the program.",
		Matches: packets(isCaller, kind(NoReply), exitedZero, func(e *Evidence) bool { return e.typedWord("quit") }),
	},
}

// onSeveralLines reports whether all parts of a message are printed, but not
// in one line.
func (e *Evidence) onSeveralLines() bool {
	parts := strings.Split(string(e.Want), " … ")
	for _, part := range parts {
		if !strings.Contains(e.Stdout, part) {
			return false
		}
	}
	return len(parts) > 1
}

// otherForm reports whether the first line that is missing of those wanted has
// its text on standard output in another form.
func (e *Evidence) otherForm() bool {
	if !e.Datagrams {
		return false
	}
	printed := map[string]bool{}
	for line := range strings.Lines(e.Stdout) {
		printed[strings.TrimSuffix(line, "\n")] = true
	}
	for line := range strings.Lines(string(e.Want)) {
		line = strings.TrimSuffix(line, "\n")
		if printed[line] {
			continue
		}
		_, text, ok := strings.Cut(line, "] ")
		return ok && strings.HasPrefix(line, "[") && strings.Contains(e.Stdout, text)
	}
	return false
}

// strayedToLater reports whether the wanted answer went to a socket that had
// asked later.
func (e *Evidence) strayedToLater() bool {
	last := map[string]int{}
	for i, event := range e.Wire {
		switch {
		case !event.Datagram:
		case event.From == wire.FromChecker:
			last[event.Conn] = i
		case event.Conn == e.Conn && bytes.Equal(event.Bytes, e.Want):
			return false // it came here, too
		}
	}
	return e.Astray != "" && last[e.Astray] > last[e.Conn]
}

// selects reports whether some goroutine of the learner's waits in a select.
func (e *Evidence) selects() bool {
	return slices.ContainsFunc(e.Places, func(p program.Place) bool { return strings.HasPrefix(p.State, "select") })
}

// typesAnswers reports whether the server was given lines to answer with.
func (e *Evidence) typesAnswers() bool { return isServer(e) && len(e.Typed) > 0 }

// typedFirst reports whether the checker typed a line before it sent the first
// datagram.
func (e *Evidence) typedFirst() bool {
	for _, event := range e.Wire {
		if event.Datagram {
			return false
		}
		if strings.HasPrefix(event.Note, "types ") {
			return true
		}
	}
	return false
}

// typedWord reports whether a line was typed that is this word.
func (e *Evidence) typedWord(word string) bool {
	for _, line := range e.Typed {
		if line == word {
			return true
		}
	}
	return false
}
