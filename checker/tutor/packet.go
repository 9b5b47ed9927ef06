package tutor

import (
	"strings"

	"socketworkshop/checker/wire"
)

// sentEmpty reports whether the checker has sent an empty datagram from the
// socket of the failure.
func (e *Evidence) sentEmpty() bool { return e.noted(e.Conn, wire.EmptyPacket) }

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
