package wire

import (
	"bytes"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"
)

// descriptorsNow counts the open files of this process, or returns 0 where that
// cannot be seen.
func descriptorsNow() int {
	all, _ := os.ReadDir("/proc/self/fd") // none
	return len(all)
}

// settles waits until a number is not more than before.
func settles(t *testing.T, what string, before int, now func() int) {
	t.Helper()
	n := now()
	for end := time.Now().Add(patience); n > before && time.Now().Before(end); n = now() {
		runtime.Gosched()
	}
	if n > before {
		t.Errorf("%d %s are left, want %d", n, what, before)
	}
}

// echo answers one call with what it says.
func echo(ln net.Listener, all *sync.WaitGroup) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return // closed
		}
		all.Go(func() {
			_, _ = io.Copy(c, c) // the caller tells
			_ = c.Close()
		})
	}
}

// TestTapCarriesManyAndLeavesNothing passes 100 calls on that are open at the
// same time, and closes with some of them open.
func TestTapCarriesManyAndLeavesNothing(t *testing.T) {
	goroutines, files := runtime.NumGoroutine(), descriptorsNow()
	tap, ln, r := tapBefore(t, "tcp", Bend{Call: true, Serve: true, Delay: time.Millisecond})
	var all sync.WaitGroup
	all.Go(func() { echo(ln, &all) })
	var calls []net.Conn
	for range 100 {
		c, err := net.Dial("tcp", tap.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, c)
	}
	var talking sync.WaitGroup
	for i, c := range calls {
		talking.Go(func() { talkOver(t, c, bytes.Repeat([]byte{byte(i)}, 100<<10)) })
	}
	talking.Wait()
	if err := tap.Close(); err != nil {
		t.Error(err)
	}
	told := len(r.events())
	for _, c := range calls {
		_ = c.Close() // all was heard
	}
	_ = ln.Close() // nobody calls any more
	all.Wait()
	settles(t, "goroutines", goroutines, runtime.NumGoroutine)
	settles(t, "descriptors", files, descriptorsNow)
	if n := len(r.events()); n != told {
		t.Errorf("%d things were told after Close", n-told)
	}
}

// talkOver says something and wants it to come back. The call stays open.
func talkOver(t *testing.T, c net.Conn, words []byte) {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Error(err)
	}
	var saying sync.WaitGroup
	saying.Go(func() {
		if _, err := c.Write(words); err != nil {
			t.Error(err)
		}
	})
	got := make([]byte, len(words))
	if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, words) {
		t.Errorf("something else came back, %v", err)
	}
	saying.Wait()
}

func TestTapAtAPath(t *testing.T) {
	at, to := places(t, "unix")
	make := func() (*Tap, error) { return NewTap(TapOptions{Listen: at, To: to, See: func(Passing) {}}) }
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: at.Addr, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := make(); err == nil {
		t.Fatal("the path of a server that lives was taken over")
	}
	dead.SetUnlinkOnClose(false)
	_ = dead.Close() // its file stays
	tap, err := make()
	if err != nil {
		t.Fatalf("the path of a dead server is not taken over: %v", err)
	}
	if err := tap.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(at.Addr); !os.IsNotExist(err) {
		t.Errorf("the socket's file is left: %v", err)
	}
	if err := os.WriteFile(at.Addr, []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := make(); err == nil {
		t.Error("an ordinary file was taken over")
	}
	if text, err := os.ReadFile(at.Addr); string(text) != "a letter" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}
