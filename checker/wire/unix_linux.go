package wire

import (
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// unixPeer looks at the other end of a Unix socket from this end, on which so
// many bytes were sent: what lies in its queue is still in this socket's send
// buffer, and POLLHUP tells that it is closed (unix(7), poll(2)).
func unixPeer(c *net.UnixConn, sent int64) (Socket, error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return Socket{}, ErrUnseen
	}
	queued, poll := 0, []unix.PollFd{{Events: unix.POLLIN}}
	err = raw.Control(func(fd uintptr) {
		queued, _ = unix.IoctlGetInt(int(fd), unix.TIOCOUTQ) // 0 on an error
		poll[0].Fd = int32(fd)
		_, _ = unix.Poll(poll, 0) // without events on an error
	})
	if err != nil {
		return Socket{}, ErrUnseen // closed at this end
	}
	if poll[0].Revents&unix.POLLHUP != 0 {
		return Socket{}, ErrGone
	}
	return Socket{State: Established, Queued: queued, Received: sent}, nil
}

const acceptsConns = "00010000" // the flag __SO_ACCEPTCON in /proc/net/unix

// UnixListening returns those of the sockets with these inodes that are Unix
// sockets and listen.
func UnixListening(inodes []uint64) []uint64 {
	text, err := os.ReadFile("/proc/net/unix")
	if err != nil {
		return nil
	}
	var all []uint64
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line) // number, references, protocol, flags, type, state, inode, path
		if len(f) < 7 || f[3] != acceptsConns {
			continue
		}
		inode, _ := strconv.ParseUint(f[6], 10, 64) // the kernel writes numbers
		if slices.Contains(inodes, inode) {
			all = append(all, inode)
		}
	}
	return all
}

// Narrow opens a listening socket on loopback whose queue is full: whoever
// calls there waits, and is neither taken nor refused (listen(2)).
func Narrow() (addr string, end func(), err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return "", nil, os.NewSyscallError("socket", err)
	}
	fds := []int{fd}
	end = func() {
		for _, fd := range fds {
			_ = unix.Close(fd) // nothing was said there
		}
	}
	at := &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}
	if err = unix.Bind(fd, at); err == nil {
		err = unix.Listen(fd, 0)
	}
	name, err2 := unix.Getsockname(fd)
	if err != nil || err2 != nil {
		end()
		return "", nil, os.NewSyscallError("listen", err)
	}
	at.Port = name.(*unix.SockaddrInet4).Port
	for range 4 { // more than fit, without waiting for those that do not
		caller, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
		if err != nil {
			end()
			return "", nil, os.NewSyscallError("socket", err)
		}
		fds = append(fds, caller)
		_ = unix.Connect(caller, at) // it is under way
	}
	return "127.0.0.1:" + strconv.Itoa(at.Port), end, nil
}
