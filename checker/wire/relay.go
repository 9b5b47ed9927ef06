package wire

import (
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
)

// A Relay stands between the program's caller and the program's server: it
// passes everything on, and writes it down. What the caller says counts as the
// checker's, for it goes to the program.
type Relay struct {
	log     *Log
	name    string
	network string
	target  string
	ln      net.Listener

	all   sync.WaitGroup
	mu    sync.Mutex
	conns []net.Conn
}

// Relay passes on what comes to addr, on a stream network of package net, to
// the server at target. The first call has the name, the next ones the name and
// a number.
func (l *Log) Relay(name, network, addr, target string) (*Relay, error) {
	ln, err := net.Listen(network, addr)
	if err != nil {
		return nil, err
	}
	r := &Relay{log: l, name: name, network: network, target: target, ln: ln}
	r.all.Go(r.take)
	return r, nil
}

// Addr returns where it listens.
func (r *Relay) Addr() string { return r.ln.Addr().String() }

func (r *Relay) take() {
	for n := 1; ; n++ {
		name := r.name
		if n > 1 {
			name += strconv.Itoa(n)
		}
		caller, err := r.ln.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial(r.network, r.target)
		if err != nil {
			r.log.Note(name, FromChecker, "cannot dial "+r.target)
			_ = caller.Close() // nothing was said on it
			continue
		}
		r.mu.Lock()
		r.conns = append(r.conns, caller, server)
		r.mu.Unlock()
		r.all.Go(func() { r.pass(name, FromChecker, caller, server) })
		r.all.Go(func() { r.pass(name, FromProgram, server, caller) })
	}
}

// pass copies one direction to its end, and the way in which it ends.
func (r *Relay) pass(name, who string, from, to net.Conn) {
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			r.log.add(name, who, buf[:n], "")
			if _, err := to.Write(buf[:n]); err != nil {
				breakOff(from) // as the other side did
				return
			}
		}
		switch {
		case err == io.EOF:
			r.log.Note(name, who, "hangs up")
			_ = to.(interface{ CloseWrite() error }).CloseWrite() // it may be gone
			return
		case isReset(err):
			r.log.Note(name, who, "breaks off (reset)")
			breakOff(to)
			return
		case errors.Is(err, net.ErrClosed):
			return // by Close, or by the other direction
		case err != nil:
			r.log.Note(name, who, err.Error())
			breakOff(to)
			return
		}
	}
}

// breakOff ends a connection so that its other end sees a reset, where the
// network has that.
func breakOff(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it, the end is an orderly one
	}
	_ = c.Close() // closed twice does no harm
}

// Close ends everything that is passed on.
func (r *Relay) Close() error {
	err := r.ln.Close()
	r.mu.Lock()
	for _, c := range r.conns {
		_ = c.Close() // closed twice does no harm
	}
	r.mu.Unlock()
	r.all.Wait()
	return err
}
