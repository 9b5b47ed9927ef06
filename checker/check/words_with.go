package check

import (
	"io"
	"net/netip"
	"strings"

	"socketworkshop/checker/tutor"
)

// relay stands between the caller and the server that was started last. A
// network of streams is the server's own.
func (s *script) relay(args []string) {
	r, addr, err := s.newRelay(args[0], len(args) > 1 && args[1] == "udp")
	if err != nil {
		s.unknown("listening: %v", err)
	}
	s.reserved = append(s.reserved, r)
	s.between = addr
	s.ts.Setenv(args[0]+"_addr", s.between)
}

// newRelay stands between two programs, and returns where it listens.
func (s *script) newRelay(name string, packets bool) (r io.Closer, addr string, err error) {
	if packets {
		target, err := netip.ParseAddrPort(s.addr)
		if err != nil {
			s.misuse("relay: no server for datagrams; serve comes first")
		}
		r, err := s.log.PacketRelay(name, target)
		if err != nil {
			return nil, "", err
		}
		s.ts.Setenv(name+"_from", r.From())
		return r, r.Addr(), nil
	}
	addr = "127.0.0.1:0"
	switch s.network {
	case "tcp6":
		addr = "[::1]:0"
	case "unix":
		addr = s.newPath(name)
	}
	t, err := s.log.Relay(name, s.network, addr, s.addr)
	if err != nil {
		return nil, "", err
	}
	return closer(func() { _ = t.Finish() }), t.Addr().String(), nil // it was nobody else's
}

// begins wants a beginning of the texts on standard output, and not an empty
// one: how much one Read brings is not for the programs to say.
func (s *script) begins(texts []string) {
	s.ended()
	flat := func(text string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(text) }
	want, got := strings.Join(texts, ""), s.prog.Stdout.Bytes()
	if text := flat(string(got)); text == "" || !strings.HasPrefix(flat(want), text) {
		s.fail(tutor.Evidence{Kind: tutor.BadOutput, Want: []byte(want), Got: got}, "standard output is no beginning of what was to be printed")
	}
}
