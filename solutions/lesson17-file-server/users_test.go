package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestUsersFile adds many users at once. None may get lost, nobody else may read
// the file, and no password stands in it.
func TestUsersFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users.json")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := addUser(file, fmt.Sprint("user", i), "secret", minIterations, 1); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	u, err := readUsers(file)
	if err != nil || len(u.Users) != 20 {
		t.Errorf("there are %d users, %v", len(u.Users), err)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(text), `"secret"`+"\n") || strings.Contains(string(text), "pencil") {
		t.Errorf("%s, %v", text, err)
	}
	if info, err := os.Stat(file); err != nil || othersMayRead(info) {
		t.Errorf("the file is %v, %v", info, err)
	}
	for _, name := range []string{"user1", "USER1", "", ".", "..", "../x", "a/b", `a\b`, "a\x00", ".x", "x.", "-x", "a b", "文", strings.Repeat("x", 65)} {
		if err := addUser(file, name, "secret", minIterations, 1); err == nil {
			t.Errorf("%q becomes a user", name)
		}
	}
	if err := addUser(file, "new", "", minIterations, 1); err == nil {
		t.Error("an empty password is taken")
	}
	if err := addUser(file, "new", "x", minIterations-1, 1); err == nil {
		t.Error("too few iterations are taken")
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readUsers(file); err == nil {
		t.Error("a file is taken that everyone may read")
	}
}

// TestPasswd changes a password. The old one is no good any more.
func TestPasswd(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	c := p.login("alice", t.TempDir())
	c.lines = bufio.NewScanner(strings.NewReader("new\n"))
	c.must(t, "passwd")
	if err := p.dial("alice", t.TempDir()).login("pencil"); err == nil {
		t.Error("the old password is taken")
	}
	if err := p.dial("alice", t.TempDir()).login("new"); err != nil {
		t.Error(err)
	}
	k, err := newKeys("new", minIterations)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*keys){
		"iterations": func(k *keys) { k.Iterations = 1 },
		"salt":       func(k *keys) { k.Salt = nil },
		"key":        func(k *keys) { k.StoredKey = k.StoredKey[:31] },
		"server key": func(k *keys) { k.ServerKey = nil },
	} {
		bad := k
		change(&bad)
		if err := ask(c.conn, request{Cmd: "passwd", keys: bad}, ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.hear("ok", patience); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestBackoff: after each failure one waits longer, also on several connections,
// and others do not.
func TestBackoff(t *testing.T) {
	const first = 20 * time.Millisecond
	b := &backoff{first: first, marks: map[string]mark{}}
	ctx := context.Background()
	began := time.Now()
	for range 3 {
		if err := b.wait(ctx, "alice"); err != nil {
			t.Fatal(err)
		}
		b.note("alice", false)
	}
	if got := time.Since(began); got < 3*first { // 0 + 1 + 2
		t.Errorf("three attempts took %v", got)
	}
	var all sync.WaitGroup
	began = time.Now()
	for range 3 {
		all.Go(func() {
			if err := b.wait(ctx, "alice"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := time.Since(began); got < 2*4*first {
		t.Errorf("three more at once took %v", got)
	}
	if now := b.marks["bob"]; now.failures != 0 {
		t.Error("bob has to wait")
	}
	b.note("alice", true)
	if len(b.marks) != 0 {
		t.Error("alice has to wait after a right password")
	}
}

// TestOldParts drops what was kept long enough, and gives up what is aborted.
func TestOldParts(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	dir := t.TempDir()
	random(t, dir, "f", 1000)
	c := p.login("alice", dir)
	c.conn = &cutConn{Conn: c.conn, left: 900} // of which headers are less than 500
	if _, err := c.do("put f"); err == nil {
		t.Fatal("not cut")
	}
	folder := filepath.Join(p.home("alice"), unfinished)
	var parts []os.DirEntry
	c = p.login("alice", dir)
	for du := ""; du == "" || du == "1000 of 1000 bytes"; { // until the server has noticed
		du = c.must(t, "du")
	}
	parts, err := os.ReadDir(folder)
	if err != nil || len(parts) != 1 {
		t.Fatalf("there are %v, %v", parts, err)
	}
	if got := c.must(t, "ls"); got != "" {
		t.Errorf("ls shows %q", got)
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(folder, parts[0].Name()), old, old); err != nil {
		t.Fatal(err)
	}
	if got := c.must(t, "du"); got != "0 of 1000 bytes" {
		t.Errorf("du says %s", got)
	}
	c.conn = &cutConn{Conn: p.login("alice", dir).conn, left: 900}
	if _, err := c.do("put f"); err == nil {
		t.Fatal("not cut")
	}
	p.kill()
	p.start()
	parts, err = os.ReadDir(folder)
	if err != nil || len(parts) != 1 {
		t.Fatalf("there are %v, %v", parts, err)
	}
	if err := os.WriteFile(filepath.Join(folder, parts[0].Name()), []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.login("alice", dir).do("put -resume f"); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("resumed behind something else: %v", err)
	}
	p.login("alice", dir).must(t, "put -resume f")
}
