package main

import (
	"io"
	"net"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"socketworkshop/checker/program"
)

// TestWireEndsWithCtrlC interrupts the command while two programs talk through
// it: both must hear the end, and nothing may have reached the terminal as it
// came.
func TestWireEndsWithCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: a program cannot be sent Ctrl-C here")
	}
	p, caller, server := throughWire(t, "-delay", "1ms", "-way", "serve")
	const words = "\x1b[2J\u202eevil"
	for _, ends := range [][2]net.Conn{{caller, server}, {server, caller}} {
		if _, err := io.WriteString(ends[0], words); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(ends[1], make([]byte, len(words))); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	for _, c := range []net.Conn{caller, server} {
		if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("%d bytes came, %v; want the end", n, err)
		}
	}
	select {
	case <-p.Exited():
	case <-time.After(startLimit):
		t.Fatal("it does not end")
	}
	if s, _ := p.Status(); s.Code != 0 {
		t.Errorf("it ended with %v", s)
	}
	out := string(p.Stdout.Bytes())
	for _, text := range []string{"call1 → server 0000  1b 5b 32 4a e2 80 ae", "call1 ← server 0000  1b", "-delay 1ms was used once"} {
		if !strings.Contains(out, text) {
			t.Errorf("it does not say %q:\n%s", text, out)
		}
	}
	if strings.ContainsAny(out, "\x1b\u202e") {
		t.Errorf("something that speaks to a terminal came through: %q", out)
	}
}

// throughWire starts the command, and returns both ends of a connection through
// it.
func throughWire(t *testing.T, flags ...string) (p *program.Process, caller, server net.Conn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close() // one call
	args := append([]string{"wire", "-to", ln.Addr().String()}, flags...)
	p, addr, err := startListening(program.Binary{Command: []string{"checker"}}, program.Options{Args: args, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	if caller, err = net.Dial("tcp", addr); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = caller.Close() }) // all was heard
	if server, err = ln.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() }) // the same
	return p, caller, server
}
