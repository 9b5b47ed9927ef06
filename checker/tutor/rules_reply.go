package tutor

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"socketworkshop/checker/wire"
)

// replyRules are about what a program says, or does not say, on a connection.
var replyRules = []Rule{
	{
		Mistake: "buffer-not-sliced",
		Needs:   "the right bytes, and NUL bytes or bytes of an earlier message behind them",
		Say:     "You used the whole buffer. Read filled only the first n bytes of it; the rest is zeros, or left over from last time. Use buf[:n].",
		Matches: func(e *Evidence) bool {
			return one(WrongBytes, Extra, BadOutput)(e) && bytes.Contains(e.Got, []byte{0, 0, 0, 0}) && !bytes.Contains(e.Want, []byte{0, 0}) && !e.runsOn() &&
				(e.Kind != BadOutput || len(bytes.Trim(e.Got, "\x00\n")) > 0)
		},
	},
	{
		Mistake: "short-read-means-end",
		Needs:   "a message whose length is a multiple of 256 was answered when one byte more had come, and shorter ones at once",
		Say:     "You read until a Read brings less than your buffer holds. A message that fills the buffer exactly has no such Read behind it, so your program waits for more. A short Read is no end mark: it only means that no more had arrived yet.",
		Matches: is(NoReply, isServer, onStream, func(e *Evidence) bool {
			n := len(e.lastSaid())
			return (e.Found(Letter) || e.Found(Newline)) && n >= 512 && n%256 == 0 && len(e.Got) == 0
		}),
	},
	{
		Mistake: "waits-for-newline",
		Needs:   "no answer until the checker sent a newline, to something else than a recv_ready; a letter, where one was tried, did not bring it",
		Say:     "Your program waits for a newline, and nobody sends one: the message is on the wire as it was said, without an end mark. Read what there is.",
		Matches: is(NoReply, found(Newline), not(afterReady)),
	},
	{
		Mistake: "waits-for-full-buffer",
		Needs:   "no answer until the checker had sent 4096 bytes more",
		Say:     "Your program waits until its buffer is full, and short messages never fill it. Read returns as soon as there is something; io.ReadFull does not.",
		Matches: is(NoReply, found(Filler)),
	},
	{
		Mistake: "both-wait-for-eof",
		Needs:   "no answer until the checker had closed its half, or a goroutine inside io.ReadAll, but not in a caller that has said nothing yet, and no command runs",
		Say:     "Both sides wait for the other to hang up first. Reading to the end (io.ReadAll) returns only when the other side has closed its half, and a caller who waits for an answer has not.",
		Matches: func(e *Evidence) bool {
			return one(NoReply)(e) && (e.Found(HalfClose) && len(e.Got) == 0 || e.BlockedIn("io.ReadAll", "io.Copy") && len(e.Left) == 0 && e.Peer.Queued == 0 && !e.Noted("hangs up") && (isServer(e) || len(e.Said()) > 0)) ||
				one(NotExited, NotClosed)(e) && isCaller(e) && e.BlockedIn("io.ReadAll")
		},
	},
	{
		Mistake: "reply-without-reading",
		Needs:   "the program spoke first, and its caller had not said no more without a word; or it hung up with the message unread (the connection ends in a reset)",
		Say:     "The reply was sent without reading what the caller said. Hanging up with unread bytes also breaks the connection off, and the caller may lose the reply.",
		Matches: func(e *Evidence) bool {
			return one(WrongBytes, Extra)(e) && isServer(e) && onStream(e) && !e.Auth.Keyed && e.Turns == 0 && len(e.Got) > 0 && !e.heardNothing() && !e.said(readyWord) &&
				(e.spokeFirst() || e.End == "reset" && e.Frames == "" && !echoes(e.Said(), e.Sent()))
		},
	},
	{
		Mistake: "half-close-kills-reply",
		Needs:   "the caller closed its half, and the connection ended in peace, without the reply that comes when the half stays open, or with that of a command which prints nothing",
		Say:     "You took the caller's \"I have finished speaking\" (FIN) for \"I have gone\". The caller can still listen: EOF on Read says nothing about Write.",
		Matches: func(e *Evidence) bool {
			r, ok := e.jsonReply()
			killed := e.Kind == WrongBytes && ok && string(r.body) == "\n" && len(r.wanted) > 1 // what a silent command is answered
			return isServer(e) && (e.Kind == EndedEarly && len(e.Got) == 0 || killed) && !e.resetByProgram() && e.notedOn(e.Conn, "says no more (half-close)")
		},
	},
	{
		Mistake: "not-in-capitals",
		Needs:   "the reply is the message unchanged",
		Say:     "The reply is what was said, letter by letter, but not in capitals. The function upper in main.go makes them.",
		Matches: func(e *Evidence) bool {
			return one(WrongBytes)(e) && isServer(e) && len(e.Got) >= 4 && !bytes.Equal(e.Got, e.Want) &&
				bytes.HasSuffix(e.Sent(), e.Got) && bytes.HasPrefix(e.Want, Upper(e.Got))
		},
	},
	{
		Mistake: "data-as-format",
		Needs:   "Go's \"%!\" in the bytes; or a text is printed right up to its first percent sign, goes on otherwise, and has lost a percent sign; or it ends right before one, after no round number of bytes",
		Say:     "You used the caller's text as a format string, so its percent signs were taken for verbs. Write the bytes (conn.Write) or use Fprint.",
		Matches: func(e *Evidence) bool {
			return one(WrongBytes, BadOutput, BadLength, NoReply)(e) && bytes.Contains(e.Got, []byte("%!")) && !bytes.Contains(e.Want, []byte("%!")) || is(BadOutput, (*Evidence).formatted)(e)
		},
	},
	{
		Mistake: "payload-trimmed",
		Needs:   "the right reply but for blanks and newlines that are missing, or NULs at its ends",
		Say:     "You removed bytes that belong to the message. Trim the keyboard's newline, not the network's data.",
		Matches: func(e *Evidence) bool {
			want, got := e.Want, e.Got
			return one(WrongBytes, EndedEarly, NoReply)(e) && len(got) < len(want) && len(got) > 0 && len(e.Expected) == 0 &&
				(bytes.Equal(bytes.Join(bytes.Fields(got), nil), bytes.Join(bytes.Fields(want), nil)) || bytes.Equal(got, bytes.Trim(want, "\x00")) || bytes.Equal(got, bytes.TrimRight(want, "\x00")))
		},
	},
	{
		Mistake: "payload-trimmed",
		Needs:   "the right text is printed but for blanks that are missing",
		Say:     "You took blanks off that belong to the text. Print what came, byte for byte; trim the keyboard's newline and nothing else.",
		Matches: is(BadOutput, func(e *Evidence) bool {
			got, want := strings.Split(strings.TrimRight(e.Stdout, "\n"), "\n"), strings.Split(strings.TrimRight(string(e.Want), "\n"), "\n")
			flat, whole := strings.Join(got, ""), strings.Join(want, "")
			return len(flat) > 0 && len(flat) < len(whole) && strings.Join(strings.Fields(flat), "") == strings.Join(strings.Fields(whole), "")
		}),
	},
	{
		Mistake: "last-byte-missing",
		Needs:   "the reply but for its last byte, which is no blank; not of a long message of a round number of bytes, for which the buffer may be too small",
		Say:     "The last byte is missing. Did you take off a newline that nobody has sent, as with buf[:n-1]? What Read returns is n bytes, and all of them belong to the message.",
		Matches: func(e *Evidence) bool {
			return one(WrongBytes, NoReply, EndedEarly)(e) && isServer(e) && len(e.Got) > 3 && len(e.Got) == len(e.Want)-1 && bytes.HasPrefix(e.Want, e.Got) &&
				!round(len(e.Got)) && !(len(e.Want) >= 256 && round(len(e.Want))) && isASCII(e.Want[len(e.Got):]) && !e.Pieces && bytes.Contains(Upper(e.lastSaid()), e.Want)
		},
	},
	{
		Mistake: "buffer-kept",
		Needs:   "the reply begins with the reply to an earlier message and goes on with this one's",
		Say:     "The reply holds earlier messages as well. Start each message with an empty buffer.",
		Matches: func(e *Evidence) bool {
			old, ok := bytes.CutSuffix(e.Got, e.Want)
			return one(WrongBytes, Extra)(e) && e.Turns > 0 && len(e.Want) > 0 && ok && len(old) > 2 && bytes.Count(e.Said(), old) > bytes.Count(e.Got, old)
		},
	},
	{
		Mistake: "text-mangled",
		Needs:   "the ASCII letters are right, and the bytes that are not ASCII are not",
		Say:     "Bytes that are not ASCII letters must stay as they are. A character may be several bytes (UTF-8): change a to z and leave every other byte alone.",
		Matches: func(e *Evidence) bool {
			want, got := e.Want, e.Got
			letters := asciiOnly(want)
			return one(WrongBytes, EndedEarly, NoReply, Extra)(e) && len(letters) > 3 && !isASCII(want) && !e.Flag("-dir") && (isCaller(e) || e.wantsCapitals()) &&
				!bytes.Equal(beyondASCII(got), beyondASCII(want)) && bytes.Equal(asciiOnly(got), letters) && !(e.Kind == WrongBytes && bytes.HasPrefix(want, got))
		},
	},
	{
		Mistake: "canned-answer",
		Needs:   "a reply in which nothing of the message, which is ASCII, is found, or, on a connection, an earlier reply once more",
		Say:     "Your answer does not depend on what the caller said. Make the reply from the bytes that were read.",
		Matches: func(e *Evidence) bool {
			return one(WrongBytes)(e) && isServer(e) && len(e.Got) >= 2 && e.wantsCapitals() && !(e.Datagrams && e.Others) &&
				isASCII(e.Want) && !echoes(e.Got, e.lastSaid()) && echoes(e.Want, e.lastSaid())
		},
	},
	{
		Mistake: "extra-bytes",
		Needs:   "the right reply and a newline behind it, also where the next reply follows that; behind the length 1 it may be the reply",
		Say:     "The reply is right, and a newline follows that was not asked for. On this wire a message has no newline: fmt.Fprintln and the like add one.",
		Matches: func(e *Evidence) bool {
			behind := strings.TrimLeft(string(e.Got), "\r\n")
			right := behind == string(e.Want) || behind == "" && (e.Kind == Extra || !e.Runs && !afterReady(e)) // a newline is what a silent command is answered
			return (e.Kind == Extra || e.Kind == WrongBytes && e.Turns > 0 && len(e.Got) > 0) && isServer(e) && right && !(e.Datagrams && e.Runs) && !e.repliesBlank()
		},
	},
	{
		Mistake: "length-in-characters",
		Needs:   "text that is not ASCII comes out as many bytes long as it has characters",
		Say:     "You counted characters where bytes count. On the wire, and in len of a string, a Chinese character is three bytes; len([]rune(s)) is another number.",
		Matches: func(e *Evidence) bool {
			got := bytes.TrimSuffix(e.Got, []byte("\n"))
			n, want := len(got), utf8.RuneCount(bytes.TrimSuffix(e.Want, []byte("\n")))
			return one(BadOutput, EndedEarly, NoReply)(e) && !isASCII(e.Want) && n == want && bytes.HasPrefix(e.Want, got)
		},
	},
	{
		Mistake: "buffer-too-small",
		Needs:   "one of several replies is printed only up to a round number of bytes, and no frame was read to its end",
		Say:     "The text stops in the middle, after a round number of bytes: the buffer for reading is smaller than the message.",
		Matches: is(BadOutput, isCaller, onStream, not(word("frame")), func(e *Evidence) bool { return e.cutLine() > 0 && round(e.cutLine()) && !e.leftNothing() }),
		More:    (*Evidence).roomSeen,
	},
	{
		Mistake: "buffer-too-small",
		Needs:   "the reply stops after a round number of bytes, and the connection ends; no datagram is said to be missing, and no frame was read to its end",
		Say:     "The text stops in the middle, after a round number of bytes: the buffer for reading is smaller than the message.",
		Matches: func(e *Evidence) bool {
			got := bytes.TrimSuffix(e.Got, []byte("\n"))
			n := len(got)
			return !e.leftNothing() && (e.Kind == EndedEarly && isServer(e) && !e.ranOutOfTime() || e.Kind == BadOutput && e.Role != "run") &&
				n >= 8 && n < len(e.Want)-1 && (round(n) || round(len(e.Got))) && bytes.HasPrefix(e.Want, got) && !(e.Datagrams && e.missesReply())
		},
	},
	{
		Mistake: "buffer-too-small",
		Needs:   "the first message is thousands of bytes long, and the server hangs up without having answered all of it",
		Say:     "A long message ends the call. It may be longer than your buffer: Read hands it out in parts, and each part is answered.",
		Matches: is(EndedEarly, isServer, not(exited), func(e *Evidence) bool { return e.Turns == 0 && len(e.Want) > 2000 && !e.Runs }),
	},
	{
		Mistake: "first-message-only",
		Needs:   "only the first part of what came together was answered, its caller read all the time, and what follows is no zero byte, where a C string would end",
		Say:     "Only the first part of what Read returned was answered; the rest was thrown away. Whatever came with it still wants its reply.",
		Matches: func(e *Evidence) bool {
			return one(NoReply, WrongBytes)(e) && isServer(e) && onStream(e) && e.wantsCapitals() && len(e.Got) > 0 && bytes.HasPrefix(e.Want, e.Got) &&
				!bytes.HasPrefix(e.Want[len(e.Got):], []byte{0}) && e.Peer.Queued == 0 && !e.dribbled() && !e.notedOn(e.Conn, "does not read")
		},
	},
}

// leftNothing reports whether a caller hung up when it had read all frames: with
// bytes unread the system would break the call off (RFC 2525, section 2.17).
func (e *Evidence) leftNothing() bool {
	return isCaller(e) && e.Frames != "" && slices.ContainsFunc(e.Wire, func(event wire.Event) bool {
		return (e.Conn == "" || event.Conn == e.Conn) && event.From == wire.FromProgram && event.Note == "hangs up"
	})
}

// round reports whether n is a size that people give to buffers.
func round(n int) bool { return n&(n-1) == 0 || n%100 == 0 }

func isASCII(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r > unicode.MaxASCII })
}

func beyondASCII(b []byte) []byte {
	return slices.DeleteFunc(bytes.Clone(b), func(c byte) bool { return c < utf8.RuneSelf })
}

func asciiOnly(b []byte) []byte {
	return slices.DeleteFunc(bytes.Clone(b), func(c byte) bool {
		return !('A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9')
	})
}
