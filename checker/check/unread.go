package check

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"socketworkshop/checker/wire"
)

// markUnread notes of each event how many of its bytes the program has not
// read by now. Where that cannot be known nothing is noted.
func (s *script) markUnread(all []wire.Event) {
	for name, c := range s.conns {
		if taken, err := c.Taken(); err == nil {
			markStream(all, name, taken)
		}
	}
	for _, b := range s.bindings() {
		markDatagrams(all, b)
	}
}

// markStream notes what is left of the bytes sent on a connection when so many
// have been read. An earlier connection of that name does not count.
func markStream(all []wire.Event, name string, taken int64) {
	begun := 0
	for i, e := range all {
		if e.Conn == name && strings.HasPrefix(e.Note, "dials ") {
			begun = i
		}
	}
	for i := range all[begun:] {
		e := &all[begun+i]
		if e.Conn != name || e.From != wire.FromChecker {
			continue
		}
		read := min(taken, int64(e.Size))
		taken -= read
		e.Unread = e.Size - int(read)
	}
}

// markDatagrams notes which of the datagrams sent to a socket lie in its queue:
// the last ones, unless the kernel has thrown some away.
func markDatagrams(all []wire.Event, b wire.Binding) {
	if b.Queued == 0 || b.Drops > 0 {
		return
	}
	var sent []*wire.Event // the newest first
	var sizes []int
	var to netip.AddrPort
	for i := range slices.Backward(all) {
		e := &all[i]
		if at, ok := destination(*e); ok && sameSocket(at, b.Addr) {
			sent, sizes = append(sent, e), append(sizes, e.Size)
			to = cmp.Or(to, at)
		}
	}
	if len(sent) == 0 {
		return // others have sent them
	}
	n, err := wire.Unread(to.Addr(), sizes, b.Queued)
	if err != nil {
		return
	}
	for _, e := range sent[:n] {
		e.Unread = e.Size
	}
}

// destination returns where the checker sent a datagram, also an empty one.
func destination(e wire.Event) (netip.AddrPort, bool) {
	if e.From != wire.FromChecker || !e.Datagram && !strings.HasPrefix(e.Note, wire.EmptyPacket) {
		return netip.AddrPort{}, false
	}
	_, to, _ := strings.Cut(e.Note, "to ")
	at, err := netip.ParseAddrPort(to)
	return at, err == nil
}

// sameSocket reports whether what is sent to an address comes to a socket bound
// there, or to that port of all addresses.
func sameSocket(to, bound netip.AddrPort) bool {
	host := bound.Addr().Unmap()
	return to.Port() == bound.Port() && (host == to.Addr() || host.IsUnspecified())
}
