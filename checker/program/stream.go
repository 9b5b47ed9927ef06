package program

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const (
	keepFirst  = 768 << 10 // bytes kept of the beginning of a stream
	keepLast   = 256 << 10 // and of its end, where the last words stand
	floodLimit = 64 << 20  // a program that has written more is ended, unless it may

	heldAfter = 250 * time.Millisecond // what waits longer to be read is held by the program
)

// A Stream is the standard output or error of a program. It is read to its
// end, whatever the program writes, and 1 MiB of it is kept.
type Stream struct {
	file    *os.File
	limit   atomic.Int64 // bytes; a program that has written more is ended
	notify  func()       // called, without locks held, when something came
	flooded func()       // called once the stream is longer than that

	mu    sync.Mutex
	first []byte
	last  []byte // at most twice keepLast
	total int64
	idle  chan struct{} // closed when nobody reads the file now
	ended bool          // the file is at its end
	found time.Time     // when pending bytes were first found
	after int64         // total at that moment
}

// newStream returns the stream that is read from a file.
func newStream(file *os.File, notify, flooded func()) *Stream {
	s := &Stream{file: file, notify: notify, flooded: flooded}
	s.limit.Store(floodLimit)
	return s
}

// drain begins to read the file in the background.
func (s *Stream) drain() {
	s.idle = make(chan struct{})
	go func() {
		defer close(s.idle)
		buf := make([]byte, 32<<10)
		for {
			n, err := s.file.Read(buf)
			s.add(buf[:n])
			if err != nil {
				s.mu.Lock()
				s.ended = err == io.EOF
				s.mu.Unlock()
				return
			}
		}
	}()
}

// endsBefore waits for the end of the file, and reports whether it came before
// something else.
func (s *Stream) endsBefore(other <-chan time.Time) bool {
	select {
	case <-s.idle:
		return true
	case <-other:
		return false
	}
}

func (s *Stream) add(p []byte) {
	if len(p) == 0 {
		return
	}
	s.mu.Lock()
	before := s.total
	room := min(keepFirst-len(s.first), len(p))
	s.first = append(s.first, p[:room]...)
	s.keepLast(p[room:])
	s.total += int64(len(p))
	after := s.total
	s.mu.Unlock()
	if limit := s.limit.Load(); before <= limit && after > limit {
		s.flooded()
	}
	s.notify()
}

// keepLast appends to the end that is kept, and drops its older half when it
// grows past twice its size.
func (s *Stream) keepLast(p []byte) {
	s.last = append(s.last, p...)
	if extra := len(s.last) - keepLast; extra > keepLast {
		s.last = append(s.last[:0], s.last[extra:]...)
	}
}

// Bytes returns what the program has written so far. Where it was too much
// to keep, a line in the middle says how much is left out.
func (s *Stream) Bytes() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := bytes.Clone(s.first)
	if gap := s.total - int64(len(s.first)+len(s.last)); gap > 0 {
		all = fmt.Appendf(all, "\n[%d bytes left out]\n", gap)
	}
	return append(all, s.last...)
}

// pending reports whether something was written that is about to be read. What a
// program holds is not: splice(2) from a socket keeps the lock of the pipe while
// it waits for more, and nobody can read what is in there.
func (s *Stream) pending() bool {
	if !s.readable() {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found.IsZero() || s.after != s.total {
		s.found, s.after = time.Now(), s.total
	}
	return time.Since(s.found) < heldAfter
}

// Total returns how many bytes the program has written so far.
func (s *Stream) Total() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.total
}
