package wire

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/sight"
)

// Listening returns where those of the sockets with these inodes listen that
// are TCP listeners.
func Listening(inodes []uint64) (map[uint64]netip.AddrPort, error) {
	all := map[uint64]netip.AddrPort{}
	err := inState(listening, func(reply *diagReply) {
		if slices.Contains(inodes, uint64(reply.inode)) {
			all[uint64(reply.inode)] = reply.local()
		}
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Full reports whether a program that listens at addr has a full queue of calls
// that it has not taken: whoever calls then waits (listen(2)). Where it is not
// full, a call that is not there yet is still in the kernel's hands. Of a listener
// sock_diag tells how many wait, and how many may (sk_ack_backlog and
// sk_max_ack_backlog in net/ipv4/tcp_diag.c).
func Full(addr netip.AddrPort) (full bool, err error) {
	err = inState(listening, func(reply *diagReply) {
		at := reply.local()
		here := at.Port() == addr.Port() && (at.Addr() == addr.Addr() || at.Addr().IsUnspecified())
		full = full || here && reply.rqueue > reply.wqueue
	})
	return full, err
}

// Called reports whether somebody calls a listener at addr, and the kernel has yet to
// bring the call there. It walks through the table of all connections.
func Called(addr netip.AddrPort) (called bool, err error) {
	err = inState(synSent, func(reply *diagReply) {
		at := reply.address(reply.id.dst, reply.id.dport)
		called = called || at.Port() == addr.Port() && at.Addr().Unmap() == addr.Addr() // a socket of IPv6 may call IPv4
	})
	return called, err
}

// inState calls found for every TCP socket in a state. It asks sock_diag(7) for those
// alone, which for listeners is quick: for /proc/net/tcp the kernel walks through its
// table of all connections, which takes milliseconds.
func inState(state int, found func(*diagReply)) error {
	for _, family := range []uint8{unix.AF_INET, unix.AF_INET6} {
		request := diagRequest{family: family, protocol: unix.IPPROTO_TCP, states: 1 << state}
		if err := dump(request, func(reply *diagReply, _ []byte) { found(reply) }); err != nil {
			return fmt.Errorf("%w: %v", ErrUnseen, err)
		}
	}
	return nil
}

// local returns the socket's own address.
func (r *diagReply) local() netip.AddrPort { return r.address(r.id.src, r.id.sport) }

// address returns one of the two addresses of a socket.
func (r *diagReply) address(host [16]byte, port [2]byte) netip.AddrPort {
	addr := netip.AddrFrom16(host)
	if r.family == unix.AF_INET {
		addr = netip.AddrFrom4([4]byte(host[:4]))
	}
	return netip.AddrPortFrom(addr, binary.BigEndian.Uint16(port[:]))
}

// dump calls found for every socket that a request asks for, with the
// attributes behind it.
func dump(request diagRequest, found func(reply *diagReply, attrs []byte)) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		sight.Lost(err)
		return err
	}
	defer unix.Close(fd) // nothing is left to be told
	request.header = unix.NlMsghdr{
		Len: uint32(unsafe.Sizeof(request)), Type: unix.SOCK_DIAG_BY_FAMILY, Flags: unix.NLM_F_REQUEST | unix.NLM_F_DUMP,
	}
	raw := unsafe.Slice((*byte)(unsafe.Pointer(&request)), unsafe.Sizeof(request))
	if err := unix.Sendto(fd, raw, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	buf := make([]byte, 32<<10)
	for {
		n, _, err := unix.Recvfrom(fd, buf, 0)
		if err != nil {
			return err
		}
		if done, err := readDump(buf[:n], found); done || err != nil {
			return err
		}
	}
}

// readDump reads the messages of one datagram of a dump, whose last one is
// NLMSG_DONE (netlink(7)).
func readDump(b []byte, found func(reply *diagReply, attrs []byte)) (done bool, err error) {
	for len(b) >= unix.SizeofNlMsghdr {
		header := (*unix.NlMsghdr)(unsafe.Pointer(&b[0]))
		size := int(header.Len)
		if size < unix.SizeofNlMsghdr || size > len(b) {
			break
		}
		body := b[unix.SizeofNlMsghdr:size]
		switch {
		case header.Type == unix.NLMSG_DONE:
			return true, nil
		case header.Type == unix.NLMSG_ERROR && len(body) >= 4:
			return true, unix.Errno(-int32(binary.NativeEndian.Uint32(body)))
		case len(body) >= int(unsafe.Sizeof(diagReply{})):
			found((*diagReply)(unsafe.Pointer(&body[0])), body[unsafe.Sizeof(diagReply{}):])
		}
		b = b[min((size+3)&^3, len(b)):]
	}
	return false, nil
}
