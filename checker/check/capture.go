package check

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// A capture is a random Ethernet frame with IPv4 and TCP in it.
type capture struct {
	ipOptions, tcpOptions, trailer int // bytes
	payload                        string
	high                           bool // the numbers of its headers have the highest bit set
	data                           []byte
	said                           []string // a line for each layer
}

const (
	ethernetHeader = 14
	ipv4Header     = 20
	tcpHeader      = 20
)

// fill draws the headers (RFC 894; RFC 791 section 3.1; RFC 9293 section 3.1).
func (s *script) fill(c *capture) {
	some := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(1 + s.random.IntN(255))
		}
		return b
	}
	ethernet := append(some(12), 0x08, 0x00)
	total := ipv4Header + c.ipOptions + tcpHeader + c.tcpOptions + len(c.payload)
	ip := some(ipv4Header + c.ipOptions)
	ip[0], ip[9] = byte(0x40|len(ip)/4), 6
	binary.BigEndian.PutUint16(ip[2:], uint16(total))
	ip[6], ip[7] = 0x40, 0 // not to be cut, and whole (DF)
	tcp := some(tcpHeader + c.tcpOptions)
	tcp[12] = byte(len(tcp) / 4 << 4)
	setOption(ip[ipv4Header:], 0x9e)
	setOption(tcp[tcpHeader:], 0xfe)
	if c.high {
		for _, at := range []*byte{&ip[8], &tcp[0], &tcp[2], &tcp[4], &tcp[13]} {
			*at |= 0xc0
		}
	}
	for _, part := range [][]byte{ethernet, ip, tcp, []byte(c.payload), some(c.trailer)} {
		c.data = append(c.data, part...)
	}
	c.sum()
	var flags []string
	for i, name := range []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"} {
		if tcp[13]&(1<<i) != 0 {
			flags = append(flags, name)
		}
	}
	c.said = []string{
		fmt.Sprintf("ethernet dst %v src %v type 0x0800", net.HardwareAddr(ethernet[:6]), net.HardwareAddr(ethernet[6:12])),
		fmt.Sprintf("ipv4 src %v dst %v ttl %d proto 6", netip.AddrFrom4([4]byte(ip[12:])), netip.AddrFrom4([4]byte(ip[16:])), ip[8]),
		fmt.Sprintf("tcp sport %d dport %d seq %d flags %s", binary.BigEndian.Uint16(tcp), binary.BigEndian.Uint16(tcp[2:]),
			binary.BigEndian.Uint32(tcp[4:]), strings.Join(flags, ",")),
		fmt.Sprintf("payload %q", c.payload),
	}
}

// setOption makes one option out of all bytes, of a number that is for trying things
// out (RFC 4727).
func setOption(all []byte, number byte) {
	if len(all) > 0 {
		all[0], all[1] = number, byte(len(all))
	}
}

// end lets IPv4's total length say where the packet ends.
func (c *capture) end(total int) {
	binary.BigEndian.PutUint16(c.data[ethernetHeader+2:], uint16(total))
	c.sum()
}

// carry lets IPv4 say that it carries this protocol, and no TCP.
func (c *capture) carry(proto byte) {
	c.data[ethernetHeader+9] = proto
	c.said[1] = strings.Replace(c.said[1], "proto 6", fmt.Sprint("proto ", proto), 1)
	c.sum()
}

// sum makes the sums of the headers right (RFC 791 section 3.1; RFC 9293 section
// 3.1): whoever checks them finds a frame wrong for what it is to be wrong for.
func (c *capture) sum() {
	ip := c.data[ethernetHeader : ethernetHeader+ipv4Header+c.ipOptions]
	tcp := c.data[ethernetHeader+len(ip) : len(c.data)-c.trailer]
	sumAt(ip, 10, ip)
	if len(tcp) < tcpHeader {
		return
	}
	pseudo := append(append([]byte{}, ip[12:20]...), 0, 6, byte(len(tcp)>>8), byte(len(tcp)))
	sumAt(tcp, 16, append(pseudo, tcp...))
}

// sumAt writes the sum of some bytes (RFC 1071) into a header, whose own two bytes
// at this offset count for nothing.
func sumAt(header []byte, at int, all []byte) {
	own := len(all) - len(header) + at
	all = append(slices.Clone(all), 0)
	all[own], all[own+1] = 0, 0
	var sum uint32
	for i := 0; i+1 < len(all); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(all[i:]))
	}
	for sum>>16 > 0 {
		sum = sum&0xffff + sum>>16
	}
	binary.BigEndian.PutUint16(header[at:], ^uint16(sum))
}
