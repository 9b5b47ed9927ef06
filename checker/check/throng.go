package check

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"socketworkshop/checker/spawn"
	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// throng is what the words of lesson16 remember.
type throng struct {
	silent   []net.Conn    // callers who say nothing
	uploads  []halfUpload  // files of which one half has come
	threads  int           // that the programs which are started next may have
	signals  int           // that were sent to the program
	scarce   bool          // it has hardly any descriptors left
	sessions int           // callers who have come and gone
	slowest  time.Duration // reply to one of them
	dribbled string        // the connection on which something came in little pieces
	together bool          // requests of many callers lay ready at the same moment
}

// A halfUpload is a file on its way to the program.
type halfUpload struct {
	conn          *wire.Conn
	name, content string
}

// hush hangs up on those who say nothing.
func (t *throng) hush() {
	for _, conn := range t.silent {
		_ = spawn.Close(conn) // nothing was said
	}
	t.silent = nil
}

// lookAtCrowd notes what is known of many callers.
func (s *script) lookAtCrowd(e *tutor.Evidence) {
	e.Crowd = tutor.Crowd{
		Silent: len(s.throng.silent), Uploads: len(s.throng.uploads), Signals: s.throng.signals, Scarce: s.throng.scarce,
		Sessions: s.throng.sessions, Hurried: s.hurry > 0, Twice: s.putTwice(), Dribbled: e.Conn != "" && e.Conn == s.throng.dribbled, Together: s.throng.together,
	}
	if s.prog == nil || s.role != "serve" {
		return
	}
	e.Crowd.Standing = s.connected()
	if sockets, _, err := s.prog.Descriptors(); err == nil {
		e.Crowd.Taken = len(sockets) - len(s.listening())
	}
}

// connected counts the connections on which nobody has hung up.
func (s *script) connected() int {
	n := len(s.throng.silent)
	for _, c := range s.open {
		_, end := c.Unread()
		if _, err := c.Peer(); end == nil && !errors.Is(err, wire.ErrGone) { // of one who is deaf only the kernel knows
			n++
		}
	}
	return n
}

const throngLimit = 20 * time.Second // for what takes milliseconds on a machine with nothing else to do

// putTwice reports whether two messages that were sent put the same file.
func (s *script) putTwice() bool {
	put := map[string]bool{}
	for text, q := range s.store.requests {
		if q.Cmd != "put" || !s.store.sent[text] {
			continue
		}
		if put[q.Filename] {
			return true
		}
		put[q.Filename] = true
	}
	return false
}

// shuffled does something while the program's threads are moved about.
func (s *script) shuffled(do func()) {
	var over atomic.Bool
	var wait sync.WaitGroup
	wait.Go(func() { shuffle(s.prog, over.Load) })
	defer wait.Wait()
	defer over.Store(true)
	do()
}
