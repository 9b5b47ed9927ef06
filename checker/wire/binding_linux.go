package wire

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Bindings returns those of the sockets with these inodes that are for
// datagrams and bound to a port.
func Bindings(inodes []uint64) (map[uint64]Binding, error) {
	all := map[uint64]Binding{}
	for _, name := range []string{"/proc/net/udp", "/proc/net/udp6"} {
		text, err := os.ReadFile(name)
		if os.IsNotExist(err) && name == "/proc/net/udp6" {
			continue // no IPv6 here
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrUnseen, err)
		}
		for line := range strings.Lines(string(text)) {
			if inode, b, ok := readBinding(line); ok && slices.Contains(inodes, inode) {
				all[inode] = b
			}
		}
	}
	return all, nil
}

// readBinding reads a row of /proc/net/udp: number, local and remote address,
// state, queues, timer, retransmits, user, timeout, inode, references, pointer
// and drops.
func readBinding(line string) (uint64, Binding, bool) {
	f := strings.Fields(line)
	if len(f) < 13 {
		return 0, Binding{}, false
	}
	inode, err := strconv.ParseUint(f[9], 10, 64)
	addr, ok := procAddr(f[1])
	_, queued, _ := strings.Cut(f[4], ":")
	n, err2 := strconv.ParseInt(queued, 16, 64)
	drops, err3 := strconv.ParseInt(f[12], 10, 64)
	return inode, Binding{addr, n, drops}, ok && err == nil && err2 == nil && err3 == nil
}

// Drops returns how many datagrams the system threw away because the checker
// did not take them in time.
func (m *Mailbox) Drops() int64 {
	raw, err := m.pc.SyscallConn()
	if err != nil {
		return 0
	}
	var stat unix.Stat_t
	err2 := raw.Control(func(fd uintptr) { err = unix.Fstat(int(fd), &stat) })
	all, err3 := Bindings([]uint64{stat.Ino})
	if err != nil || err2 != nil || err3 != nil {
		return 0 // closed, or unseen
	}
	return all[stat.Ino].Drops
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
