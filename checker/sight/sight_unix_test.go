//go:build unix

package sight

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestLost lets a process of its own run out of descriptors, and then look and
// call: both are moments that it has missed, and a file that is not there is none.
func TestLost(t *testing.T) {
	if os.Getenv("SIGHT_FULL") != "" {
		fill(t)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestLost$", "-test.v")
	cmd.Env = append(os.Environ(), "SIGHT_FULL=yes")
	said, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(said), "--- PASS: TestLost") {
		t.Fatalf("%v: %s", err, said)
	}
}

// fill takes all descriptors that this process may have.
func fill(t *testing.T) {
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 30, Max: 30}); err != nil {
		t.Fatal(err)
	}
	_, gone := os.Open("there is no such file")
	var full error
	for full == nil {
		_, full = os.Open(os.DevNull)
	}
	_, call := net.Dial("tcp", "127.0.0.1:1")
	for _, c := range []struct {
		err  error
		lost int64
	}{{gone, 0}, {full, 1}, {call, 1}, {nil, 0}} {
		before := Missed()
		if lost := Lost(c.err); lost != (c.lost > 0) || Missed() != before+c.lost {
			t.Errorf("%v: %d moments were missed, want %d", c.err, Missed()-before, c.lost)
		}
	}
}
