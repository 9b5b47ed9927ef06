package check

import (
	"net/netip"
	"strings"

	"socketworkshop/checker/tutor"
	"socketworkshop/checker/wire"
)

// listening returns the program's listening sockets; none where they cannot be
// seen.
func (s *script) listening() map[uint64]netip.AddrPort {
	sockets, _, err := s.prog.Descriptors()
	if err != nil {
		return nil
	}
	all, _ := wire.Listening(sockets) // nil with an error
	for _, inode := range wire.UnixListening(sockets) {
		if all != nil {
			all[inode] = netip.AddrPort{}
		}
	}
	for inode, b := range s.bindings() {
		if all != nil {
			all[inode] = b.Addr
		}
	}
	return all
}

// stolen reports whether the program could not have the address that was
// chosen for it, which another program may have taken since.
func (s *script) stolen() bool {
	stderr := strings.ToLower(string(s.prog.Stderr.Bytes()))
	return !s.lastTry && !strings.HasSuffix(s.told, ":0") && strings.Contains(stderr, "address already in use")
}

// binds wants a program that takes datagrams to be bound to want, and to no
// other address with that port.
func (s *script) binds(want netip.AddrPort) {
	_, _, unseen := s.prog.Descriptors()
	if _, err := wire.Bindings(nil); err != nil || unseen != nil {
		return // that want can be reached is shown by send
	}
	there := false
	s.await(func() bool {
		for _, b := range s.bindings() {
			at := netip.AddrPortFrom(b.Addr.Addr().Unmap(), b.Addr.Port())
			if at.Port() == want.Port() && at != want {
				s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "told to listen at %v, the program is bound to %v", want, at)
			}
			there = there || at == want
		}
		return there
	})
	if !there {
		s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "the program has no socket at %v, where it was told to listen", want)
	}
}

// listens wants the program to be still there, and probes its port on another
// address of the loopback network: whoever is reached there listens on every
// address.
func (s *script) listens(args []string) {
	if s.process(); s.overNow() {
		s.fail(tutor.Evidence{Kind: tutor.EndedEarly}, "the program %s before anybody had said a word", s.doing(exited))
	}
	want, err := netip.ParseAddrPort(args[0])
	if err != nil {
		s.misuse("listens %s: want an address", args[0])
	}
	if s.check.Datagrams {
		s.binds(want)
		return
	}
	if want.Addr().Is6() {
		s.listensAlone(want.Addr())
		return
	}
	other := want.Addr().As4()
	other[3] ^= 0xff &^ 1 // stays within 127.0.0.0/8, and is neither .0 nor .255 for want's .1 to .254
	probe := netip.AddrPortFrom(netip.AddrFrom4(other), want.Port())
	if c, _, err := s.ring("stranger", probe.String()); err == nil {
		s.keep(c)
		s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "told to listen at %v, the program can be reached at %v too", want, probe)
	}
}

// listensAlone wants the program to listen at an address alone, and not at every one.
// IPv6 has only one loopback address that could be probed, so its sockets are looked
// at; where they are not shown, nothing is known.
func (s *script) listensAlone(want netip.Addr) {
	told := netip.MustParseAddrPort(s.addr) // where the checker has called it
	for _, at := range s.listening() {
		if at.Port() == told.Port() && at.Addr() != want {
			s.fail(tutor.Evidence{Kind: tutor.Elsewhere}, "told to listen at %v, the program is bound to %v", told, at)
		}
	}
}
