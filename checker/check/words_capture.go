package check

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
)

// run starts the program with these words alone, and waits for it to end.
func (s *script) run1(args []string) { s.runWith(args) }

// A capture is a random Ethernet frame with IPv4 and TCP in it.
type capture struct {
	ipOptions, tcpOptions, trailer int // bytes
	payload                        string
	data                           []byte
	said                           []string // a line for each layer
}

const (
	ethernetHeader = 14
	ipv4Header     = 20
	tcpHeader      = 20
)

// packet sets variables to a frame of some kind, in hex, and to what is to be
// printed of it.
func (s *script) packet(args []string) {
	c := capture{payload: s.pick(5+s.random.IntN(20), letters+"  \n\"")}
	whole := 4 // lines
	switch args[1] {
	case "plain", "version", "offset", "cut", "no-ipv4", "no-tcp", "cut-tcp", "cut-payload":
	case "cut-options":
		c.ipOptions = 20
	case "options":
		c.ipOptions, c.tcpOptions = 4*(1+s.random.IntN(5)), 4*(1+s.random.IntN(5))
	case "trailer":
		c.payload, c.trailer = "", 6
	default:
		s.misuse("packet: no kind %q", args[1])
	}
	s.fill(&c)
	switch args[1] {
	case "version": // of the IPv4 header, the length: 3 words
		c.data[ethernetHeader], whole = 0x43, 1
	case "offset": // of the TCP header: 4 words
		c.data[ethernetHeader+ipv4Header+12], whole = 0x40, 2
	case "cut":
		c.data, whole = c.data[:ethernetHeader+1+s.random.IntN(ipv4Header-1)], 1
	case "no-ipv4":
		c.data, whole = c.data[:ethernetHeader+1], 1
	case "no-tcp":
		c.data, whole = c.data[:ethernetHeader+ipv4Header], 2
		c.data[ethernetHeader+2], c.data[ethernetHeader+3] = 0, ipv4Header
	case "cut-options":
		c.data, whole = c.data[:ethernetHeader+ipv4Header+1+s.random.IntN(c.ipOptions-1)], 1
	case "cut-tcp":
		c.data, whole = c.data[:ethernetHeader+ipv4Header+10+s.random.IntN(3)], 2 // before the length of the header
	case "cut-payload":
		c.data, whole = c.data[:len(c.data)-1-s.random.IntN(len(c.payload)-1)], 3
	}
	s.ts.Setenv(args[0], hex.EncodeToString(c.data))
	s.ts.Setenv(args[0]+"_said", strings.Join(c.said[:whole], "\n"))
}

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
	tcp := some(tcpHeader + c.tcpOptions)
	tcp[12] = byte(len(tcp) / 4 << 4)
	for _, part := range [][]byte{ethernet, ip, tcp, []byte(c.payload), make([]byte, c.trailer)} {
		c.data = append(c.data, part...)
	}
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

var numbers = regexp.MustCompile(`\d+`)

// blames wants a failure, and a line of standard error with a layer and the
// offset of a byte.
func (s *script) blames(args []string) {
	least, most, err := readRange(args[1])
	if err != nil {
		s.misuse("blames %s: want two numbers, as in 14-33", args[1])
	}
	s.fails(nil)
	for line := range strings.Lines(strings.ToLower(string(s.prog.Stderr.Bytes()))) {
		if !strings.Contains(line, args[0]) {
			continue
		}
		for _, text := range numbers.FindAllString(strings.ReplaceAll(line, "ipv4", ""), -1) {
			if n, err := strconv.Atoi(text); err == nil && n >= least && n <= most {
				return
			}
		}
	}
	s.fail(tutor.Evidence{Kind: tutor.NoWords}, "no line of standard error names the layer %s and a byte from %d to %d", args[0], least, most)
}
