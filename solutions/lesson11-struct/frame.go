package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
)

// ipv4 prints the header that begins at an offset of the frame (RFC 791
// section 3.1), and what it carries.
func ipv4(data []byte, at int, stdout io.Writer) error {
	if len(data) < at+20 {
		return fmt.Errorf("ipv4: byte %d: want %d bytes of header", len(data), 20)
	}
	header, total := 4*int(data[at]&15), int(binary.BigEndian.Uint16(data[at+2:]))
	if data[at]>>4 != 4 || header < 20 || header > total || len(data) < at+header {
		return fmt.Errorf("ipv4: byte %d: bad version or length of the header: 0x%02x", at, data[at])
	}
	fmt.Fprintf(stdout, "ipv4 src %v dst %v ttl %d proto %d\n",
		netip.AddrFrom4([4]byte(data[at+12:])), netip.AddrFrom4([4]byte(data[at+16:])), data[at+8], data[at+9])
	if data[at+9] != 6 {
		return fmt.Errorf("ipv4: byte %d: want protocol 6, got %d", at+9, data[at+9])
	}
	return tcp(data[:min(at+total, len(data))], at+header, at+total, stdout)
}

// tcp prints what begins at an offset. The payload ends where IPv4 says.
func tcp(data []byte, at, end int, stdout io.Writer) error {
	if len(data) < at+20 {
		return fmt.Errorf("tcp: byte %d: want 20 bytes of header", len(data))
	}
	header := 4 * int(data[at+12]>>4)
	if header < 20 || len(data) < at+header {
		return fmt.Errorf("tcp: byte %d: bad length of the header: %d bytes", at+12, header)
	}
	fmt.Fprintf(stdout, "tcp sport %d dport %d seq %d flags %s\n", binary.BigEndian.Uint16(data[at:]),
		binary.BigEndian.Uint16(data[at+2:]), binary.BigEndian.Uint32(data[at+4:]), tcpFlags(data[at+13]))
	if len(data) < end {
		return fmt.Errorf("payload: byte %d: want %d bytes more", len(data), end-len(data))
	}
	fmt.Fprintf(stdout, "payload %q\n", data[at+header:])
	return nil
}
