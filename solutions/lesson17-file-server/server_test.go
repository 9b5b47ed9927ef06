package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestUnknownUserIsNoOther compares what a stranger hears of a name that exists
// and of one that does not.
func TestUnknownUserIsNoOther(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	hear := func(name string) (salt, shape string) {
		c := p.dial(name, t.TempDir())
		defer c.conn.Close()
		if err := ask(c.conn, request{Cmd: "login", Mech: mechanism}, newProver(name, "x", "nonce").first()); err != nil {
			t.Fatal(err)
		}
		r1, first, err := c.hear("continue", patience)
		if err != nil {
			t.Fatal(err)
		}
		pr := newProver(name, "wrong", "nonce")
		final, err := pr.prove(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := ask(c.conn, request{Cmd: "login"}, final); err != nil {
			t.Fatal(err)
		}
		_, _, err = c.hear("ok", patience)
		f := strings.Split(first, ",")
		return f[1], fmt.Sprint(r1.Status, len(f[0]), len(f[1]), f[2], err)
	}
	salt1, known := hear("alice")
	salt2, unknown := hear("mallory")
	salt3, _ := hear("mallory")
	if known != unknown || salt2 != salt3 || salt1 == salt2 {
		t.Errorf("known: %s %s\nunknown: %s %s, then %s", salt1, known, salt2, unknown, salt3)
	}
}

// TestNothingBeforeLogin asks without a login, then logs in wrongly, then rightly.
func TestNothingBeforeLogin(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	c := p.dial("alice", t.TempDir())
	if no := c.refused(t, "ls"); no.Code != "auth" {
		t.Errorf("refused with %q", no.Code)
	}
	if err := c.login("wrong"); err == nil {
		t.Fatal("a wrong password is taken")
	}
	c.refused(t, "pwd")
	if err := c.login("pencil"); err != nil {
		t.Fatal(err)
	}
	c.must(t, "pwd")
	c.refused(t, "login")
}

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
			var attempts, moved int
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
			if attempts < 2 || moved > size+attempts*2000 {
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
