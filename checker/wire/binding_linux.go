package wire

import (
	"encoding/binary"
	"fmt"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	diagMemory = 7 // INET_DIAG_SKMEMINFO, the attribute that holds what the queues take
	memDrops   = 8 // SK_MEMINFO_DROPS, its ninth number
)

// Bindings returns those of the sockets with these inodes that are for
// datagrams and bound to a port. /proc/net/udp would not do: it is read in
// parts, and a socket that goes meanwhile hides another one.
func Bindings(inodes []uint64) (map[uint64]Binding, error) {
	all := map[uint64]Binding{}
	for _, family := range []uint8{unix.AF_INET, unix.AF_INET6} {
		request := diagRequest{family: family, protocol: unix.IPPROTO_UDP, ext: 1 << (diagMemory - 1), states: ^uint32(0)}
		err := dump(request, func(reply *diagReply, attrs []byte) {
			if slices.Contains(inodes, uint64(reply.inode)) {
				all[uint64(reply.inode)] = Binding{reply.local(), reply.state == established, int64(reply.rqueue), drops(attrs)}
			}
		})
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrUnseen, err)
		}
	}
	return all, nil
}

// drops finds the number of datagrams thrown away among netlink attributes.
func drops(attrs []byte) int64 {
	memory, ok := attribute(attrs, diagMemory)
	if !ok || len(memory) < 4*(memDrops+1) {
		return 0
	}
	return int64(binary.NativeEndian.Uint32(memory[4*memDrops:]))
}

// Drops returns how many datagrams the system threw away because the checker
// did not take them in time.
func (m *Mailbox) Drops() int64 {
	number, err := inodeOf(m.pc)
	all, err2 := Bindings([]uint64{number})
	if err != nil || err2 != nil {
		return 0 // closed, or unseen
	}
	return all[number].Drops
}

// readable reports whether something lies in the receive queue of the
// checker's own socket, be it a datagram of no bytes.
func readable(s syscall.Conn) bool {
	raw, err := s.SyscallConn()
	if err != nil {
		return false
	}
	n := 0
	err = raw.Control(func(fd uintptr) {
		n, _ = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0) // 0 on an error
	})
	return err == nil && n > 0
}
