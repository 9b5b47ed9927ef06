package wire

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	maxTalks = 256                    // callers by datagram that are remembered; the one who was silent longest goes
	swapWait = 200 * time.Millisecond // for a second datagram to change places with
)

// A talk is what one caller and the server say in datagrams.
type talk struct {
	caller      netip.AddrPort
	conn        *net.UDPConn // to the server
	there, back *lane
	used        time.Time
}

// takePackets passes on what callers send, until the Tap is closed.
func (t *Tap) takePackets() {
	talks := map[netip.AddrPort]*talk{}
	defer func() {
		for _, k := range talks {
			k.close()
		}
	}()
	buf := make([]byte, 1<<16)
	next := func() (Packet, error) { return t.nextPacket(buf) }
	if b := t.o.Bend; b.Delay > 0 && b.Call {
		next = delayed(t.ctx, &t.all, b.Delay, next)
	}
	for {
		p, err := next()
		if err != nil {
			return // closed
		}
		k := talks[p.From]
		if k == nil {
			makeRoom(talks)
			if k, err = t.talk(p.From); err != nil {
				t.see(Passing{Event: Event{From: FromWire, Note: "cannot reach the server: " + err.Error()}})
				continue
			}
			talks[p.From] = k
		}
		k.used = time.Now()
		k.there.pass(p.Bytes)
	}
}

// nextPacket returns the next datagram of any caller. On some systems a read
// reports an error of an earlier send; that does not end it.
func (t *Tap) nextPacket(buf []byte) (Packet, error) {
	for {
		n, from, err := t.pc.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return Packet{}, err
		}
		if err == nil {
			t.late(FromCaller)
			return Packet{from, bytes.Clone(buf[:n])}, nil
		}
	}
}

// late counts a datagram that will be late.
func (t *Tap) late(from string) {
	if t.o.Bend.Delay > 0 && t.o.Bend.of(from) {
		t.used(&t.counts.Delay)
	}
}

// makeRoom forgets a talk when there is no room for one more.
func makeRoom(talks map[netip.AddrPort]*talk) {
	if len(talks) < maxTalks {
		return
	}
	var oldest *talk
	for _, k := range talks {
		if oldest == nil || k.used.Before(oldest.used) {
			oldest = k
		}
	}
	oldest.close()
	delete(talks, oldest.caller)
}

func (t *Tap) talk(caller netip.AddrPort) (*talk, error) {
	conn, err := net.DialUDP("udp", nil, t.to)
	if err != nil {
		return nil, err
	}
	about := Passing{Packets: true, Caller: addrPort(conn.LocalAddr()), Server: addrPort(conn.RemoteAddr())}
	about.Conn = t.name()
	k := &talk{caller: caller, conn: conn}
	k.there = &lane{t: t, about: about, from: FromCaller, out: func(p []byte) error {
		_, err := conn.Write(p)
		if errors.Is(err, syscall.ECONNREFUSED) { // of an earlier datagram: this one has not been sent (udp(7))
			_, err = conn.Write(p)
		}
		return err
	}}
	k.back = &lane{t: t, about: about, from: FromServer, out: func(p []byte) error {
		_, err := t.pc.WriteToUDPAddrPort(p, caller)
		return err
	}}
	host := netip.AddrPortFrom(caller.Addr().Unmap(), caller.Port())
	k.there.note(Begins, FromCaller, fmt.Sprintf("sends from %s to %s", host, t.o.To.Addr))
	t.all.Go(k.listen)
	return k, nil
}

// listen passes on what the server sends, until the talk is closed.
func (k *talk) listen() {
	t, buf := k.back.t, make([]byte, 1<<16)
	next := func() ([]byte, error) { return k.reply(buf) }
	if b := t.o.Bend; b.Delay > 0 && b.Serve {
		next = delayed(t.ctx, &t.all, b.Delay, next)
	}
	for {
		p, err := next()
		if err != nil {
			k.there.note(Over, FromWire, "passes on no more")
			return
		}
		k.back.pass(p)
	}
}

func (k *talk) reply(buf []byte) ([]byte, error) {
	for {
		n, err := k.conn.Read(buf)
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil, err
		case errors.Is(err, syscall.ECONNREFUSED):
			k.back.note(Noted, FromServer, "cannot be reached: nobody listens there")
		case err == nil:
			k.back.t.late(FromServer)
			return bytes.Clone(buf[:n]), nil
		}
	}
}

func (k *talk) close() {
	_ = k.conn.Close() // a datagram is sent or not
	k.there.close()
	k.back.close()
}

// A lane is one direction of a talk.
type lane struct {
	t     *Tap
	about Passing
	from  string
	out   func([]byte) error

	mu    sync.Mutex
	held  *[]byte // to change places with the next, or nil
	timer *time.Timer
}

func (l *lane) note(what Happening, from, note string) {
	p := l.about
	p.What, p.From, p.Note = what, from, note
	l.t.see(p)
}

// pass passes a datagram on as the bend has it.
func (l *lane) pass(p []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.t.o.Bend
	switch {
	case !b.of(l.from):
		l.send(p)
	case b.Drop > 0 && l.t.lost(l.from):
		l.note(Noted, FromWire, fmt.Sprintf("drops %d bytes of the %s's: %.40q", len(p), l.from, p))
	case !b.Swap:
		l.copies(p)
	case l.held == nil:
		l.held, l.timer = &p, time.AfterFunc(swapWait, l.release)
	default:
		l.timer.Stop()
		l.t.used(&l.t.counts.Swap)
		l.copies(p)
		l.copies(*l.held)
		l.held = nil
	}
}

// release sends the datagram that no other has followed.
func (l *lane) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held != nil {
		l.copies(*l.held)
		l.held = nil
	}
}

// copies sends a datagram as often as the bend wants.
func (l *lane) copies(p []byte) {
	if l.t.o.Bend.Double {
		l.t.used(&l.t.counts.Double)
		l.send(p)
	}
	l.send(p)
}

func (l *lane) send(p []byte) {
	about := l.about
	about.What, about.From, about.Bytes, about.Datagram = Says, l.from, p, true
	if len(p) == 0 {
		about.Note = strings.TrimSpace(EmptyPacket)
	}
	l.t.see(about)
	if err := l.out(p); err != nil && !errors.Is(err, net.ErrClosed) {
		l.note(Noted, FromWire, "cannot send this: "+err.Error())
	}
}

// close forgets what is held.
func (l *lane) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held != nil {
		l.timer.Stop()
		l.held = nil
	}
}
