package check

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"socketworkshop/checker/program"
)

// TestShutdownAtAnyMoment tells the server to end at fifty random moments, while
// callers put and get. What was confirmed must be there and whole, and nothing
// else; a reply that has begun must be whole; the status must be 0.
func TestShutdownAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it takes seconds")
	}
	binary := solution(t, "lesson16")
	answered, broken := 0, 0
	for range shutdowns {
		m := &moment{t: t, dir: t.TempDir(), ok: map[string]bool{}}
		m.round(binary)
		answered, broken = answered+m.answered, broken+m.broken
	}
	t.Logf("%d shutdowns: %d requests were answered, %d met a server that had gone", shutdowns, answered, broken)
	if answered == 0 || broken == 0 {
		t.Error("no shutdown came in between: they show nothing")
	}
}

const (
	shutdowns      = 50
	momentCallers  = 6
	longestMoment  = 20 * time.Millisecond
	momentFileSize = 20_000
)

// A moment is one shutdown.
type moment struct {
	t   *testing.T
	dir string

	mu               sync.Mutex
	ok               map[string]bool // what was confirmed
	answered, broken int
}

func (m *moment) round(binary program.Binary) {
	p, addr := serveFiles(m.t, binary, m.dir, "-max", "4", "-grace", "1m") // two must wait for a place
	defer p.Stop()
	var all sync.WaitGroup
	for i := range momentCallers {
		all.Go(func() { m.call(addr, fmt.Sprint("file", i)) })
	}
	time.Sleep(rand.N(longestMoment))
	if err := p.Signal(syscall.SIGTERM); err != nil {
		m.t.Error(err)
	}
	all.Wait()
	select {
	case <-p.Exited():
	case <-time.After(filesLimit):
		m.t.Fatal("the server does not end")
	}
	if status, _ := p.Status(); status.Code != 0 {
		m.t.Errorf("the server ended with %v: %s", status, p.Stderr.Bytes())
	}
	m.look()
}

// call puts a file and gets it, again and again, until the server has gone. It
// calls anew for every fourth.
func (m *moment) call(addr, name string) {
	for n := 0; ; n++ {
		conn, err := net.DialTimeout("tcp", addr, filesLimit)
		for i := 0; err == nil && i < 4; i++ {
			err = m.exchange(conn, fmt.Sprintf("%s-%d-%d", name, n, i))
		}
		if conn != nil {
			_ = conn.Close() // the server may have hung up first
		}
		if err == nil {
			continue
		}
		m.mu.Lock()
		m.broken++
		m.mu.Unlock()
		if errors.Is(err, io.ErrUnexpectedEOF) {
			m.t.Errorf("%s: %v", name, err)
		}
		return
	}
}

// exchange puts a file and gets it back. The error is io.ErrUnexpectedEOF where
// a reply has begun and is not whole.
func (m *moment) exchange(conn net.Conn, name string) error {
	content := strings.Repeat(name[len(name)-1:], momentFileSize)
	put := framed(fmt.Sprintf(`{"cmd":"put","filename":"%s","filesize":%d}`, name, len(content)))
	reply, err := asking(conn, put+content)
	if err != nil {
		return err
	}
	if !strings.Contains(reply, `"ok"`) {
		m.t.Errorf("%s: put was answered with %s", name, reply)
	}
	m.mu.Lock()
	m.ok[name] = true
	m.answered++
	m.mu.Unlock()
	if reply, err = asking(conn, framed(fmt.Sprintf(`{"cmd":"get","filename":"%s"}`, name))); err != nil {
		return err
	}
	got := make([]byte, len(content))
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != content {
		m.t.Errorf("%s: get was answered with %s and other bytes: %v", name, reply, err)
		return io.ErrUnexpectedEOF
	}
	return nil
}

// look wants every file whole, all that were confirmed, and no other.
func (m *moment) look() {
	there := names(m.t, m.dir)
	for _, name := range there {
		content, err := os.ReadFile(filepath.Join(m.dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) || len(content) != momentFileSize || strings.HasPrefix(name, ".") {
			m.t.Errorf("%s has %d bytes, %v", name, len(content), err)
		}
	}
	for name := range m.ok {
		if !slices.Contains(there, name) {
			m.t.Errorf("%s was confirmed and is not there", name)
		}
	}
}
