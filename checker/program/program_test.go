//go:build unix

package program

import (
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the program under test: a real process.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "play" {
		play(os.Args[2])
		return
	}
	os.Exit(m.Run())
}

// play is what the program under test does.
func play(part string) {
	switch part {
	case "flood":
		for {
			os.Stdout.WriteString(strings.Repeat("x", 1000) + "\n")
		}
	case "talk":
		os.Stderr.WriteString(strings.Repeat("a", keepFirst) + strings.Repeat("b", 3*keepLast) + "the end\n")
	case "parent":
		child("orphan")
		os.Stdout.WriteString("the last words")
	case "orphan", "sleep":
		time.Sleep(time.Hour)
	case "starter":
		for range 8 {
			go func() {
				for {
					_ = exec.Command("true").Run() // that it begins is all
				}
			}()
		}
		time.Sleep(time.Hour)
	case "env":
		os.Stdout.WriteString(strings.Join(os.Environ(), "\n"))
	case "scratch":
		s, err := NewScratch(0)
		if err != nil {
			panic(err)
		}
		os.Stdout.WriteString(s.Dir + "\n")
		time.Sleep(time.Hour)
	case "wait":
		wait(os.Args[3])
	case "memory":
		hold := make([]byte, 2<<30)
		for i := range hold {
			hold[i] = 1
		}
	}
}

// child starts another part in a session of its own, with the same output.
func child(part string) {
	attr := &os.ProcAttr{Files: []*os.File{nil, os.Stdout, os.Stderr}, Env: os.Environ(), Sys: &syscall.SysProcAttr{Setsid: true}}
	if _, err := os.StartProcess(os.Args[0], []string{os.Args[0], "play", part}, attr); err != nil {
		panic(err)
	}
}

func start(t *testing.T, part string) *Process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := Binary{Command: []string{self, "play"}}
	p, err := b.Start(Options{Args: []string{part}, Dir: t.TempDir(), Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

func ended(t *testing.T, p *Process) Status {
	t.Helper()
	select {
	case <-p.Exited():
	case <-time.After(60 * time.Second):
		t.Fatal("the program did not end")
	}
	status, _ := p.Status()
	return status
}

func TestFloodIsEnded(t *testing.T) {
	p := start(t, "flood")
	if status := ended(t, p); status.Signal != "killed" || !p.Flooded() {
		t.Errorf("%v, flooded %v; want killed, true", status, p.Flooded())
	}
	if kept := len(p.Stdout.Bytes()); kept > 2<<20 {
		t.Errorf("%d bytes kept, want at most 2 MiB", kept)
	}
}

func TestBothEndsOfOutputAreKept(t *testing.T) {
	p := start(t, "talk")
	ended(t, p)
	text := string(p.Stderr.Bytes())
	if !strings.HasPrefix(text, "aaa") || !strings.HasSuffix(text, "bbthe end\n") || !strings.Contains(text, "bytes left out") {
		t.Errorf("got %d bytes, %.20q … %q", len(text), text, text[max(0, len(text)-20):])
	}
	if got, want := p.Stderr.Total(), int64(keepFirst+3*keepLast+len("the end\n")); got != want {
		t.Errorf("Total is %d, want %d", got, want)
	}
}

func TestChildIsFoundAndEnded(t *testing.T) {
	p := start(t, "parent")
	ended(t, p)
	if got := string(p.Stdout.Bytes()); got != "the last words" {
		t.Errorf("stdout is %q; a child that holds the pipe must not hide it", got)
	}
	if _, err := p.Look(); errors.Is(err, ErrNoProc) {
		t.Skip("skipped:", err)
	}
	left := p.Leftovers()
	if len(left) != 1 || !strings.HasSuffix(left[0].Command, "play orphan") {
		t.Fatalf("left behind: %+v, want the one orphan", left)
	}
	p.Stop()
	if left := p.Leftovers(); len(left) > 0 {
		t.Errorf("after Stop %+v is still there", left)
	}
}

func TestEnvironmentIsTheSameForAll(t *testing.T) {
	t.Setenv("GODEBUG", "http2debug=1")
	t.Setenv("SECRET", "do not tell")
	p := start(t, "env")
	ended(t, p)
	var names []string
	for line := range strings.Lines(string(p.Stdout.Bytes())) {
		name, _, _ := strings.Cut(line, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{"CHECKER_RUN", "HOME", "LC_ALL", "PATH", "TEMP", "TMP", "TMPDIR", "TZ"}
	if !slices.Equal(names, want) {
		t.Errorf("the environment has %v, want %v", names, want)
	}
}

func TestMemoryIsLimited(t *testing.T) {
	p := start(t, "memory")
	if _, _, err := p.Memory(); errors.Is(err, ErrNoProc) {
		t.Skip("skipped:", err)
	}
	if status := ended(t, p); status.Code == 0 { // the Go runtime has more than one way to end of this
		t.Errorf("a program that takes 2 GiB ended with %v; want it to fail", status)
	}
}

// TestFreezeWhileStarting stops a program that starts others all the time, and
// waits for them as long as they have not begun.
func TestFreezeWhileStarting(t *testing.T) {
	p := start(t, "starter")
	for range 5 {
		freezesAndThaws(t, p)
	}
}

func freezesAndThaws(t *testing.T, p *Process) {
	t.Helper()
	if err := p.Freeze(); errors.Is(err, ErrNoProc) {
		t.Skip("skipped:", err)
	} else if err != nil {
		t.Fatal(err)
	}
	if a, err := p.Look(); err != nil || !a.Stopped {
		t.Errorf("frozen: %+v, %v; want Stopped", a, err)
	}
	if err := p.Thaw(); err != nil {
		t.Fatal(err)
	}
}

func TestFreezeAndThaw(t *testing.T) {
	p := start(t, "sleep")
	freezesAndThaws(t, p)
	if err := p.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if status := ended(t, p); status.Signal != "terminated" {
		t.Errorf("after SIGTERM: %v, want terminated", status)
	}
}
