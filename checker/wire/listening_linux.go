package wire

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Listening returns where those of the sockets with these inodes listen that
// are TCP listeners. It asks sock_diag(7) for listeners alone: for
// /proc/net/tcp the kernel walks through its table of all connections, which
// takes milliseconds.
func Listening(inodes []uint64) (map[uint64]netip.AddrPort, error) {
	all := map[uint64]netip.AddrPort{}
	for _, family := range []uint8{unix.AF_INET, unix.AF_INET6} {
		err := listeners(family, func(inode uint64, addr netip.AddrPort) {
			if slices.Contains(inodes, inode) {
				all[inode] = addr
			}
		})
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrUnseen, err)
		}
	}
	return all, nil
}

// listeners calls found for every TCP listener of a family.
func listeners(family uint8, found func(inode uint64, addr netip.AddrPort)) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return err
	}
	defer unix.Close(fd) // nothing is left to be told
	request := diagRequest{family: family, protocol: unix.IPPROTO_TCP, states: 1 << listening}
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
		if done, err := readListeners(buf[:n], found); done || err != nil {
			return err
		}
	}
}

// readListeners reads the messages of one datagram of a dump, whose last one
// is NLMSG_DONE (netlink(7)).
func readListeners(b []byte, found func(inode uint64, addr netip.AddrPort)) (done bool, err error) {
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
			reply := (*diagReply)(unsafe.Pointer(&body[0]))
			addr := netip.AddrFrom16(reply.id.src)
			if reply.family == unix.AF_INET {
				addr = netip.AddrFrom4([4]byte(reply.id.src[:4]))
			}
			found(uint64(reply.inode), netip.AddrPortFrom(addr, binary.BigEndian.Uint16(reply.id.sport[:])))
		}
		b = b[min((size+3)&^3, len(b)):]
	}
	return false, nil
}

// procAddr reads ADDRESS:PORT of /proc/net/udp: hexadecimal, the address in
// words of 32 bits that the machine's byte order has turned (proc_net_udp).
func procAddr(s string) (netip.AddrPort, bool) {
	host, port, _ := strings.Cut(s, ":")
	raw, err := hex.DecodeString(host)
	number, err2 := strconv.ParseUint(port, 16, 16)
	if err != nil || err2 != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	addr, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(addr, uint16(number)), ok
}
