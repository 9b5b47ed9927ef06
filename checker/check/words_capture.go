package check

import (
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/tutor"
)

// run starts the program with these words alone, and waits for it to end.
func (s *script) run1(args []string) { s.runWith(args) }

// packet sets variables to a frame of some kind, in hex, and to what is to be
// printed of it.
func (s *script) packet(args []string) {
	c := capture{payload: s.pick(5+s.random.IntN(20), letters+"  \n\"")}
	switch args[1] {
	case "long":
		c.payload = s.pick(300+s.random.IntN(100), letters)
	case "huge": // its length has the highest bit set
		c.payload = s.pick(1<<15+s.random.IntN(100), letters)
	case "cut-options":
		c.ipOptions = 20
	case "options":
		c.ipOptions, c.tcpOptions = 4*(4+s.random.IntN(4)), 4*(3+s.random.IntN(5)) // more than three bits can say
	case "trailer":
		c.payload, c.trailer = "", 6
	}
	c.high = args[1] == "high"
	s.fill(&c)
	whole := s.spoil(&c, args[1])
	s.ts.Setenv(args[0], hex.EncodeToString(c.data))
	s.ts.Setenv(args[0]+"_said", strings.Join(c.said[:whole], "\n"))
}

// spoil makes a whole frame one of this kind, and returns how many layers of it
// are whole.
func (s *script) spoil(c *capture, kind string) (whole int) {
	ip, tcp := c.data[ethernetHeader:], c.data[ethernetHeader+ipv4Header:]
	switch kind {
	case "plain", "high", "long", "huge", "trailer":
		return 4
	case "options": // who looks for TCP among those of IPv4 finds a header that can be
		tcp[12] = 0x50
		c.sum()
		return 4
	case "type": // of IPv6
		c.data[12], c.data[13] = 0x86, 0xdd
		c.said[0] = strings.Replace(c.said[0], "0x0800", "0x86dd", 1)
		return 1
	case "version":
		ip[0] = 0x65
		return 1
	case "words": // of the IPv4 header: 3
		ip[0] = 0x43
		return 1
	case "protocol": // of UDP
		c.carry(17)
		return 2
	case "icmp":
		c.carry(1)
		return 2
	case "total": // of IPv4: it ends in the TCP header
		c.end(ipv4Header + 1 + s.random.IntN(tcpHeader-1))
		return 2
	case "low-total": // it ends in its own header
		c.end(ipv4Header/2 + s.random.IntN(ipv4Header/2))
		return 2
	case "offset": // of the TCP header: 4 words
		tcp[12] = 0x40
		return 2
	case "far-offset": // 12 words
		tcp[12] = 0xc0
		return 2
	}
	return s.cutOff(c, kind)
}

// cutOff makes a whole frame one that is cut, and returns how many layers of it
// are whole.
func (s *script) cutOff(c *capture, kind string) (whole int) {
	ip, tcp := ethernetHeader, ethernetHeader+ipv4Header
	end := map[string]int{
		"no-ethernet": 1 + s.random.IntN(ethernetHeader-1),
		"cut":         ip + 1 + s.random.IntN(ipv4Header-1),
		"no-ipv4":     ip + 1,
		"cut-options": tcp + 1 + s.random.IntN(max(c.ipOptions, 2)-1),
		"no-tcp":      tcp,
		"cut-tcp":     tcp + 10 + s.random.IntN(3),            // before the length of the header
		"cut-late":    tcp + 14 + s.random.IntN(tcpHeader-14), // behind that
		"no-payload":  len(c.data) - len(c.payload),
		"cut-payload": len(c.data) - 1 - s.random.IntN(len(c.payload)-1),
	}[kind]
	if end == 0 {
		s.misuse("packet: no kind %q", kind)
	}
	c.data = c.data[:end]
	switch kind {
	case "no-tcp":
		c.end(ipv4Header)
		return 2
	case "cut-tcp", "cut-late":
		return 2
	case "no-payload", "cut-payload":
		return 3
	case "no-ethernet":
		return 0
	}
	return 1
}

var numbers = regexp.MustCompile(`\b0x[0-9a-f]+|\d+`)

// blames wants a failure: a line of standard error with a layer and the offset
// of a byte, and the lines of the layers before it, perhaps of more that are
// whole.
func (s *script) blames(args []string) {
	said, places := args[0], args[1:]
	if len(places)%2 != 0 {
		s.misuse("blames %s: want layers and ranges", strings.Join(places, " "))
	}
	s.fails(nil)
	named := false
	for place := range slices.Chunk(places, 2) {
		least, most, err := readRange(place[1])
		if err != nil {
			s.misuse("blames %s: want two numbers, as in 14-33", place[1])
		}
		if s.names(place[0], least, most) {
			named = true
			if s.printsBefore(place[0], said) {
				return
			}
		}
	}
	if named {
		s.prints([]string{said})
	}
	least, most, _ := readRange(places[1]) // it is one, see above
	s.fail(tutor.Evidence{Kind: tutor.NoWords}, "no line of standard error names the layer %s and a byte from %d to %d", places[0], least, most)
}

// names reports whether a line of standard error names a layer and a byte.
func (s *script) names(layer string, least, most int) bool {
	for line := range strings.Lines(strings.ToLower(string(s.prog.Stderr.Bytes()))) {
		if !strings.Contains(line, layer) {
			continue
		}
		for _, text := range numbers.FindAllString(strings.ReplaceAll(line, "ipv4", ""), -1) {
			base := 10
			if hex, is := strings.CutPrefix(text, "0x"); is {
				text, base = hex, 16
			}
			if n, err := strconv.ParseInt(text, base, 32); err == nil && int(n) >= least && int(n) <= most {
				return true
			}
		}
	}
	return false
}

// printsBefore reports whether standard output is the lines of all layers before
// the one that is blamed, and more of what may be said or not: whether that layer
// is whole but for what it is blamed for is for the program to say.
func (s *script) printsBefore(layer, said string) bool {
	got := strings.ReplaceAll(string(s.prog.Stdout.Bytes()), "\r\n", "\n")
	lines := strings.Split(said, "\n")
	least := slices.Index([]string{"ethernet", "ipv4", "tcp"}, layer)
	if least < 0 || least > len(lines) {
		least = len(lines)
	}
	for n := least; n <= len(lines); n++ {
		if printed(got, strings.Join(append(slices.Clone(lines[:n]), ""), "\n"), s.may) {
			return true
		}
	}
	return false
}
