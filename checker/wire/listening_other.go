//go:build !linux

package wire

import "net/netip"

// Listening returns ErrUnseen: only Linux shows it.
func Listening([]uint64) (map[uint64]netip.AddrPort, error) { return nil, ErrUnseen }

// Full returns ErrUnseen, too.
func Full(netip.AddrPort) (bool, error) { return false, ErrUnseen }

// Called returns ErrUnseen, too.
func Called(netip.AddrPort) (bool, error) { return false, ErrUnseen }
