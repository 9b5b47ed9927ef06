package wire

import (
	"io"
	"net"
	"sync"
)

// A Relay stands between the program's caller and the program's server: it
// passes everything on, and writes it down. What the caller says counts as the
// checker's, for it goes to the program.
type Relay struct {
	log    *Log
	name   string
	target string
	ln     net.Listener

	all   sync.WaitGroup
	mu    sync.Mutex
	conns []net.Conn
}

// Relay passes on what comes to a free loopback address to the server at
// target.
func (l *Log) Relay(name, target string) (*Relay, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Relay{log: l, name: name, target: target, ln: ln}
	r.all.Go(r.take)
	return r, nil
}

// Addr returns where it listens.
func (r *Relay) Addr() string { return r.ln.Addr().String() }

func (r *Relay) take() {
	for {
		caller, err := r.ln.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial("tcp", r.target)
		if err != nil {
			r.log.Note(r.name, FromChecker, "cannot dial "+r.target)
			_ = caller.Close() // nothing was said on it
			continue
		}
		r.mu.Lock()
		r.conns = append(r.conns, caller, server)
		r.mu.Unlock()
		r.all.Go(func() { r.pass(FromChecker, caller, server) })
		r.all.Go(func() { r.pass(FromProgram, server, caller) })
	}
}

// pass copies one direction to its end.
func (r *Relay) pass(who string, from, to net.Conn) {
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			r.log.add(r.name, who, buf[:n], "")
			if _, err := to.Write(buf[:n]); err != nil {
				return // the other direction tells
			}
		}
		if err == io.EOF {
			r.log.Note(r.name, who, "hangs up")
			_ = to.(*net.TCPConn).CloseWrite() // it may be gone
		}
		if err != nil {
			return
		}
	}
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
