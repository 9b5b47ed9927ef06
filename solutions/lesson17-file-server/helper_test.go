package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// place is a folder with homes and users, and perhaps a server.
type place struct {
	t     *testing.T
	dir   string
	addr  string
	homes *homes
	s     *Server
}

// newPlace has some users, each with a quota and the password "pencil".
func newPlace(t *testing.T, quotas map[string]int64) *place {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	p := &place{t: t, dir: t.TempDir()}
	for name, quota := range quotas {
		if err := addUser(p.users(), name, "pencil", minIterations, quota); err != nil {
			t.Fatal(err)
		}
	}
	p.start()
	t.Cleanup(p.kill)
	return p
}

func (p *place) users() string           { return filepath.Join(p.dir, "users.json") }
func (p *place) home(name string) string { return filepath.Join(p.dir, "homes", name) }

func (p *place) start() {
	p.t.Helper()
	homes, err := openHomes(filepath.Join(p.dir, "homes"), time.Hour)
	if err != nil {
		p.t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	slow := &backoff{marks: map[string]mark{}}
	p.homes, p.addr = homes, ln.Addr().String()
	p.s = &Server{MaxConns: 1000, Handler: &fileServer{homes, p.users(), time.Minute, 10 * time.Second, slow}}
	go p.s.Serve(ln)
}

// kill ends the server and cuts off everyone.
func (p *place) kill() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := p.s.Shutdown(ctx); err != nil && !errors.Is(err, context.Canceled) {
		p.t.Error(err)
	}
	if err := p.homes.Close(); err != nil {
		p.t.Error(err)
	}
}

// dial returns a caller who has a folder, and has not logged in.
func (p *place) dial(name, dir string) *caller {
	p.t.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { conn.Close(); root.Close() })
	return &caller{conn: conn, name: name, root: root, lines: bufio.NewScanner(strings.NewReader(""))}
}

// login returns a caller who has logged in.
func (p *place) login(name, dir string) *caller {
	p.t.Helper()
	c := p.dial(name, dir)
	if err := c.login("pencil"); err != nil {
		p.t.Fatal(err)
	}
	return c
}

// must does a line and wants it confirmed.
func (c *caller) must(t *testing.T, line string) string {
	t.Helper()
	told, err := c.do(line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return told
}

// refused does a line and wants it refused.
func (c *caller) refused(t *testing.T, line string) refusal {
	t.Helper()
	told, err := c.do(line)
	no, ok := errors.AsType[refusal](err)
	if !ok {
		t.Fatalf("%s: %q, %v", line, told, err)
	}
	return no
}

// random makes a file.
func random(t *testing.T, dir, name string, size int) []byte {
	t.Helper()
	text := make([]byte, size)
	rand.Read(text)
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return text
}

// A cutConn breaks after some bytes, written or read.
type cutConn struct {
	net.Conn
	left int
	sent int
}

var errCut = errors.New("cut")

func (c *cutConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b[:min(len(b), c.left)])
	c.left, c.sent = c.left-n, c.sent+n
	if err == nil && n < len(b) {
		err = errors.Join(errCut, c.Close())
	}
	return n, err
}

func (c *cutConn) Read(b []byte) (int, error) {
	if c.left == 0 {
		return 0, errors.Join(errCut, c.Close())
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}
