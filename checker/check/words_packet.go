package check

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// packets are the datagram sockets of a script, and what was asked on them.
type packets struct {
	boxes map[string]*wire.Mailbox
	order []string                  // their names, the oldest first
	asked map[string]netip.AddrPort // where the program asked this from, by question
	sent  map[string]int            // how often the checker said this to the program
	came  map[string]int            // how often the program said this
	held  map[string][]letter       // what the weather holds back, by socket

	said   map[string]string // the last datagram from each socket
	late   []string          // what was held back and came after all
	forged []string          // what strangers said
}

// A letter is a datagram on its way to the program.
type letter struct {
	to   netip.AddrPort
	text string
}

func newPackets() packets {
	return packets{
		boxes: map[string]*wire.Mailbox{}, asked: map[string]netip.AddrPort{},
		sent: map[string]int{}, came: map[string]int{}, held: map[string][]letter{}, said: map[string]string{},
	}
}

func (s *script) socket(args []string) {
	addr := "127.0.0.1:0"
	if len(args) > 1 {
		addr = args[1]
	}
	m, err := s.log.Socket(args[0], addr)
	if err != nil {
		s.unknown("opening a datagram socket: %v", err)
	}
	s.boxes[args[0]] = m
	s.order = append(s.order, args[0])
	s.ts.Setenv(args[0]+"_addr", m.Addr().String())
	s.ts.Setenv(args[0]+"_port", strconv.Itoa(int(m.Addr().Port())))
}

// box returns the socket with this name.
func (s *script) box(name string) *wire.Mailbox {
	m := s.boxes[name]
	if m == nil {
		s.misuse("there is no socket %q; socket comes first", name)
	}
	return m
}

// server returns the address where the program takes datagrams.
func (s *script) server() netip.AddrPort {
	addr, err := netip.ParseAddrPort(s.addr)
	if err != nil {
		s.misuse("no server to send datagrams to; serve comes first, or answer is meant")
	}
	return addr
}

// answer sends datagrams to where a question came from.
func (s *script) answer(args []string) {
	to, ok := s.asked[args[1]]
	if !ok {
		s.misuse("answer: the program has not asked %.40q, or no recv has taken it", args[1])
	}
	var all []letter
	for _, text := range args[2:] {
		all = append(all, letter{to, text})
	}
	s.post(s.box(args[0]), all)
}

// collect waits until all of the datagrams in wants have come to m, each whole,
// in any order.
func (s *script) collect(m *wire.Mailbox, wants []string) {
	s.collectEach(m, wants, func(string) {})
}

// collectEach does the same, and does something with each that has come.
func (s *script) collectEach(m *wire.Mailbox, wants []string, then func(text string)) {
	missing := slices.Clone(wants)
	var odd *wire.Packet
	o := s.await(func() bool {
		for len(missing) > 0 {
			p, ok := m.Next()
			if !ok {
				return false
			}
			s.came[string(p.Bytes)]++
			i := slices.Index(missing, string(p.Bytes))
			switch {
			case i >= 0 && s.fromServer(p):
				missing = slices.Delete(missing, i, i+1)
				s.turns[m.Name]++
				s.asked[string(p.Bytes)] = p.From
				then(string(p.Bytes))
			case s.askedAgain(p):
				s.asked[string(p.Bytes)] = p.From
			default:
				odd = &p
				return true
			}
		}
		return true
	})
	if odd != nil {
		s.strayed(m, *odd, missing)
	}
	if len(missing) > 0 {
		s.nothingCame(m, o, len(wants), missing)
	}
}

// fromServer reports whether p came from where it should: the answers of a
// server come from the address that was asked.
func (s *script) fromServer(p wire.Packet) bool { return s.role != "serve" || p.From == s.server() }

// askedAgain reports whether p repeats a question that was taken before: a
// caller may ask again when no answer comes.
func (s *script) askedAgain(p wire.Packet) bool {
	_, before := s.asked[string(p.Bytes)]
	return before && s.role == "call"
}

