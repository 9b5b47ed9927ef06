package check

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/tutor"
)

// openTerminal returns both ends of a new terminal (pty(7)).
func openTerminal(t *testing.T) (screen, program *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("skipped: no terminal can be opened: %v", err)
	}
	t.Cleanup(func() { screen.Close() })
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return screen, program
}

// hostile is a text that would take a terminal over.
const hostile = "hello\x1b[2J\x07\xc2\x9b\x9b\x7f"

// printHostile is a command that prints it.
const printHostile = `printf 'hello\033[2J\007\302\233\233\177'` + "\n"

// TestTerminalsAreSafe lets every solution's caller hear a hostile text with
// a terminal for its standard output and standard error.
func TestTerminalsAreSafe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: it starts many programs")
	}
	_, all := workshop(t)
	for _, l := range all {
		t.Run(l.Short(), func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(l.Solution(), "client.go")); err != nil {
				t.Skip("skipped: this lesson has no caller")
			}
			if l.Short() == "lesson09" {
				t.Skip("skipped: this lesson's caller hears nothing")
			}
			ours := solution(t, l.Short())
			args, typed := hearHostile(t, l, ours)
			screen, tty := openTerminal(t)
			cmd := exec.Command(ours.Command[0], args...)
			cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = t.TempDir(), strings.NewReader(typed), tty, tty
			if err := cmd.Run(); err != nil {
				t.Log(err) // a caller may find fault with the reply
			}
			if err := tty.Close(); err != nil {
				t.Fatal(err)
			}
			printed, err := io.ReadAll(screen)
			if !errors.Is(err, unix.EIO) { // the other end is closed
				t.Fatal(err)
			}
			if !strings.Contains(strings.ToLower(string(printed)), "hello") {
				t.Fatalf("%q was printed, want the reply", printed)
			}
			bold := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "") // lesson05's own
			for _, r := range bold.Replace(string(printed)) {
				if r != '\r' && r != '\n' && (unicode.IsControl(r) || r == unicode.ReplacementChar) {
					t.Fatalf("%q reached the terminal", printed)
				}
			}
		})
	}
}

// hearHostile starts a server that says the hostile text to the solution's
// caller. It returns the words that start the caller and the lines it is told.
func hearHostile(t *testing.T, l lesson.Lesson, ours program.Binary) (args []string, typed string) {
	t.Helper()
	call := func(addr string, more ...string) []string { return append([]string{"call", "-addr", addr}, more...) }
	switch l.Short() {
	case "lesson10", "lesson12", "lesson13":
		return call(serveOurs(t, ours, peerTalk{})), printHostile
	case "lesson14":
		reply, err := json.Marshal(map[string]string{"status": "error", "message": strings.ToValidUTF8(hostile, "")})
		if err != nil {
			t.Fatal(err)
		}
		return call(replyTo(t, func([]byte) []byte {
			return append(binary.LittleEndian.AppendUint32(nil, uint32(len(reply))), reply...)
		})), "get a\n"
	case "lesson15":
		key := keyFlags(t, "a key")
		return call(serveOurs(t, ours, peerTalk{flags: key}), key...), hostile + "\n"
	}
	args, first := toCall(t, l, replyTo(t, tutor.Upper))
	checks, err := l.Checks()
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(checks, func(c lesson.Check) bool { return c.Words }) {
		return append(args, hostile), first
	}
	return args, first + hostile + "\n"
}

// replyTo answers one message of each caller, and every datagram. It returns its
// address, the same for TCP and UDP.
func replyTo(t *testing.T, reply func(message []byte) []byte) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	pc, err := net.ListenPacket("udp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close(); pc.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			buf := make([]byte, 1024)
			n, _ := conn.Read(buf)            // whatever it says
			_, _ = conn.Write(reply(buf[:n])) // it may have gone
			_ = conn.Close()                  // this was all
		}
	}()
	go func() {
		buf := make([]byte, 1024)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			_, _ = pc.WriteTo(reply(buf[:n]), from) // it may have gone
		}
	}()
	return ln.Addr().String()
}
