package wire

import (
	"net"
	"sync"

	"socketworkshop/checker/sight"
	"socketworkshop/checker/spawn"
)

// A Listener is the checker in the part of a server.
type Listener struct {
	log  *Log
	ln   net.Listener
	done chan struct{}

	mu      sync.Mutex
	waiting []net.Conn
}

// Listen takes calls at addr and keeps them until Accept names them.
func (l *Log) Listen(network, addr string) (*Listener, error) {
	ln, err := net.Listen(network, addr)
	if err != nil {
		return nil, err
	}
	listener := &Listener{log: l, ln: ln, done: make(chan struct{})}
	go listener.take()
	return listener, nil
}

func (ln *Listener) take() {
	defer close(ln.done)
	for {
		c, err := ln.ln.Accept()
		if err != nil {
			sight.Lost(err)
			return // closed, or nobody will be taken any more
		}
		ln.mu.Lock()
		ln.waiting = append(ln.waiting, c)
		ln.mu.Unlock()
		ln.log.notify()
	}
}

// Addr returns where it listens.
func (ln *Listener) Addr() string { return ln.ln.Addr().String() }

// Waiting returns how many callers wait to be accepted.
func (ln *Listener) Waiting() int {
	ln.mu.Lock()
	defer ln.mu.Unlock()
	return len(ln.waiting)
}

// Accept takes the next caller, or returns nil when there is none yet.
func (ln *Listener) Accept(name string) *Conn {
	ln.mu.Lock()
	defer ln.mu.Unlock()
	if len(ln.waiting) == 0 {
		return nil
	}
	c := ln.waiting[0]
	ln.waiting = ln.waiting[1:]
	ln.log.Note(name, FromProgram, "dials "+ln.Addr())
	return ln.log.newConn(name, c)
}

// Close stops listening and hangs up on everyone who still waits.
func (ln *Listener) Close() error {
	err := spawn.Close(ln.ln)
	<-ln.done
	ln.mu.Lock()
	defer ln.mu.Unlock()
	for _, c := range ln.waiting {
		_ = spawn.Close(c) // nobody has talked on it
	}
	ln.waiting = nil
	return err
}
