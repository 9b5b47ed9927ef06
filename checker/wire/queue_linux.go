package wire

import (
	"fmt"
	"net"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

const arrival = time.Second // for a datagram on its way over loopback

// Unread returns how many of the datagrams that were sent to a socket lie in
// its queue, when that takes so many bytes of memory; sizes are those of the
// datagrams, the newest first. The kernel tells the memory alone, and what it
// takes for a datagram differs from kernel to kernel. So the same datagrams
// are sent to a socket of our own at that host, until its queue takes as much.
// The answer is ErrUnseen when no number of them does.
func Unread(host netip.Addr, sizes []int, memory int64) (int, error) {
	if memory == 0 {
		return 0, nil
	}
	pc, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(host, 0)))
	if err != nil {
		return 0, err
	}
	defer pc.Close() // nobody reads what lies there
	from, err := net.DialUDP("udp", nil, pc.LocalAddr().(*net.UDPAddr))
	if err != nil {
		return 0, err
	}
	defer from.Close() // the same
	taken := int64(0)
	for i, size := range sizes {
		if _, err := from.Write(make([]byte, size)); err != nil {
			return 0, err
		}
		if taken, err = grown(pc, taken); err != nil {
			return 0, err
		}
		if taken >= memory {
			return exactly(i+1, taken, memory)
		}
	}
	return exactly(len(sizes), taken, memory)
}

func exactly(n int, taken, memory int64) (int, error) {
	if taken != memory {
		return 0, fmt.Errorf("%w: %d datagrams take %d bytes, want %d", ErrUnseen, n, taken, memory)
	}
	return n, nil
}

// grown waits until the queue of a socket takes more memory than before.
func grown(pc *net.UDPConn, before int64) (int64, error) {
	number, err := inodeOf(pc)
	for end := time.Now().Add(arrival); err == nil && time.Now().Before(end); {
		all, err := Bindings([]uint64{number})
		if err != nil {
			return 0, err
		}
		if now := all[number].Queued; now > before {
			return now, nil
		}
	}
	return 0, fmt.Errorf("%w: a datagram to ourselves is not in the queue (%v)", ErrUnseen, err)
}

// inodeOf returns the number by which /proc and sock_diag(7) know a socket.
func inodeOf(pc *net.UDPConn) (uint64, error) {
	raw, err := pc.SyscallConn()
	if err != nil {
		return 0, err
	}
	var stat unix.Stat_t
	if failed := raw.Control(func(fd uintptr) { err = unix.Fstat(int(fd), &stat) }); failed != nil {
		return 0, failed
	}
	return stat.Ino, err
}
