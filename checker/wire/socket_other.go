//go:build !linux

package wire

import (
	"errors"
	"net"
	"net/netip"
)

func peer(_, _ netip.AddrPort) (Socket, error) { return Socket{}, ErrUnseen }

func brokenOff(net.Conn) bool { return false }

// Broken returns false: only Linux tells.
func (c *Conn) Broken() bool { return false }

// Behind returns false: only Linux tells.
func (c *Conn) Behind() bool { return false }

// Hold does nothing here: only Linux is asked for that.
func (c *Conn) Hold() error { return errors.ErrUnsupported }

// Moving returns true: only Linux tells that nothing is on its way.
func (c *Conn) Moving() bool { return true }

// Behind returns false: only Linux tells.
func (ln *Listener) Behind() bool { return false }

// windowOf returns 0: only Linux tells.
func windowOf(net.Conn) int { return 0 }

// Segments returns false: only Linux tells.
func (c *Conn) Segments() (n int, ok bool) { return 0, false }
