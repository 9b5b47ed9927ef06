package check

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// addressRoom is by how many bytes a caller's address space may grow once it
// has asked: the most that a reply of lesson12 may have.
const addressRoom = 16 << 20

// TestLengthsAreNotBelieved sends lengths that no reply has to the solutions'
// callers, and leaves their address space no room for them. A known wrong program
// shows that this is seen.
func TestLengthsAreNotBelieved(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: it builds wrong programs")
	}
	believers := map[string]string{"lesson12": "call-believes-any-length", "lesson13": "call-no-header-limit"}
	_, all := workshop(t)
	for _, l := range all {
		wrong, ok := believers[l.Short()]
		if !ok {
			continue
		}
		right, believer := solution(t, l.Short()), buildWrong(t, l, wrong)[wrong]
		for _, length := range []uint32{1<<31 - 1, 1 << 31, 1<<32 - 1} { // 2 GiB less one, -2 GiB, -1
			t.Run(fmt.Sprintf("%s/%d", l.Short(), int32(length)), func(t *testing.T) {
				stderr, code := hearLength(t, right, length)
				if code != 1 || tutor.HasTrace(stderr) || !strings.Contains(stderr, fmt.Sprint(int32(length))) {
					t.Errorf("the solution ended with %d and %q; want 1 and the length", code, stderr)
				}
			})
		}
		t.Run(l.Short()+"/believer", func(t *testing.T) {
			if stderr, code := hearLength(t, *believer, 1<<31-1); code == 1 && !tutor.HasTrace(stderr) {
				t.Errorf("a program that makes room for all of it ended with 1 and %q", stderr)
			}
		})
	}
}

// hearLength lets a caller ask, and then hear a length and nothing more. It
// returns how the caller ended.
func hearLength(t *testing.T, b program.Binary, length uint32) (stderr string, code int) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	cmd := exec.Command(b.Command[0], "call", "-addr", ln.Addr().String())
	var out bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader("echo hello\n"), &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	conn, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Read(make([]byte, 1024)); err != nil {
		t.Fatal(err)
	}
	room := addressSpace(t, cmd.Process.Pid) + addressRoom
	if err := unix.Prlimit(cmd.Process.Pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: room, Max: room}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(binary.LittleEndian.AppendUint32(nil, length)); err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Read(make([]byte, 1)) // until it hangs up or breaks off
	_ = conn.Close()                  // so that one who waits for more ends, too
	_ = cmd.Wait()                    // its status is the result
	return out.String(), cmd.ProcessState.ExitCode()
}

// addressSpace returns how many bytes of address space a process has (VmSize
// of proc_pid_status(5)).
func addressSpace(t *testing.T, pid int) uint64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var kilobytes uint64
		if n, _ := fmt.Sscanf(line, "VmSize: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	t.Fatal("/proc does not tell VmSize")
	return 0
}
