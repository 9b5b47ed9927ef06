package wire

import (
	"bytes"
	"net"
	"net/netip"
	"slices"
	"sync"

	"socketworkshop/checker/spawn"
)

// MaxPacket is the most bytes that fit into a datagram over IPv4: 65,535 of
// the IP datagram (RFC 791, section 3.1) less 20 of its header and 8 of UDP's.
const MaxPacket = 65507

// A Packet is a datagram that came, and where from.
type Packet struct {
	From  netip.AddrPort
	Bytes []byte
}

// A Mailbox is one of the checker's datagram sockets. Datagrams are taken off
// the system's queue as soon as they come, so that none is lost for want of
// room.
type Mailbox struct {
	Name string

	log  *Log
	pc   *net.UDPConn
	addr netip.AddrPort
	done chan struct{} // closed when nothing more can come

	mu   sync.Mutex
	came []Packet // and were not yet taken
}

// Socket opens a datagram socket at addr, HOST:PORT; port 0 lets the system
// choose.
func (l *Log) Socket(name, addr string) (*Mailbox, error) {
	at, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		return nil, err
	}
	pc, err := net.ListenUDP("udp", at)
	if err != nil {
		return nil, err
	}
	m := &Mailbox{Name: name, log: l, pc: pc, addr: addrPort(pc.LocalAddr()), done: make(chan struct{})}
	l.Note(name, FromChecker, "opens a socket at "+m.addr.String())
	go m.listen()
	return m, nil
}

// Addr returns the address of the socket.
func (m *Mailbox) Addr() netip.AddrPort { return m.addr }

// listen takes all datagrams until Close. On some systems a read reports an
// error of an earlier send; that does not end it.
func (m *Mailbox) listen() {
	defer close(m.done)
	buf := make([]byte, MaxPacket+1)
	for failed := 0; failed < maxErrors; {
		n, from, err := m.pc.ReadFromUDPAddrPort(buf)
		if err != nil {
			failed++
			continue
		}
		p := Packet{netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), bytes.Clone(buf[:n])}
		m.mu.Lock()
		m.came = append(m.came, p)
		m.mu.Unlock()
		m.log.packet(m.Name, FromProgram, p.Bytes, "from "+p.From.String())
	}
}

const maxErrors = 1000 // in a row or not: a closed socket gives nothing else

// Next takes the oldest datagram that has come; ok is false when there is none.
func (m *Mailbox) Next() (p Packet, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.came) == 0 {
		return Packet{}, false
	}
	p, m.came = m.came[0], m.came[1:]
	return p, true
}

// Held returns the datagrams that have come and were not taken.
func (m *Mailbox) Held() []Packet {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.came)
}

// Post sends p as one datagram.
func (m *Mailbox) Post(p []byte, to netip.AddrPort) error {
	m.log.packet(m.Name, FromChecker, p, "to "+to.String())
	_, err := m.pc.WriteToUDPAddrPort(p, to)
	return err
}

// Behind reports whether a datagram has come that Next does not tell yet.
func (m *Mailbox) Behind() bool { return readable(m.pc) }

// Close closes the socket.
func (m *Mailbox) Close() error {
	err := spawn.Close(m.pc)
	<-m.done
	return err
}

// EmptyPacket begins the note of an event that is a datagram of length 0.
const EmptyPacket = "sends an empty datagram "

// packet writes down a datagram, also an empty one.
func (l *Log) packet(name, from string, p []byte, note string) {
	if len(p) == 0 {
		l.Note(name, from, EmptyPacket+note)
		return
	}
	l.write(Event{Conn: name, From: from, Bytes: p, Size: len(p), Note: note, Datagram: true})
}
