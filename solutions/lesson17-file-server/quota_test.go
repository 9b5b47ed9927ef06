package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestQuotaAtOnce has ten sessions put a file each at the same time, for four of
// which there is room.
func TestQuotaAtOnce(t *testing.T) {
	const size = 10_000
	p := newPlace(t, map[string]int64{"alice": 4*size + size - 1})
	var confirmed, refused int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 10 {
		dir := t.TempDir()
		name := fmt.Sprint("f", i)
		random(t, dir, name, size)
		c := p.login("alice", dir)
		all.Go(func() {
			_, err := c.do("put " + name)
			mu.Lock()
			defer mu.Unlock()
			no, ok := errors.AsType[refusal](err)
			switch {
			case err == nil:
				confirmed++
			case ok && no.Code == "quota" && *no.Quota == 5*size-1 && *no.Wanted == size:
				refused++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if confirmed != 4 || refused != 6 {
		t.Errorf("%d confirmed, %d refused", confirmed, refused)
	}
	if parts, err := os.ReadDir(filepath.Join(p.home("alice"), unfinished)); err != nil || len(parts) != 0 {
		t.Errorf("left over: %v, %v", parts, err)
	}
}

// TestQuotaAddsUp replaces, cuts, removes, and wants every byte to be counted once.
func TestQuotaAddsUp(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	dir := t.TempDir()
	random(t, dir, "a", 600)
	c := p.login("alice", dir)
	c.must(t, "put a")
	random(t, dir, "a", 600)
	c.must(t, "put a") // 600 for 600
	random(t, dir, "b", 401)
	c.refused(t, "put b")
	random(t, dir, "b", 400)
	c.must(t, "put b")
	c.must(t, "mv b c")
	c.must(t, "rm a")
	if got := c.must(t, "du"); got != "400 of 1000 bytes" {
		t.Errorf("du says %s", got)
	}
	huge := request{Cmd: "put", Path: "h", Filesize: new(int64(1<<63 - 1)), SHA256: strings.Repeat("0", 64)}
	if err := ask(c.conn, huge, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("continue", patience); err == nil {
		t.Error("a file of 8 EiB finds room")
	}
	wrong := request{Cmd: "put", Path: "w", Filesize: new(int64(1)), SHA256: strings.Repeat("0", 64)}
	if err := ask(c.conn, wrong, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("continue", patience); err != nil {
		t.Fatal(err)
	}
	if err := ask(c.conn, request{Cmd: "data", Offset: new(int64(0))}, "x"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("ok", patience); err == nil {
		t.Error("a file with another sum is taken")
	}
	if got := c.must(t, "du"); got != "400 of 1000 bytes" {
		t.Errorf("du says %s", got)
	}
}
