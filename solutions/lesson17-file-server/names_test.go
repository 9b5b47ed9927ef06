package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestNamesThatLeadOut tries every command with names that lead out of a home,
// by themselves or by links that were made by hand.
func TestNamesThatLeadOut(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1 << 20, "bob": 1 << 20})
	dir := t.TempDir()
	p.login("bob", dir).must(t, "mkdir secret")
	secret := random(t, p.home("bob"), "secret/s.txt", 100)
	c := p.login("alice", dir)
	c.must(t, "mkdir docs")
	for link, to := range map[string]string{
		"up": "..", "bobs": p.home("bob"), "file": "../bob/secret/s.txt", "dangling": "../bob/new", "users": p.users(),
	} {
		if err := os.Symlink(to, filepath.Join(p.home("alice"), link)); err != nil {
			t.Skip(err)
		}
	}
	outside := []string{
		"../bob", "../bob/secret/s.txt", "docs/../../bob/secret/s.txt", "/../bob/secret/s.txt", `..\bob`, "..", "/..", "a\x00b", "a\nb", "a\x1bb",
		"up/bob/secret/s.txt", "bobs/secret/s.txt", "bobs/secret", "file", "dangling", "users", "file/", "bobs/", ".unfinished", ".unfinished/x", ".UNFINISHED/x",
	}
	for _, name := range outside {
		sum := strings.Repeat("0", 64)
		for _, q := range []request{
			{Cmd: "cd", Path: name + "/"}, {Cmd: "ls", Path: name}, {Cmd: "mkdir", Path: name}, {Cmd: "get", Path: name}, {Cmd: "rm", Path: name + "/x"},
			{Cmd: "mkdir", Path: name + "/x"}, {Cmd: "mv", From: "docs", To: name + "/x"}, {Cmd: "mv", From: name + "/x", To: "mine"},
			{Cmd: "put", Path: name, Filesize: new(int64(1)), SHA256: sum}, {Cmd: "put", Path: name + "/x", Filesize: new(int64(1)), SHA256: sum},
		} {
			if err := ask(c.conn, q, ""); err != nil {
				t.Fatal(err)
			}
			if _, body, err := c.hear("ok", patience); err == nil {
				t.Errorf("%s %q: %s", q.Cmd, name, body)
			} else if _, ok := errors.AsType[refusal](err); !ok {
				t.Fatalf("%s %q: %v", q.Cmd, name, err)
			}
		}
	}
	if got := c.must(t, "pwd"); got != "/" {
		t.Errorf("the session is in %s", got)
	}
	c.must(t, "rm bobs") // the link, not what it leads to
	if got, err := os.ReadFile(filepath.Join(p.home("bob"), "secret/s.txt")); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("bob's file is %d bytes, %v", len(got), err)
	}
	if found, err := filepath.Glob(p.home("bob") + "/*"); err != nil || len(found) != 2 { // that, and what is unfinished
		t.Errorf("bob has %v, %v", found, err)
	}
}

// TestSwappedFolder has a folder become a link out of the home and back, over
// and over, while files are put into it and got from it.
func TestSwappedFolder(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1 << 20})
	dir, outside := t.TempDir(), t.TempDir()
	random(t, dir, "f", 10)
	theirs := random(t, outside, "g", 20)
	c := p.login("alice", dir)
	c.must(t, "mkdir d")
	d := filepath.Join(p.home("alice"), "d")
	stop := make(chan struct{})
	var swapping sync.WaitGroup
	swapping.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				_ = os.Rename(d, d+"2")
				_ = os.Symlink(outside, d)
				_ = os.Remove(d)
				_ = os.Rename(d+"2", d)
			}
		}
	})
	for range 200 {
		_, _ = c.do("get d/g")
		sum := strings.Repeat("0", 64)
		if err := ask(c.conn, request{Cmd: "put", Path: "d/f", Filesize: new(int64(0)), SHA256: sum}, ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.hear("continue", patience); err == nil {
			if err := ask(c.conn, request{Cmd: "data", Offset: new(int64(0))}, ""); err != nil {
				t.Fatal(err)
			}
			_, _, _ = c.hear("ok", patience)
		}
		_, _ = c.do("mkdir d/h")
		_, _ = c.do("rm d/g")
	}
	close(stop)
	swapping.Wait()
	got, err := os.ReadDir(outside)
	if err != nil || len(got) != 1 || got[0].Name() != "g" {
		t.Errorf("outside there is %v, %v", got, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "g")); err == nil && bytes.Equal(got, theirs) {
		t.Error("a file outside was got")
	}
}
