package wire

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Who does something on a connection that a Tap passes on.
const (
	FromCaller = "caller"
	FromServer = "server"
	FromWire   = "wire" // the Tap itself
)

// A Happening is what a Passing tells.
type Happening int

// What happens on a connection that is passed on.
const (
	Noted  Happening = iota // what the note says
	Begins                  // the server has been reached
	Says                    // bytes, or a datagram, are passed on
	Ends                    // one side says no more (a half-close)
	Breaks                  // one side has broken off (a reset)
	Cuts                    // the Tap ends both directions
	Aborts                  // the Tap resets both sides
	Over                    // nothing more comes of the connection
)

// A Passing is something that happens on a connection that is passed on. Its
// Bytes are all of them, and valid until the function returns that it is given
// to.
type Passing struct {
	Event
	What Happening
	Time time.Time

	Packets        bool           // what is said are datagrams
	Caller, Server netip.AddrPort // the ends of the connection from the Tap to the server; invalid where that is a Unix socket
}

// A Place is where something listens.
type Place struct {
	Network string // tcp, udp or unix
	Addr    string // HOST:PORT, or a path
}

// TapOptions say what a Tap stands between, and what it does.
type TapOptions struct {
	Listen Place
	To     Place // both are udp, or none is
	Bend   Bend
	See    func(Passing) // gets all that happens, one thing at a time
}

// A Tap stands between callers and a server, passes on what they say, and bends
// it. It holds back a bounded number of bytes: a side that does not read makes
// the other wait.
type Tap struct {
	o     TapOptions
	begun time.Time
	ln    net.Listener // for connections
	pc    *net.UDPConn // for datagrams
	to    *net.UDPAddr

	ctx   context.Context
	stop  context.CancelFunc
	all   sync.WaitGroup
	first func() // closes over, once
	over  chan struct{}

	mu     sync.Mutex
	calls  int
	counts Counts
	draws  draws
}

// NewTap listens, and passes on what comes until Close.
func NewTap(o TapOptions) (*Tap, error) {
	if (o.Listen.Network == "udp") != (o.To.Network == "udp") {
		return nil, fmt.Errorf("%s cannot be passed on as %s", o.Listen.Network, o.To.Network)
	}
	t := &Tap{o: o, begun: time.Now(), over: make(chan struct{}), draws: newDraws(o.Bend.Seed)}
	t.first = sync.OnceFunc(func() { close(t.over) })
	t.ctx, t.stop = context.WithCancel(context.Background())
	if err := t.listen(); err != nil {
		t.stop()
		return nil, err
	}
	if t.pc != nil {
		t.all.Go(t.takePackets)
	} else {
		t.all.Go(t.takeCalls)
	}
	return t, nil
}

func (t *Tap) listen() (err error) {
	if t.o.Listen.Network != "udp" {
		t.ln, err = listenStream(t.o.Listen)
	} else if t.to, err = net.ResolveUDPAddr("udp", t.o.To.Addr); err == nil {
		var at *net.UDPAddr
		if at, err = net.ResolveUDPAddr("udp", t.o.Listen.Addr); err == nil {
			t.pc, err = net.ListenUDP("udp", at)
		}
	}
	if err == nil && t.itself() {
		return fmt.Errorf("%s is where callers come in: nothing can be passed on to there: %w", t.o.To.Addr, t.close())
	}
	return err
}

// itself reports whether the Tap would pass everything on to itself.
func (t *Tap) itself() bool {
	if t.o.Listen.Network == "unix" || t.o.To.Network == "unix" {
		return t.o.Listen == t.o.To
	}
	to, err := net.ResolveTCPAddr("tcp", t.o.To.Addr)
	if err != nil {
		return false // there is nothing to be reached
	}
	at, target := t.where(), to.AddrPort()
	host := target.Addr().Unmap()
	return at.Port() == target.Port() && (at.Addr() == host || at.Addr().IsUnspecified() && (!host.IsValid() || host.IsLoopback()))
}

// Addr returns where the Tap listens.
func (t *Tap) Addr() net.Addr {
	if t.pc != nil {
		return t.pc.LocalAddr()
	}
	return t.ln.Addr()
}

func (t *Tap) where() netip.AddrPort { return addrPort(t.Addr()) }

// Local reports whether only programs of this machine can call at the Tap.
func (t *Tap) Local() bool {
	at := t.where()
	return !at.IsValid() || at.Addr().IsLoopback()
}

// FirstOver is closed when the first connection is over.
func (t *Tap) FirstOver() <-chan struct{} { return t.over }

func (t *Tap) close() error {
	if t.pc != nil {
		return t.pc.Close()
	}
	return t.ln.Close()
}

// Finish takes no more calls, and passes on what was said before, to the end of
// every call. That is soon after the programs at both ends have ended; it waits
// for it no longer than a second. Nothing is told afterwards.
func (t *Tap) Finish() error {
	cut := time.AfterFunc(linger, t.stop)
	defer cut.Stop()
	err := t.close()
	t.all.Wait()
	return err
}

// Close ends everything that is passed on. Nothing is told afterwards.
func (t *Tap) Close() error {
	t.stop()
	err := t.close()
	t.all.Wait()
	return err
}

const (
	callName  = "call" // of a connection, with a number behind it
	firstName = callName + "1"
)

// name returns the name of a new connection: call1, call2, and so on.
func (t *Tap) name() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls++
	return fmt.Sprintf("%s%d", callName, t.calls)
}

// see tells what happens now.
func (t *Tap) see(p Passing) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p.Time = time.Now()
	p.At, p.Size = p.Time.Sub(t.begun), len(p.Bytes)
	t.o.See(p)
}
