package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// TestManySessions has 200 at once, of two users, each in a folder of its own.
func TestManySessions(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1 << 20, "bob": 1 << 20})
	dir := t.TempDir()
	random(t, dir, "f", 1000)
	var all sync.WaitGroup
	for i := range 200 {
		name := []string{"alice", "bob"}[i%2]
		c := p.login(name, dir)
		all.Go(func() {
			folder := fmt.Sprint("d", i)
			for _, line := range []string{"mkdir " + folder, "cd " + folder, "put f", "stat f"} {
				if _, err := c.do(line); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			}
			if got, err := c.do("pwd"); err != nil || got != "/"+folder {
				t.Errorf("%s is in %s, %v", folder, got, err)
			}
		})
	}
	all.Wait()
	for _, name := range []string{"alice", "bob"} {
		if got := p.login(name, dir).must(t, "du"); got != "100000 of 1048576 bytes" {
			t.Errorf("%s has %s", name, got)
		}
	}
}

// TestShutdownFinishes ends the server in the middle of an upload, which is
// finished, and beside a caller who says nothing.
func TestShutdownFinishes(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	dir := t.TempDir()
	p.login("alice", dir)
	c := p.login("alice", dir)
	empty := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if err := ask(c.conn, request{Cmd: "put", Path: "e", Filesize: new(int64(0)), SHA256: empty}, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("continue", patience); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	go func() { ended <- p.s.Shutdown(ctx) }()
	for { // until it takes no calls any more
		conn, err := net.Dial("tcp", p.addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	if err := ask(c.conn, request{Cmd: "data", Offset: new(int64(0))}, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("ok", patience); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(p.home("alice"), "e")); err != nil {
		t.Error(err)
	}
}
