package tutor

import (
	"bytes"
	"slices"
	"strconv"

	"socketworkshop/checker/wire"
)

// lengths returns a condition on servers that should have said a length.
func lengths(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return every(and, e) && isServer(e) && onStream(e) && isDigits(e.Want) && len(e.Want) < 8
	}
}

func isDigits(b []byte) bool {
	return len(b) > 0 && !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}

// lengthSaid reports whether what the program has said is a length, or ends
// with one that has been taken.
func lengthSaid(e *Evidence) bool {
	said := bytes.TrimSuffix(e.Said(), e.Got)
	return len(said) > 0 && isDigits(said[len(said)-1:])
}

// otherWord reports whether the checker has answered a length with another word
// than recv_ready.
func otherWord(e *Evidence) bool {
	return lengthSaid(e) && len(e.lastSaid()) == len(readyWord) && string(e.lastSaid()) != readyWord
}

// repliesEarly reports whether what came too early is the reply to an echo, or
// its beginning: it stands in the command.
func (e *Evidence) repliesEarly() bool {
	reply := bytes.TrimRight(bytes.TrimLeft(e.Got, "\x00"), "\n\x00")
	command := bytes.TrimSuffix(e.Sent(), e.lastSaid())
	if !otherWord(e) {
		command = e.Sent()
	}
	return len(bytes.TrimSpace(reply)) > 0 && bytes.Contains(command, reply)
}

// runsOn reports whether the right length came in one with as many bytes as it says.
// A newline alone may be the end of a line.
func (e *Evidence) runsOn() bool {
	reply, ok := bytes.CutPrefix(e.Got, e.Want)
	return ok && e.Kind == WrongBytes && isDigits(e.Want) && len(reply) > 1 && strconv.Itoa(len(reply)) == string(e.Want)
}

// repliesBlank reports whether the length 1 and a newline are all that the program has
// said since it was spoken to: the newline may be the reply.
func (e *Evidence) repliesBlank() bool {
	said := ""
	for _, event := range e.Wire {
		switch {
		case event.Conn != e.Conn || event.Size == 0:
		case event.From == wire.FromProgram:
			said += string(event.Bytes)
		default:
			said = ""
		}
	}
	return e.Kind == Extra && said == "1\n"
}

// afterReady reports whether the checker's last word to a server was
// recv_ready, or the beginning of it when it came in pieces.
func afterReady(e *Evidence) bool {
	if !isServer(e) || !onStream(e) || e.Turns == 0 {
		return false
	}
	for n := len(readyWord); n > 0 && (n == len(readyWord) || e.Pieces); n-- {
		if bytes.HasSuffix(e.Sent(), []byte(readyWord[:n])) && (n > 3 || lengthSaid(e)) { // a text may end like this by chance
			return true
		}
	}
	return false
}

func wantsReady(e *Evidence) bool { return string(e.Want) == readyWord }

// said reports whether the word went over the connection, in either direction.
func (e *Evidence) said(word string) bool {
	return bytes.Contains(e.Said(), []byte(word)) || bytes.Contains(e.Sent(), []byte(word))
}

// leavesReply reports whether a caller said something in the middle of a reply
// that it had asked for, or nothing after one of which several pieces came.
func (e *Evidence) leavesReply() bool {
	var size, came, pieces int
	var last []byte // what the checker said before recv_ready: a length
	open := false   // a reply is on its way, or was
	for _, event := range e.Wire {
		switch {
		case event.Conn != e.Conn || event.Size == 0:
		case event.From == wire.FromChecker:
			last, came, pieces = event.Bytes, came+event.Size, pieces+1
		case open && pieces > 0 && came < size:
			return true
		default:
			open = bytes.HasSuffix(event.Bytes, []byte(readyWord))
			size, _ = strconv.Atoi(string(last)) // what is no length announces nothing
			came, pieces = 0, 0
		}
	}
	return open && pieces > 1
}

// announced returns how many bytes of replies were said behind recv_ready.
func (e *Evidence) announced() (n int) {
	ready := false
	for _, event := range e.Wire {
		switch {
		case event.Conn != e.Conn || event.Size == 0:
		case event.From == wire.FromProgram:
			ready = bytes.HasSuffix(event.Bytes, []byte(readyWord))
		case ready:
			n += event.Size
		}
	}
	return n
}

// readyAnswers reports whether the last that a caller said is recv_ready, and
// answers what the checker has said.
func (e *Evidence) readyAnswers() bool {
	said := slices.DeleteFunc(slices.Clone(e.Wire), func(event wire.Event) bool { return event.Conn != e.Conn || event.Size == 0 })
	n := len(said)
	return n > 1 && said[n-2].From == wire.FromChecker && said[n-1].From == wire.FromProgram && bytes.HasPrefix(said[n-1].Bytes, []byte(readyWord))
}
