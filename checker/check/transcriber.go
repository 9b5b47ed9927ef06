package check

import "socketworkshop/checker/wire"

// A Transcriber divides events into parts, one event after the other.
type Transcriber struct {
	kind   string
	server func(Event) bool
	conns  map[string]*transcribed
}

// A transcribed is what is known of the directions of a connection.
type transcribed struct{ call, serve direction }

type direction struct {
	offset int // of the next byte
	framer *wire.Framer
}

// NewTranscriber returns a Transcriber for events of which server tells whether
// the server's side did it. What is said comes in frames of that kind, see
// wire.NewFramers.
func NewTranscriber(kind string, server func(Event) bool) *Transcriber {
	return &Transcriber{kind, server, map[string]*transcribed{}}
}

// Entry returns the next event with its parts.
func (t *Transcriber) Entry(e Event) Entry {
	conn := t.conns[e.Conn]
	if conn == nil {
		conn = new(transcribed)
		conn.call.framer, conn.serve.framer = wire.NewFramers(t.kind)
		t.conns[e.Conn] = conn
	}
	way := &conn.call
	if t.server(e) {
		way = &conn.serve
	}
	return way.entry(e)
}

// Forget forgets a connection that is over.
func (t *Transcriber) Forget(conn string) { delete(t.conns, conn) }

func (d *direction) entry(e Event) Entry {
	entry := Entry{Event: e}
	pieces := []wire.Piece{{Bytes: e.Bytes, Size: e.length()}}
	switch {
	case e.Datagram:
		d.offset = 0 // each is counted by itself
	case d.framer != nil:
		pieces = d.framer.Split(e.Bytes, e.length())
	}
	for _, p := range pieces {
		if p.Size > 0 {
			entry.Parts = append(entry.Parts, Part{p.Bytes, p.Size, d.offset, p.Label, -1})
		}
		d.offset += p.Size
	}
	return entry
}
