package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A tty is a program on a terminal of 80 columns and 24 rows, and what it has
// drawn.
type tty struct {
	t      *testing.T
	screen *os.File
	cmd    *exec.Cmd

	mu    sync.Mutex
	drawn bytes.Buffer
	bell  chan struct{}
}

// onTerminal starts the checker in a folder, on a terminal.
func onTerminal(t *testing.T, dir string, env []string, words ...string) *tty {
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("skipped: no terminal can be made here:", err)
	}
	fd := int(screen.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err != nil {
		t.Fatal(err)
	}
	end, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer end.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &tty{t: t, screen: screen, bell: make(chan struct{}, 1)}
	p.cmd = &exec.Cmd{Path: self, Args: append([]string{"checker"}, words...), Dir: dir, Env: env, Stdin: end, Stdout: end, Stderr: end}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill(); screen.Close() })
	go p.read()
	return p
}

func (p *tty) read() {
	buf := make([]byte, 4096)
	for {
		n, err := p.screen.Read(buf)
		p.mu.Lock()
		p.drawn.Write(buf[:n])
		p.mu.Unlock()
		select {
		case p.bell <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// awaits waits until all of these have been drawn since the last time.
func (p *tty) awaits(words ...string) string {
	limit := time.After(2 * time.Minute)
	for {
		p.mu.Lock()
		text := p.drawn.String()
		p.mu.Unlock()
		missing := ""
		for _, w := range words {
			if !strings.Contains(text, w) {
				missing = w
			}
		}
		if missing == "" {
			p.mu.Lock()
			p.drawn.Reset()
			p.mu.Unlock()
			return text
		}
		select {
		case <-p.bell:
		case <-limit:
			p.t.Fatalf("the terminal does not show %q: %q", missing, text)
		}
	}
}

func (p *tty) press(key string) {
	if _, err := p.screen.WriteString(key); err != nil {
		p.t.Fatal(err)
	}
}

// TestWatch saves files and presses keys, as a learner does.
func TestWatch(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it runs whole lessons")
	}
	t.Parallel()
	_, env := shopFor(t)
	p := onTerminal(t, env.Cd, append(os.Environ(), env.Vars...), "watch", "lesson01")
	p.awaits("lesson01", "0 of ", "step 1 is not written yet", "n next  h hint")
	mine := filepath.Join(env.Cd, "work", "lesson01-phone-call")
	for _, file := range []string{"server.go", "client.go"} {
		text, err := os.ReadFile(filepath.Join(env.Cd, "solutions", "lesson01-phone-call", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(mine, file), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p.awaits("checking ...", "checks pass", "All of lesson01 passes.")
	p.press("l")
	p.awaits("✓ 1  the server listens")
	p.press("s")
	p.awaits("functions are the same.")
	p.press("n")
	p.awaits("lesson02", "step 1 is not written yet")
	p.press("h")
	p.awaits("hint 1 of 3")
	p.press("h")
	p.awaits("hint 2 of 3")
	p.press("q")
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("watch ended with %v, want status 0", err)
	}
	p.awaits("\x1b[?1049l") // what was on the terminal comes back
}
