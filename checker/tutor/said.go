package tutor

import (
	"bytes"
	"slices"
	"strings"

	"socketworkshop/checker/program"
	"socketworkshop/checker/wire"
)

// resetByProgram reports whether the checker heard a reset on the connection.
func (e *Evidence) resetByProgram() bool {
	return slices.ContainsFunc(e.Wire, func(event wire.Event) bool {
		return event.Conn == e.Conn && event.From == wire.FromProgram && event.Note == "breaks off (reset)"
	})
}

// leftOwing reports whether a reply was to come to the caller who has gone last: what
// goes round then may be a loop that writes.
func (e *Evidence) leftOwing() (owing bool) {
	spoke := map[string]string{} // who did so last, by connection
	for _, event := range e.Wire {
		switch {
		case event.Size > 0:
			spoke[event.Conn] = event.From
		case event.From == wire.FromChecker && (event.Note == "hangs up" || event.Note == "breaks off (reset)"):
			owing = spoke[event.Conn] == wire.FromChecker
		}
	}
	return owing
}

// heardNothing reports whether a caller has said no word, and that no more will
// come. What the program says then is no reply.
func (e *Evidence) heardNothing() bool {
	return len(e.Sent()) == 0 && e.notedOn(e.Conn, "says no more (half-close)")
}

// dribbled reports whether the checker sent its last words one byte at a time.
func (e *Evidence) dribbled() bool {
	for _, event := range slices.Backward(e.Wire) {
		if event.Conn == e.Conn && event.From == wire.FromChecker && event.Size > 0 {
			return event.Size == 1
		}
	}
	return false
}

// lastSaid returns the last bytes that the checker sent on the connection,
// or all of them when it sent them one by one.
func (e *Evidence) lastSaid() []byte { return e.lastBut("") }

// lastBut is lastSaid where this word does not count.
func (e *Evidence) lastBut(word string) []byte {
	for _, event := range slices.Backward(e.Wire) {
		if event.Conn == e.Conn && event.From == wire.FromChecker && event.Size >= 4 && string(event.Bytes) != word {
			return event.Bytes
		}
	}
	return e.Sent()
}

// echoes reports whether some four bytes of the message, in whatever case,
// stand in the reply. Messages are random, so by chance they do not.
func echoes(reply, message []byte) bool {
	low, msg := bytes.ToLower(reply), bytes.ToLower(message)
	said := map[[4]byte]bool{}
	for i := 0; i+4 <= len(msg); i++ {
		said[[4]byte(msg[i:])] = true
	}
	for i := 0; i+4 <= len(low); i++ {
		if said[[4]byte(low[i:])] {
			return true
		}
	}
	return false
}

// wantsCapitals reports whether what was to come is what was said, in capitals.
func (e *Evidence) wantsCapitals() bool { return bytes.Contains(Upper(e.Sent()), e.Want) }

// deafCommand reports whether the last command ignores every signal that it can,
// as do its children then, or one that does lives on. What lives on of a command
// that came in a datagram is told of no connection: then the last one of all counts.
func (e *Evidence) deafCommand() bool {
	lives := func(l program.Leftover) bool { return strings.Contains(l.Command, `trap ""`) }
	said := e.lastCommand()
	for _, event := range e.Wire {
		if e.Conn == "" && event.From == wire.FromChecker && event.Size > 0 {
			said = event.Bytes
		}
	}
	return bytes.Contains(said, []byte(`trap ""`)) || e.Kind == LeftBehind && slices.ContainsFunc(e.Left, lives)
}

// orphaned reports whether only a sleep lives on of a shell that a command piped
// words into: that shell is gone, and the command's own.
func (e *Evidence) orphaned() bool {
	awake := func(l program.Leftover) bool { return !strings.HasPrefix(l.Command, "sleep ") }
	pipes := func(event wire.Event) bool {
		return event.From == wire.FromChecker && bytes.Contains(event.Bytes, []byte(" | sh;"))
	}
	return slices.ContainsFunc(e.Wire, pipes) && len(e.Left) > 0 && !slices.ContainsFunc(e.Left, awake)
}
