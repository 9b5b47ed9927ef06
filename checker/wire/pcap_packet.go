package wire

import (
	"encoding/binary"
	"net/netip"
	"time"
)

const (
	protoTCP = 6  // in the header of IPv4 and IPv6 (IANA's protocol numbers)
	protoUDP = 17 // the same

	// The control bits of TCP's header (RFC 9293, section 3.1).
	flagFIN = 0x01
	flagSYN = 0x02
	flagRST = 0x04
	flagPSH = 0x08
	flagACK = 0x10

	tcpHeader  = 20
	udpHeader  = 8
	ipv4Header = 20
	ipv6Header = 40
	hops       = 64    // time to live, or hop limit
	window     = 65535 // which is nobody's: the Tap does not see it
)

// segment writes a segment of TCP (RFC 9293, section 3.1).
func (c *Capture) segment(at time.Time, from, to *captureEnd, flags byte, payload []byte) {
	b := make([]byte, tcpHeader, tcpHeader+len(payload))
	binary.BigEndian.PutUint16(b[0:], from.at.Port())
	binary.BigEndian.PutUint16(b[2:], to.at.Port())
	binary.BigEndian.PutUint32(b[4:], from.next)
	if flags&flagACK != 0 {
		binary.BigEndian.PutUint32(b[8:], to.next)
	}
	b[12] = tcpHeader / 4 << 4
	b[13] = flags
	binary.BigEndian.PutUint16(b[14:], window)
	b = append(b, payload...)
	binary.BigEndian.PutUint16(b[16:], checksum(b, pseudo(from.at, to.at, protoTCP, len(b))))
	from.next += uint32(len(payload))
	if flags&(flagSYN|flagFIN) != 0 {
		from.next++ // they have a number of their own
	}
	c.packet(at, from.at, to.at, protoTCP, b)
}

// datagram writes a datagram of UDP (RFC 768).
func (c *Capture) datagram(at time.Time, from, to netip.AddrPort, payload []byte) {
	b := make([]byte, udpHeader, udpHeader+len(payload))
	binary.BigEndian.PutUint16(b[0:], from.Port())
	binary.BigEndian.PutUint16(b[2:], to.Port())
	binary.BigEndian.PutUint16(b[4:], uint16(udpHeader+len(payload)))
	b = append(b, payload...)
	sum := checksum(b, pseudo(from, to, protoUDP, len(b)))
	if sum == 0 {
		sum = 0xffff // 0 would mean that there is none
	}
	binary.BigEndian.PutUint16(b[6:], sum)
	c.packet(at, from, to, protoUDP, b)
}

// packet writes what an IP packet carries behind the header of IPv4 (RFC 791,
// section 3.1) or IPv6 (RFC 8200, section 3).
func (c *Capture) packet(at time.Time, from, to netip.AddrPort, proto byte, payload []byte) {
	if from.Addr().Is6() {
		h := make([]byte, ipv6Header, ipv6Header+len(payload))
		h[0] = 6 << 4
		binary.BigEndian.PutUint16(h[4:], uint16(len(payload)))
		h[6], h[7] = proto, hops
		copy(h[8:], from.Addr().AsSlice())
		copy(h[24:], to.Addr().AsSlice())
		c.write(at, append(h, payload...))
		return
	}
	c.id++
	h := make([]byte, ipv4Header, ipv4Header+len(payload))
	h[0] = 4<<4 | ipv4Header/4
	binary.BigEndian.PutUint16(h[2:], uint16(ipv4Header+len(payload)))
	binary.BigEndian.PutUint16(h[4:], c.id)
	h[6] = 0x40 // it must not be divided
	h[8], h[9] = hops, proto
	copy(h[12:], from.Addr().AsSlice())
	copy(h[16:], to.Addr().AsSlice())
	binary.BigEndian.PutUint16(h[10:], checksum(h, 0))
	c.write(at, append(h, payload...))
}

// pseudo returns the sum of the header that TCP and UDP count into their
// checksum: both addresses, the protocol and the length (RFC 9293, section 3.1;
// RFC 8200, section 8.1).
func pseudo(from, to netip.AddrPort, proto byte, length int) uint32 {
	sum := words(from.Addr().AsSlice()) + words(to.Addr().AsSlice())
	return sum + uint32(proto) + uint32(length)>>16 + uint32(length)&0xffff
}

// checksum returns the Internet checksum (RFC 1071) of bytes and a sum.
func checksum(b []byte, sum uint32) uint16 {
	sum += words(b)
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// words returns the sum of 16-bit numbers, of at most 128 KiB.
func words(b []byte) (sum uint32) {
	for ; len(b) > 1; b = b[2:] {
		sum += uint32(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	return sum
}
