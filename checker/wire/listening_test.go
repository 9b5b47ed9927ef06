package wire

import (
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// inodes returns the numbers of this process's sockets.
func inodes(t *testing.T) (all []uint64) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		target, _ := os.Readlink("/proc/self/fd/" + e.Name()) // the folder's own is gone
		number := strings.TrimSuffix(strings.TrimPrefix(target, "socket:["), "]")
		if n, err := strconv.ParseUint(number, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}

func TestListening(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: only Linux shows where a program listens")
	}
	for _, network := range []string{"tcp4", "tcp6"} {
		host := map[string]string{"tcp4": "127.0.0.1:0", "tcp6": "[::1]:0"}[network]
		ln, err := net.Listen(network, host)
		if err != nil && network == "tcp6" {
			t.Logf("tcp6 is skipped: %v", err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		all, err := Listening(inodes(t))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, addr := range all {
			found = found || addr == addrPort(ln.Addr())
		}
		if !found {
			t.Errorf("%v is not among the listeners %v", ln.Addr(), all)
		}
		if err := ln.Close(); err != nil {
			t.Error(err)
		}
	}
}
