package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"time"
)

// What a capture file is made of, in the format of libpcap, pcap-savefile(5).
const (
	pcapMagic   = 0xa1b2c3d4 // times in microseconds
	pcapMajor   = 2
	pcapMinor   = 4
	pcapSnap    = 1 << 18 // the most bytes of a packet
	pcapRawIP   = 101     // LINKTYPE_RAW: a packet begins with an IPv4 or IPv6 header
	pcapHeader  = 24
	pcapRecord  = 16
	maxSegment  = 60000 // bytes of a stream in one packet
	firstPort   = 10001 // of the callers at Unix sockets
	callerPorts = 50000
	unixPort    = 65535 // of all servers at Unix sockets
)

// A Capture writes what a Tap passes on as packets. Each is written at once and
// whole, so that the file can be read at any time.
type Capture struct {
	w     io.Writer
	conns map[string]*captured
	id    uint16 // of the last IPv4 packet
	ports int    // given to Unix sockets
	err   error
}

// A captured is a connection, or the datagrams of one caller.
type captured struct{ caller, server *captureEnd }

// A captureEnd is one end of a connection. The sequence number of the first byte
// that it says is 1, so that they count its bytes.
type captureEnd struct {
	at   netip.AddrPort
	next uint32 // the number of its next byte
	over bool   // it has said that it says no more
}

// CreateCapture makes a file for a capture, for its owner alone, or replaces
// one. What is there must be an ordinary file.
func CreateCapture(name string) (*os.File, error) {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no ordinary file", name)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Chmod(0o600), f.Truncate(0)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// NewCapture begins a capture.
func NewCapture(w io.Writer) (*Capture, error) {
	h := make([]byte, 0, pcapHeader)
	h = binary.LittleEndian.AppendUint32(h, pcapMagic)
	h = binary.LittleEndian.AppendUint16(h, pcapMajor)
	h = binary.LittleEndian.AppendUint16(h, pcapMinor)
	h = append(h, make([]byte, 8)...) // time zone and accuracy, which nobody uses
	h = binary.LittleEndian.AppendUint32(h, pcapSnap)
	h = binary.LittleEndian.AppendUint32(h, pcapRawIP)
	_, err := w.Write(h)
	return &Capture{w: w, conns: map[string]*captured{}}, err
}

// Take writes what happens as packets. After an error nothing more is written,
// and the error is returned each time.
func (c *Capture) Take(p Passing) error {
	k := c.conns[p.Conn]
	switch {
	case p.What == Begins:
		c.begin(p)
	case k == nil:
		return c.err // it never began
	case p.What == Says && p.Datagram:
		from, to := k.ends(p.From)
		c.datagram(p.Time, from.at, to.at, p.Bytes)
	case p.What == Says:
		c.stream(p, k)
	case p.What == Ends:
		c.fin(p.Time, k, p.From)
	case p.What == Breaks:
		from, to := k.ends(p.From)
		c.segment(p.Time, from, to, flagRST|flagACK, nil)
	case p.What == Cuts:
		c.fin(p.Time, k, FromServer)
		c.fin(p.Time, k, FromCaller)
	case p.What == Aborts:
		c.segment(p.Time, k.server, k.caller, flagRST|flagACK, nil)
		c.segment(p.Time, k.caller, k.server, flagRST|flagACK, nil)
	case p.What == Over:
		delete(c.conns, p.Conn)
	}
	return c.err
}

func (k *captured) ends(from string) (sender, receiver *captureEnd) {
	if from == FromServer {
		return k.server, k.caller
	}
	return k.caller, k.server
}

// begin remembers a connection, and writes its handshake.
func (c *Capture) begin(p Passing) {
	if !p.Caller.IsValid() || !p.Server.IsValid() {
		loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
		p.Caller = netip.AddrPortFrom(loopback, uint16(firstPort+c.ports%callerPorts))
		p.Server = netip.AddrPortFrom(loopback, unixPort)
		c.ports++
	}
	k := &captured{&captureEnd{at: p.Caller}, &captureEnd{at: p.Server}}
	c.conns[p.Conn] = k
	if p.Packets {
		return
	}
	c.segment(p.Time, k.caller, k.server, flagSYN, nil)
	c.segment(p.Time, k.server, k.caller, flagSYN|flagACK, nil)
	c.segment(p.Time, k.caller, k.server, flagACK, nil)
}

// stream writes what one side says, and that the other has taken it.
func (c *Capture) stream(p Passing, k *captured) {
	from, to := k.ends(p.From)
	for b := p.Bytes; len(b) > 0; {
		n := min(len(b), maxSegment)
		c.segment(p.Time, from, to, flagPSH|flagACK, b[:n])
		b = b[n:]
	}
	c.segment(p.Time, to, from, flagACK, nil)
}

func (c *Capture) fin(at time.Time, k *captured, who string) {
	from, to := k.ends(who)
	if from.over {
		return
	}
	from.over = true
	c.segment(at, from, to, flagFIN|flagACK, nil)
	c.segment(at, to, from, flagACK, nil)
}

// write writes one packet behind the header of its record.
func (c *Capture) write(at time.Time, packet []byte) {
	if c.err != nil {
		return
	}
	r := make([]byte, 0, pcapRecord+len(packet))
	r = binary.LittleEndian.AppendUint32(r, uint32(at.Unix()))
	r = binary.LittleEndian.AppendUint32(r, uint32(at.Nanosecond()/1000))
	r = binary.LittleEndian.AppendUint32(r, uint32(len(packet))) // of it in the file
	r = binary.LittleEndian.AppendUint32(r, uint32(len(packet))) // of it on the wire
	_, c.err = c.w.Write(append(r, packet...))
}
