package wire

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
)

const listenState = "0A" // TCP_LISTEN

// Listening returns where those of the sockets with these inodes listen that
// are TCP listeners.
func Listening(inodes []uint64) (map[uint64]netip.AddrPort, error) {
	all := map[uint64]netip.AddrPort{}
	for _, name := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(name)
		if os.IsNotExist(err) && name == "/proc/net/tcp6" {
			continue // no IPv6 here
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrUnseen, err)
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Fields(line)
			if len(f) < 10 || f[3] != listenState {
				continue
			}
			inode, _ := strconv.ParseUint(f[9], 10, 64) // the kernel writes numbers
			if addr, ok := procAddr(f[1]); ok && slices.Contains(inodes, inode) {
				all[inode] = addr
			}
		}
	}
	return all, nil
}

// procAddr reads ADDRESS:PORT of /proc/net/tcp: hexadecimal, the address in
// words of 32 bits that the machine's byte order has turned (proc_net_tcp).
func procAddr(s string) (netip.AddrPort, bool) {
	host, port, _ := strings.Cut(s, ":")
	raw, err := hex.DecodeString(host)
	number, err2 := strconv.ParseUint(port, 16, 16)
	if err != nil || err2 != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	addr, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(addr, uint16(number)), ok
}
