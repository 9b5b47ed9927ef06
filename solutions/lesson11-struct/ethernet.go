package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
)

// This file is given and needs no change.

// frame prints the layers of an Ethernet frame with IPv4 and TCP in it
// (RFC 894, RFC 791 section 3.1, RFC 9293 section 3.1). The error of a bad
// frame names the layer and the byte, counted from the beginning of the frame.
func frame(data []byte, stdout io.Writer) error {
	if len(data) < 14 {
		return fmt.Errorf("ethernet: byte %d: want 14 bytes of header", len(data))
	}
	kind := binary.BigEndian.Uint16(data[12:])
	fmt.Fprintf(stdout, "ethernet dst %v src %v type 0x%04x\n", net.HardwareAddr(data[:6]), net.HardwareAddr(data[6:12]), kind)
	if kind != 0x0800 {
		return fmt.Errorf("ethernet: byte 12: want type 0x0800, got 0x%04x", kind)
	}
	return ipv4(data, 14, stdout)
}

// tcpFlags returns the names of the bits that are set.
func tcpFlags(bits byte) string {
	var names []string
	for i, name := range []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"} {
		if bits>>i&1 == 1 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}
