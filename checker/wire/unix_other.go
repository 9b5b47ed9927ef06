//go:build !linux

package wire

import "net"

func unixPeer(*net.UnixConn, int64) (Socket, error) { return Socket{}, ErrUnseen }

// UnixListening returns none: only Linux shows them.
func UnixListening([]uint64) []uint64 { return nil }

// Narrow returns ErrUnseen: only on Linux it is known to work.
func Narrow() (addr string, end func(), err error) { return "", nil, ErrUnseen }
