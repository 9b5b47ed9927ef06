package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestResume cuts every attempt to put and to get a file after some bytes, and
// ends the server as well now and then, until the file is whole.
func TestResume(t *testing.T) {
	for _, cmd := range []string{"put", "get"} {
		t.Run(cmd, func(t *testing.T) {
			const size = 300_000
			p := newPlace(t, map[string]int64{"alice": size}) // to the byte
			dir, result := t.TempDir(), filepath.Join(p.home("alice"), "f")
			want := random(t, dir, "f", size)
			if cmd == "get" {
				p.login("alice", dir).must(t, "put f")
				dir = t.TempDir()
				result = filepath.Join(dir, "f")
			}
			var attempts, moved, lost int
			for done := false; !done; attempts++ {
				c := p.login("alice", dir)
				cutAt := &cutConn{Conn: c.conn, left: rand.IntN(60_000)}
				before := cutAt.left
				c.conn = cutAt
				_, err := c.do(cmd + " -resume f")
				_ = c.conn.Close() // perhaps it is cut
				done = err == nil
				moved += before - cutAt.left
				if attempts%7 == 3 {
					p.kill()
					lost += 60_000 // what it had not read yet
					p.start()
				}
				if attempts > 1000 {
					t.Fatal("the file does not get whole")
				}
			}
			got, err := os.ReadFile(result)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("got %d bytes, not those that were sent: %v", len(got), err)
			}
			if attempts < 2 || moved > size+attempts*2000+lost {
				t.Errorf("%d bytes went over the line in %d attempts for a file of %d", moved, attempts, size)
			}
			if got := p.login("alice", dir).must(t, "du"); got != fmt.Sprintf("%d of %d bytes", size, size) {
				t.Errorf("du says %s", got)
			}
		})
	}
}

// TestResumeOfChangedFile goes on with a file that is another one by now.
func TestResumeOfChangedFile(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1 << 20})
	dir := t.TempDir()
	random(t, dir, "f", 100_000)
	c := p.login("alice", dir)
	c.must(t, "put f")
	own := t.TempDir()
	c = p.login("alice", own)
	c.conn = &cutConn{Conn: c.conn, left: 50_000}
	if _, err := c.do("get f"); !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	want := random(t, dir, "f", 100_000)
	p.login("alice", dir).must(t, "put f")
	c = p.login("alice", own)
	if no := c.refused(t, "get -resume f"); no.Code != "changed" {
		t.Errorf("refused with %q", no.Code)
	}
	c.must(t, "get f")
	if got, err := os.ReadFile(filepath.Join(own, "f")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %d other bytes, %v", len(got), err)
	}
	for _, offset := range []int64{-1, 100_001, 1 << 62, -1 << 63} {
		if err := ask(c.conn, request{Cmd: "get", Path: "f", Offset: &offset}, ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.hear("ok", patience); err == nil || !strings.Contains(err.Error(), "changed") {
			t.Errorf("offset %d: %v", offset, err)
		}
	}
}
