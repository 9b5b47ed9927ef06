package tutor

import (
	"bytes"
	"go/ast"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// sentEmpty reports whether the checker has sent an empty datagram from the
// socket of the failure.
func (e *Evidence) sentEmpty() bool { return e.noted(e.Conn, wire.EmptyPacket) }

// unansweredEmpty reports whether one was sent, and nothing has come since.
func (e *Evidence) unansweredEmpty() bool {
	open := false
	for _, event := range e.Wire {
		switch empty := strings.HasPrefix(event.Note, wire.EmptyPacket); {
		case event.Conn != e.Conn:
		case event.From == wire.FromChecker && empty:
			open = true
		case event.From == wire.FromProgram && (event.Datagram || empty):
			open = false
		}
	}
	return open
}

// emptyLast reports whether the last datagram from the socket of the failure
// was an empty one.
func (e *Evidence) emptyLast() bool {
	last := false
	for _, event := range e.Wire {
		if empty := strings.HasPrefix(event.Note, wire.EmptyPacket); event.From == wire.FromChecker && event.Conn == e.Conn && (event.Datagram || empty) {
			last = empty
		}
	}
	return last
}

// mayHandle reports whether a program may answer beside reading on: one in Go
// must begin a goroutine somewhere for that.
func (e *Evidence) mayHandle() bool {
	return len(e.Source) == 0 || e.listed().find(func(n ast.Node) bool { _, ok := n.(*ast.GoStmt); return ok })
}

// endsInNul reports whether exactly one NUL stands behind what was wanted, as at
// the end of a text in C.
func (e *Evidence) endsInNul() bool {
	rest, ok := bytes.CutPrefix(e.Got, e.Want)
	return ok && string(rest) == "\x00"
}

// gotTyped reports whether the datagram that came is none, or a line that was
// typed.
func (e *Evidence) gotTyped() bool {
	return e.Kind == NoReply || slices.Contains(e.Typed, string(e.Got))
}

// endsRight reports whether the last line that is wanted on standard output is
// printed there.
func (e *Evidence) endsRight() bool {
	lines := strings.Split(strings.TrimSuffix(string(e.Want), "\n"), "\n")
	last := lines[len(lines)-1]
	return last != "" && strings.Contains(e.Stdout, last)
}

// quotesTyped reports whether standard error quotes a line that was typed.
func (e *Evidence) quotesTyped() bool {
	return slices.ContainsFunc(e.Typed, func(line string) bool { return line != "" && strings.Contains(e.Stderr, line) })
}

// toldByTerm reports whether the last signal that the checker sent was SIGTERM.
func (e *Evidence) toldByTerm() bool {
	last := ""
	for _, event := range e.Wire {
		if name, ok := strings.CutPrefix(event.Note, "sends SIG"); ok && event.From == wire.FromChecker {
			last = name
		}
	}
	return last == "TERM"
}

// partsBetweenReplies reports whether standard output parts from what it should
// be where one reply ends: a whole one is missing there, not the end of one.
// Newlines are left aside.
func (e *Evidence) partsBetweenReplies() bool {
	bare := func(text string) string { return flat(strings.ReplaceAll(text, "\r", "")) }
	kept, end := commonLength([]byte(bare(e.Stdout)), []byte(bare(string(e.Want)))), 0
	for _, event := range e.Wire {
		if event.Datagram && event.From == wire.FromChecker {
			end += event.Size - len(event.Bytes) + len(bare(string(event.Bytes)))
			if end == kept {
				return true
			}
		}
	}
	return false
}
