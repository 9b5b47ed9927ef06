// Package wire holds the checker's ends of connections. Every byte is written
// down with its time, and bytes can be made to travel badly on purpose: cut
// where the check wants it, several messages in one piece, broken off. A Tap
// does the same to what two programs say to one another.
package wire

import (
	"bytes"
	"sync"
	"time"
)

// Who sent the bytes of an event.
const (
	FromChecker = "checker"
	FromProgram = "program"
)

const maxEvent = 4 << 10 // bytes written down of one event

// An Event is something that happened on a connection: bytes that came or
// went, or, with Size 0, what the note says.
type Event struct {
	At    time.Duration // since the log was begun
	Conn  string        // the connection's name: alice
	From  string        // FromChecker or FromProgram
	Bytes []byte        // at most 4 KiB of them
	Size  int           // how many bytes there were
	Note  string

	Datagram bool // the bytes are a datagram, whole
	Unread   int  // how many of the bytes, the last ones, the program had not read at the last look
}

// A Log is the transcript of all connections of one check.
type Log struct {
	begun  time.Time
	notify func()

	mu     sync.Mutex
	events []Event

	buffers sync.Pool // *[readSize]byte, to read into: a check may have thousands of connections
}

// NewLog begins a transcript. Notify is called after every event.
func NewLog(notify func()) *Log {
	return &Log{begun: time.Now(), notify: notify, buffers: sync.Pool{New: func() any { return new([readSize]byte) }}}
}

// Events returns what has been written down so far.
func (l *Log) Events() []Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Event(nil), l.events...)
}

// Traffic returns what has passed so far.
func (l *Log) Traffic() Traffic {
	l.mu.Lock()
	defer l.mu.Unlock()
	var t Traffic
	first, last := map[string]string{}, map[string]string{} // who spoke, by connection
	for _, e := range l.events {
		before, known := last[e.Conn]
		switch {
		case e.Datagram:
			t.Datagrams++
		case e.Size == 0:
			continue
		case !known:
			t.Conns++
		}
		if e.From == FromProgram {
			t.Heard, t.Pieces = t.Heard+int64(e.Size), t.Pieces+1
		} else {
			t.Said, t.Writes = t.Said+int64(e.Size), t.Writes+1
		}
		if !known {
			first[e.Conn] = e.From
		} else if before != e.From && before == first[e.Conn] {
			t.RoundTrips++
		}
		last[e.Conn] = e.From
	}
	return t
}

// Now returns how long ago the log was begun, as At of an event that comes now.
func (l *Log) Now() time.Duration { return time.Since(l.begun) }

// Note writes down something that is not bytes.
func (l *Log) Note(conn, from, note string) { l.add(conn, from, nil, note) }

func (l *Log) add(conn, from string, p []byte, note string) {
	l.write(Event{Conn: conn, From: from, Bytes: p, Size: len(p), Note: note})
}

// write adds an event that happens now.
func (l *Log) write(e Event) {
	e.At = l.Now()
	e.Bytes = bytes.Clone(e.Bytes[:min(len(e.Bytes), maxEvent)])
	l.mu.Lock()
	l.events = append(l.events, e)
	l.mu.Unlock()
	l.notify()
}
