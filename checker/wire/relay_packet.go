package wire

import (
	"net"
	"net/netip"
	"sync"

	"socketworkshop/checker/spawn"
)

// A PacketRelay is a Relay for datagrams. The server sees each socket of the
// caller as a socket of the relay's own.
type PacketRelay struct {
	log    *Log
	name   string
	target netip.AddrPort
	pc     *net.UDPConn // which the caller asks
	first  *net.UDPConn // which asks the server for the caller's first socket

	all    sync.WaitGroup
	mu     sync.Mutex
	closed bool
	asks   map[netip.AddrPort]*net.UDPConn // by the caller's socket
}

// PacketRelay passes on the datagrams that come to a free loopback address to
// the server at target, and its replies back to who asked. What comes from
// another address than the target is written down and not passed on: the caller
// would have no way to tell.
func (l *Log) PacketRelay(name string, target netip.AddrPort) (*PacketRelay, error) {
	pc, err := loopbackSocket()
	if err != nil {
		return nil, err
	}
	first, err := loopbackSocket()
	if err != nil {
		_ = pc.Close() // nothing was said on it
		return nil, err
	}
	r := &PacketRelay{log: l, name: name, target: target, pc: pc, first: first, asks: map[netip.AddrPort]*net.UDPConn{}}
	r.all.Go(r.take)
	return r, nil
}

func loopbackSocket() (*net.UDPConn, error) {
	return net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
}

// Addr returns where it can be asked.
func (r *PacketRelay) Addr() string { return r.pc.LocalAddr().String() }

// From returns the address that the server sees as that of the caller's first
// socket.
func (r *PacketRelay) From() string { return r.first.LocalAddr().String() }

// take passes on what the caller says, until Close.
func (r *PacketRelay) take() {
	buf := make([]byte, MaxPacket+1)
	for failed := 0; failed < maxErrors; {
		n, from, err := r.pc.ReadFromUDPAddrPort(buf)
		if err != nil { // perhaps that of an earlier send; a closed socket gives nothing else
			failed++
			continue
		}
		ask, err := r.asking(from)
		if err != nil {
			r.log.Note(r.name, FromChecker, "cannot be passed on: "+err.Error())
			continue
		}
		r.log.packet(r.name, FromChecker, buf[:n], "")
		if _, err := ask.WriteToUDPAddrPort(buf[:n], r.target); err != nil {
			r.log.Note(r.name, FromChecker, "cannot be passed on: "+err.Error())
		}
	}
}

// asking returns the socket that asks the server for one of the caller's.
func (r *PacketRelay) asking(caller netip.AddrPort) (*net.UDPConn, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ask := r.asks[caller]; ask != nil {
		return ask, nil
	}
	if r.closed {
		return nil, net.ErrClosed
	}
	ask := r.first
	if len(r.asks) > 0 {
		var err error
		if ask, err = loopbackSocket(); err != nil {
			return nil, err
		}
	}
	r.asks[caller] = ask
	r.all.Go(func() { r.back(ask, caller) })
	return ask, nil
}

// back passes on what the server says to one of the caller's sockets.
func (r *PacketRelay) back(ask *net.UDPConn, caller netip.AddrPort) {
	buf := make([]byte, MaxPacket+1)
	for failed := 0; failed < maxErrors; {
		n, from, err := ask.ReadFromUDPAddrPort(buf)
		if err != nil {
			failed++
			continue
		}
		r.log.packet(r.name, FromProgram, buf[:n], "")
		if from.Port() != r.target.Port() || from.Addr().Unmap() != r.target.Addr().Unmap() {
			r.log.Note(r.name, FromProgram, "says that from "+from.String()+", where nobody has asked")
			continue
		}
		if _, err := r.pc.WriteToUDPAddrPort(buf[:n], caller); err != nil {
			r.log.Note(r.name, FromProgram, "cannot be passed on: "+err.Error())
		}
	}
}

// Close ends everything that is passed on.
func (r *PacketRelay) Close() error {
	err := spawn.Close(r.pc)
	r.mu.Lock()
	r.closed = true
	_ = r.first.Close() // all that counts was passed on
	for _, ask := range r.asks {
		_ = ask.Close() // the same
	}
	r.mu.Unlock()
	r.all.Wait()
	return err
}
