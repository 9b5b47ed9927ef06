//go:build !linux

package wire

import "net/netip"

// Unread returns ErrUnseen: only Linux tells.
func Unread(netip.Addr, []int, int64) (int, error) { return 0, ErrUnseen }
