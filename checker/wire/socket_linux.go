package wire

import (
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/sight"
)

// The kernel's sock_diag(7) answers for one connection by its addresses, with
// what ss(8) shows: state, receive queue, and tcp_info. Unlike /proc/net/tcp
// it says how many bytes have arrived, so that "the queue is empty" cannot be
// mistaken for "it has not come yet".

type diagID struct {
	sport, dport [2]byte // network order
	src, dst     [16]byte
	iface        uint32
	cookie       [2]uint32
}

type diagRequest struct {
	header           unix.NlMsghdr
	family, protocol uint8
	ext, pad         uint8
	states           uint32
	id               diagID
}

type diagReply struct {
	family, state, timer, retrans uint8
	id                            diagID
	expires, rqueue, wqueue       uint32
	uid, inode                    uint32
}

const (
	diagInfo = 2 // INET_DIAG_INFO, the attribute that holds a tcp_info

	// More TCP states of net/tcp_states.h.
	established = 1 // for UDP: connected
	synSent     = 2
	synReceived = 3
	timeWait    = 6
	closedState = 7
	lastAck     = 9
	listening   = 10
	closing     = 11
)

func peer(local, remote netip.AddrPort) (Socket, error) {
	if !local.IsValid() || !remote.IsValid() {
		return Socket{}, ErrUnseen
	}
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		sight.Lost(err)
		return Socket{}, ErrUnseen
	}
	defer unix.Close(fd)
	request := newDiagRequest(local, remote)
	raw := unsafe.Slice((*byte)(unsafe.Pointer(&request)), unsafe.Sizeof(request))
	if err := unix.Sendto(fd, raw, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return Socket{}, ErrUnseen
	}
	buf := make([]byte, 4096)
	n, _, err := unix.Recvfrom(fd, buf, 0)
	if err != nil {
		return Socket{}, os.NewSyscallError("recvfrom netlink", err)
	}
	return readDiag(buf[:n])
}

func newDiagRequest(local, remote netip.AddrPort) diagRequest {
	r := diagRequest{protocol: unix.IPPROTO_TCP, ext: 1 << (diagInfo - 1), states: ^uint32(0)}
	r.header = unix.NlMsghdr{
		Len: uint32(unsafe.Sizeof(r)), Type: unix.SOCK_DIAG_BY_FAMILY, Flags: unix.NLM_F_REQUEST,
	}
	r.family = unix.AF_INET6
	if remote.Addr().Is4() {
		r.family = unix.AF_INET
	}
	binary.BigEndian.PutUint16(r.id.sport[:], remote.Port())
	binary.BigEndian.PutUint16(r.id.dport[:], local.Port())
	copy(r.id.src[:], remote.Addr().AsSlice())
	copy(r.id.dst[:], local.Addr().AsSlice())
	r.id.cookie = [2]uint32{^uint32(0), ^uint32(0)} // any
	return r
}

func readDiag(msg []byte) (Socket, error) {
	const headerLen = unix.SizeofNlMsghdr
	if len(msg) < headerLen+4 {
		return Socket{}, ErrUnseen
	}
	header := (*unix.NlMsghdr)(unsafe.Pointer(&msg[0]))
	body := msg[headerLen:]
	if header.Type == unix.NLMSG_ERROR {
		errno := unix.Errno(-int32(binary.NativeEndian.Uint32(body)))
		if errors.Is(errno, unix.ENOENT) {
			return Socket{}, ErrGone
		}
		return Socket{}, ErrUnseen
	}
	if len(body) < int(unsafe.Sizeof(diagReply{})) {
		return Socket{}, ErrUnseen
	}
	reply := (*diagReply)(unsafe.Pointer(&body[0]))
	switch {
	case reply.state == synReceived:
		return Socket{State: synReceived}, nil // it waits to be accepted, and nothing has come
	case reply.state == listening:
		return Socket{}, ErrGone // only the listener is left, which the kernel shows instead
	case reply.inode == 0 && reply.state != Established && reply.state != CloseWait:
		return Socket{}, ErrGone // the kernel alone still holds it; in those two it waits to be accepted
	}
	s := Socket{State: int(reply.state), Queued: int(reply.rqueue), Inode: uint64(reply.inode)}
	info, ok := tcpInfo(body[unsafe.Sizeof(diagReply{}):])
	if !ok {
		return Socket{}, ErrUnseen
	}
	s.Received = int64(info.Bytes_received)
	return s, nil
}

