package wire

import "net/netip"

// A Binding is a datagram socket as the kernel shows it.
type Binding struct {
	Addr      netip.AddrPort
	Connected bool  // it takes datagrams from one address alone, as after connect(2)
	Queued    int64 // bytes of memory that unread datagrams take; 0 when all are read
	Drops     int64 // datagrams thrown away for want of room
}
