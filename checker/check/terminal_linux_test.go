package check

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/sys/unix"

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

// TestTerminalsAreSafe lets every solution's caller print, on a terminal, a
// reply that would take the terminal over: it is told to say it, and a server
// says it back.
func TestTerminalsAreSafe(t *testing.T) {
	const message = "hello\x1b[2J\x07\xc2\x9b\x9b\x7f"
	_, all := workshop(t)
	for _, l := range all {
		t.Run(l.Short(), func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join(l.Solution(), "client.go"))
			if err != nil {
				t.Skip("skipped: this lesson has no caller")
			}
			if !strings.Contains(string(source), "stdout") {
				t.Skip("skipped: this lesson's caller prints nothing")
			}
			if slices.Contains([]string{"lesson10", "lesson12", "lesson13", "lesson14", "lesson15"}, l.Short()) {
				t.Skip("skipped: a bare reply is none here; screen.go is lesson02's")
			}
			checks, err := l.Checks()
			if err != nil {
				t.Fatal(err)
			}
			words, input := []string{}, message+"\n"
			for _, c := range checks {
				if c.Words {
					words, input = []string{message}, ""
				}
			}
			binary, err := program.Build(t.Context(), l.Solution(), t.TempDir(), false)
			if err != nil {
				t.Fatal(err)
			}
			screen, tty := openTerminal(t)
			args, first := toCall(t, l, echo(t))
			cmd := exec.Command(binary.Command[0], append(args, words...)...)
			cmd.Stdin, cmd.Stdout = strings.NewReader(first+input), tty
			if err := cmd.Run(); err != nil {
				t.Log(err) // a caller may find fault with the reply
			}
			if err := tty.Close(); err != nil {
				t.Fatal(err)
			}
			buf := make([]byte, 4096)
			n, err := screen.Read(buf) // of a terminal whose other end is closed
			if err != nil {
				t.Fatalf("nothing was printed: %v", err)
			}
			bold := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "") // lesson05's own
			for _, r := range bold.Replace(string(buf[:n])) {
				if r != '\r' && r != '\n' && (unicode.IsControl(r) || r == unicode.ReplacementChar) {
					t.Fatalf("%q reached the terminal", buf[:n])
				}
			}
		})
	}
}

// echo answers one message of each caller, and every datagram, in capitals. It
// returns its address, the same for TCP and UDP.
func echo(t *testing.T) string {
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
			n, _ := conn.Read(buf)                  // whatever it says
			_, _ = conn.Write(tutor.Upper(buf[:n])) // it may have gone
			_ = conn.Close()                        // this was all
		}
	}()
	go func() {
		buf := make([]byte, 1024)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			_, _ = pc.WriteTo(tutor.Upper(buf[:n]), from) // it may have gone
		}
	}()
	return ln.Addr().String()
}
