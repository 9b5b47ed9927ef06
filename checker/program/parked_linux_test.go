package program

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// soon is a time in which a parked program does nothing by itself.
const soon = 1500 * time.Millisecond

// waiters are programs in other languages, with what runs them before the text.
var waiters = []struct {
	name, run, text string
	parked          bool
}{
	{"python-accept", "python3 -c", "l.accept()", true},
	{"python-thread", "python3 -c", "t = threading.Thread(target=l.accept); t.start(); t.join()", true},
	{"python-hour", "python3 -c", "l.settimeout(3600); l.accept()", true},
	{"python-sleep", "python3 -c", "while True: time.sleep(1)", false},
	{"python-settimeout", "python3 -c", "l.settimeout(1)\nwhile True:\n try: l.accept()\n except OSError: pass", false},
	{"python-rcvtimeo", "python3 -c", "l.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 1, 0))\nwhile True:\n try: l.accept()\n except OSError: pass", false},
	{"python-select", "python3 -c", "while True: select.select([l], [], [], 1)", false},
	{"python-condition", "python3 -c", "c = threading.Condition(); c.acquire()\nwhile True: c.wait(1)", false},
	{"python-alarm", "python3 -c", "signal.signal(signal.SIGALRM, lambda *_: None)\nwhile True: signal.setitimer(signal.ITIMER_REAL, 1); signal.pause()", false},
	{"python-sigtimedwait", "python3 -c", "while True: signal.sigtimedwait([signal.SIGUSR1], 1)", false},
	{"python-unix", "python3 -c", "a, b = socket.socketpair(); a.recv(1)", false}, // another process might be at the other end
	{"python-calls-in-vain", "python3 -c", "f = socket.create_server(('127.0.0.1', 0), backlog=0)\nc = [socket.socket() for _ in range(9)]\nfor s in c: s.setblocking(False); s.connect_ex(f.getsockname())\nl.accept()", false},
	{"python-sends-in-vain", "python3 -c", "f = socket.create_server(('127.0.0.1', 0))\ns = socket.create_connection(f.getsockname()); s.setblocking(False)\ntry:\n while True: s.send(bytes(1 << 20))\nexcept OSError: l.accept()", false},
	{"shell-child", "sh -c", "printf ready; while :; do sleep 1; done", false},
	{"shell-reads", "sh -c", "printf ready; cat | cat; :", true},
	{"shell-spins", "sh -c", "printf ready; while :; do :; done", false},
}

const imports = "import os, select, signal, socket, struct, sys, threading, time\n" +
	"l = socket.create_server(('127.0.0.1', 0)); sys.stdout.write('ready'); sys.stdout.flush()\n"

func TestParked(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for way, parked := range map[string]bool{
		"accept": true, "accept-an-hour": true, "child-waits": true,
		"accept-a-second": false, "sleep": false, "timer": false, "child-sleeps": false,
	} {
		t.Run("go-"+way, func(t *testing.T) { parks(t, parked, self, "play", "wait", way) })
	}
	python := Interpreter(t.Context(), []string{"python3"}, ".")[0]
	for _, w := range waiters {
		t.Run(w.name, func(t *testing.T) {
			run := strings.Fields(w.run)
			if _, err := exec.LookPath(run[0]); err != nil {
				t.Skip("skipped:", err)
			}
			if run[0] == "python3" {
				run[0], w.text = python, imports+w.text
			}
			parks(t, w.parked, append(run, w.text)...)
		})
	}
}

// TestParkedOnUnixSocket is about a program that waits for the checker's own words
// on a Unix socket, as its caller and as its server. With a child at the other end
// it is not parked (python-unix).
func TestParkedOnUnixSocket(t *testing.T) {
	python := Interpreter(t.Context(), []string{"python3"}, ".")[0]
	if _, err := exec.LookPath(python); err != nil {
		t.Skip("skipped:", err)
	}
	path := filepath.Join(t.TempDir(), "ours")
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	theirs := filepath.Join(t.TempDir(), "theirs")
	const head = "import socket, sys\ns = socket.socket(socket.AF_UNIX)\n"
	t.Run("calls", func(t *testing.T) {
		parks(t, true, python, "-c", head+"s.connect(sys.argv[1]); print('ready', flush=True); s.recv(1)", path)
	})
	t.Run("serves", func(t *testing.T) {
		called := make(chan net.Conn, 1)
		go func() {
			defer close(called)
			for t.Context().Err() == nil {
				if c, err := net.Dial("unix", theirs); err == nil {
					called <- c
					return
				}
				<-time.After(time.Millisecond)
			}
		}()
		t.Cleanup(func() {
			if c := <-called; c != nil {
				_ = c.Close()
			}
		})
		parks(t, true, python, "-c", head+"s.bind(sys.argv[1]); s.listen(); c, _ = s.accept(); print('ready', flush=True); c.recv(1)", theirs)
	})
}

// parks starts a program and sees whether it is parked.
func parks(t *testing.T, want bool, command ...string) {
	t.Parallel()
	b := Binary{Command: command[:1]}
	p, err := b.Start(Options{Args: command[1:], Dir: t.TempDir(), Stdin: true, Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	for end := time.Now().Add(30 * time.Second); !bytes.Contains(p.Stdout.Bytes(), []byte("ready")); <-time.After(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the program is not ready: %s", p.Stderr.Bytes())
		}
	}
	if want {
		for end := time.Now().Add(30 * time.Second); ; <-time.After(time.Millisecond) {
			if mark := parked(p); mark != "" && mark == parked(p) {
				return
			} else if time.Now().After(end) {
				t.Fatalf("it is not parked\n%s", calls(p))
			}
		}
	}
	watched := 2 * time.Second // it wakes twice
	if testing.Short() {
		watched /= 4
	}
	for end := time.Now().Add(watched); time.Now().Before(end); <-time.After(5 * time.Millisecond) {
		if mark := parked(p); mark != "" && mark == parked(p) {
			t.Fatalf("it is parked, but it will wake by itself\n%s", mark)
		}
	}
}

func parked(p *Process) (mark string) {
	if mark = p.Parked(soon); p.Restless() {
		return ""
	}
	return mark
}

// calls tells in which calls the threads of a program are.
func calls(p *Process) string {
	var all strings.Builder
	for _, pid := range p.family() {
		for _, task := range list(fmt.Sprintf("/proc/%d/task", pid)) {
			text, err := readProc(fmt.Sprintf("/proc/%d/task/%s/syscall", pid, task))
			fmt.Fprintf(&all, "%d %s %s%v\n", pid, task, text, err)
		}
	}
	return all.String()
}
