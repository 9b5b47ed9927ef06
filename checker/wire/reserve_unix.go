//go:build unix

package wire

import (
	"io"
	"net/netip"
	"os"
	"syscall"
)

// Reserve takes an IPv4 address and port for a socket that never listens:
// until it is closed a call there is refused, and nobody else can have it.
func Reserve(addr netip.AddrPort) (io.Closer, error) {
	syscall.ForkLock.RLock()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	// Without SO_REUSEADDR, no other socket can be bound to the port, on this
	// address or on all of them (socket(7)).
	err = syscall.Bind(fd, &syscall.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().As4()})
	f := os.NewFile(uintptr(fd), addr.String())
	if err != nil {
		_ = f.Close() // nothing was done with it
		return nil, os.NewSyscallError("bind", err)
	}
	return f, nil
}