// strayed fails for a datagram other than those that m waits for.
func (s *script) strayed(m *wire.Mailbox, p wire.Packet, missing []string) {
	want := nearest(missing, p.Bytes)
	e := tutor.Evidence{Kind: tutor.WrongBytes, Conn: m.Name, Want: want, Got: p.Bytes}
	switch {
	case bytes.Equal(want, p.Bytes):
		e.Kind = tutor.WrongSource
		s.fail(e, "the answer to %s came from %v; %s had asked %v", m.Name, p.From, m.Name, s.server())
	case len(p.Bytes) < len(want) && bytes.HasPrefix(want, p.Bytes):
		s.fail(e, "the datagram that came to %s has %s, the first of %d", m.Name, count(len(p.Bytes), "byte"), len(want))
	default:
		s.fail(e, "another datagram than expected came to %s", m.Name)
	}
}

// nearest returns the one of wants that shares the longest beginning with got.
func nearest(wants []string, got []byte) []byte {
	common := func(want string) (n int) {
		for n < len(want) && n < len(got) && want[n] == got[n] {
			n++
		}
		return n
	}
	best := slices.MaxFunc(wants, func(a, b string) int { return common(a) - common(b) })
	return []byte(best)
}

// nothingCame fails because datagrams are missing. Those that the system threw
// away are not the program's fault.
func (s *script) nothingCame(m *wire.Mailbox, o outcome, wanted int, missing []string) {
	if n := s.dropped(); n > 0 {
		s.unknown("the system threw %s away for want of room", count(int(n), "datagram"))
	}
	e := tutor.Evidence{Kind: tutor.NoReply, Conn: m.Name, Want: []byte(missing[0])}
	what := fmt.Sprintf("%d of %d datagrams came to %s", wanted-len(missing), wanted, m.Name)
	if wanted == 1 {
		what = "no datagram came to " + m.Name
	}
	s.failOn(o, e, "%s; the program %s", what, s.doing(o))
}

// dropped returns how many datagrams the system has thrown away on their way to
// the program, or from it.
func (s *script) dropped() int64 {
	var n int64
	for _, m := range s.boxes {
		n += m.Drops()
	}
	for _, b := range s.bindings() {
		n += b.Drops
	}
	return n
}

// bindings returns the program's datagram sockets; none where they cannot be
// seen.
func (s *script) bindings() map[uint64]wire.Binding {
	if s.prog == nil {
		return nil
	}
	sockets, _, err := s.prog.Descriptors()
	if err != nil {
		return nil
	}
	all, _ := wire.Bindings(sockets) // nil with an error
	return all
}

// queued returns how much memory the datagrams take that the program has not
// read.
func (s *script) queued() (n int64) {
	for _, b := range s.bindings() {
		n += b.Queued
	}
	return n
}

// silent makes sure that nothing more has come.
func (s *script) silent(names []string) {
	s.quiet(nil)
	for _, name := range names {
		if c := s.conns[name]; c != nil {
			s.nothingHeard(c)
			continue
		}
		m := s.box(name)
		for p, ok := m.Next(); ok; p, ok = m.Next() {
			s.came[string(p.Bytes)]++
			if !s.askedAgain(p) {
				s.asked[string(p.Bytes)] = p.From
				e := tutor.Evidence{Kind: tutor.Extra, Conn: name, Got: p.Bytes}
				s.fail(e, "one datagram more than expected came to %s", name)
			}
		}
	}
}

// nothingHeard makes sure that a connection stands and has brought nothing
// that was not taken.
func (s *script) nothingHeard(c *wire.Conn) {
	got, end := c.Heard()
	e := tutor.Evidence{Conn: c.Name}
	switch {
	case len(got) > 0:
		e.Kind, e.Got = tutor.Extra, s.rest(c)
		s.fail(e, "%s heard %s too early", c.Name, count(len(e.Got), "byte"))
	case end != nil:
		e.Kind = tutor.EndedEarly
		s.fail(e, "the program hung up on %s", c.Name)
	}
}