// tcpInfo finds the tcp_info among netlink attributes.
func tcpInfo(attrs []byte) (unix.TCPInfo, bool) {
	var info unix.TCPInfo
	value, ok := attribute(attrs, diagInfo)
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&info)), unsafe.Sizeof(info)), value)
	return info, ok
}

// attribute returns the value of one of netlink's attributes (rtnetlink(7)).
func attribute(attrs []byte, kind uint16) (value []byte, ok bool) {
	for len(attrs) >= unix.SizeofRtAttr {
		attr := (*unix.RtAttr)(unsafe.Pointer(&attrs[0]))
		size := int(attr.Len)
		if size < unix.SizeofRtAttr || size > len(attrs) {
			break
		}
		if attr.Type == kind {
			return attrs[unix.SizeofRtAttr:size], true
		}
		attrs = attrs[min((size+3)&^3, len(attrs)):]
	}
	return nil, false
}

// Broken reports whether the program broke the connection off, also when that
// was after a regular end: it hung up with bytes unread.
func (c *Conn) Broken() bool {
	return brokenOff(c.conn)
}

// brokenOff reports whether the other side has broken a connection off. It is
// not known of one on which this side has said that it says no more.
func brokenOff(c net.Conn) bool {
	info, ok := ownInfo(c)
	return ok && info.State == closedState
}

// Behind reports whether something has come that Heard does not tell yet: the
// checker itself has had no processor to read it.
func (c *Conn) Behind() bool {
	_, end := c.Unread()
	if s, ok := c.conn.(syscall.Conn); ok && end == nil && unread(s) {
		return true
	}
	if local, ok := c.conn.(*net.UnixConn); ok && end == nil && readable(local) {
		return true
	}
	info, ok := ownInfo(c.conn)
	if end != nil || !ok {
		return false
	}
	switch info.State {
	case CloseWait, closedState, timeWait, lastAck, closing:
		return true // the other end has closed or broken off
	}
	return int64(info.Bytes_received) > c.Came() // read, and not yet kept
}

// Behind reports whether somebody calls whom Waiting does not count yet.
func (ln *Listener) Behind() bool {
	if local, ok := ln.ln.(*net.UnixListener); ok {
		return readable(local)
	}
	info, ok := ownInfo(ln.ln)
	return ok && info.Unacked > 0 // of a listener, the length of its accept queue
}

// unread reports whether bytes lie in the receive queue of the checker's own
// socket.
func unread(s syscall.Conn) bool {
	raw, err := s.SyscallConn()
	if err != nil {
		return false
	}
	n := 0
	err = raw.Control(func(fd uintptr) { n, _ = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }) // 0 on an error
	return err == nil && n > 0
}

// ownInfo returns the tcp_info of the checker's own socket, which is not there
// when it is closed or no TCP.
func ownInfo(conn any) (*unix.TCPInfo, bool) {
	s, ok := conn.(syscall.Conn)
	if !ok {
		return nil, false
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return nil, false
	}
	var info *unix.TCPInfo
	failed := raw.Control(func(fd uintptr) {
		info, err = unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
	})
	return info, err == nil && failed == nil
}

// windowOf returns for how many bytes the other end of a connection has room,
// or 0 where the system does not tell.
func windowOf(c net.Conn) int {
	info, ok := ownInfo(c)
	if !ok {
		return 0
	}
	return int(info.Snd_wnd)
}

// Segments returns in how many segments the bytes have come that were heard on
// the connection, and whether that can be seen.
func (c *Conn) Segments() (n int, ok bool) {
	info, ok := ownInfo(c.conn)
	if !ok {
		return 0, false
	}
	return int(info.Data_segs_in), info.Data_segs_in > 0
}
