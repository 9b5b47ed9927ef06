package wire

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"
)

// listenStream listens for connections. The file of a Unix socket is taken over
// when nobody answers there, and goes with the listener.
func listenStream(p Place) (net.Listener, error) {
	ln, err := net.Listen(p.Network, p.Addr)
	if p.Network != "unix" || !errors.Is(err, syscall.EADDRINUSE) || !deserted(p.Addr) {
		return ln, err
	}
	if err := os.Remove(p.Addr); err != nil {
		return nil, err
	}
	return net.Listen(p.Network, p.Addr)
}

// deserted reports whether a path is a socket where nobody answers.
func deserted(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return false
	}
	c, err := net.Dial("unix", path)
	if err == nil {
		_ = c.Close() // nothing was said
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}
