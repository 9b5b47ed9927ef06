//go:build !linux

package wire

import "syscall"

// Bindings returns ErrUnseen: only Linux shows them.
func Bindings([]uint64) (map[uint64]Binding, error) { return nil, ErrUnseen }

// Drops returns 0: only Linux tells.
func (m *Mailbox) Drops() int64 { return 0 }

// readable returns false: only on Linux it is asked for.
func readable(syscall.Conn) bool { return false }
