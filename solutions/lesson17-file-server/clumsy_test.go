package main

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestClumsyCallers says what no caller should, before and after the login. Each
// is answered with an error or not at all, and others are served all the same.
func TestClumsyCallers(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	frame := func(text string) string {
		var b bytes.Buffer
		if err := writeFrame(&b, []byte(text)); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, said := range []string{
		"", "\x00", "GET / HTTP/1.1\r\n\r\n", "\xff\xff\xff\xff", "\xff\xff\xff\x7f", "\x10\x00\x00\x00{",
		frame(""), frame("{"), frame("null"), frame("[]"), frame(`{"cmd":"ls"}`), frame(`{"cmd":"ls","data_size":-1}`),
		frame(`{"cmd":"ls","data_size":"1"}`), frame(`{"cmd":"ls","data_size":9223372036854775807}`), frame(`{"cmd":"ls","data_size":5}`) + "abc",
		frame(`{"cmd":"login","data_size":5000000}`), frame(`{"cmd":"login","mech":"PLAIN","data_size":3}`) + "abc",
		frame(`{"cmd":"put","path":"f","filesize":-1,"data_size":0}`), frame(`{"cmd":"put","path":"f","filesize":1,"sha256":"AB","data_size":0}`),
		frame(`{"cmd":"data","offset":0,"data_size":0}`), frame(`{"cmd":"abort","data_size":0}`), frame(`{"cmd":"","data_size":0}`),
	} {
		for _, c := range []*caller{p.dial("alice", t.TempDir()), p.login("alice", t.TempDir())} {
			if _, err := io.WriteString(c.conn, said); err != nil {
				t.Fatal(err)
			}
			if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			if err := c.conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(c.conn); err != nil || bytes.Contains(got, []byte(`"status":"ok"`)) {
				t.Errorf("said %.80q, heard %.200q, %v", said, got, err)
			}
			_ = c.conn.Close()
		}
	}
	p.login("alice", t.TempDir()).must(t, "pwd")
}

// TestSameFileAtOnce puts the same file twice at the same time, by turns.
func TestSameFileAtOnce(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	sum := "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" // of "x"
	var both [2]*caller
	for i := range both {
		c := p.login("alice", t.TempDir())
		if err := ask(c.conn, request{Cmd: "put", Path: "f", Filesize: new(int64(1)), SHA256: sum}, ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.hear("continue", patience); err != nil {
			t.Fatal(err)
		}
		both[i] = c
	}
	for _, c := range both {
		if err := ask(c.conn, request{Cmd: "data", Offset: new(int64(0))}, "x"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.hear("ok", patience); err != nil {
			t.Fatal(err)
		}
	}
	if got := both[0].must(t, "du"); got != "1 of 1000 bytes" {
		t.Errorf("du says %s", got)
	}
	if got, err := os.ReadFile(filepath.Join(p.home("alice"), "f")); err != nil || string(got) != "x" {
		t.Errorf("the file is %q, %v", got, err)
	}
}

// TestFolderGone: the folder in which somebody stands, and into which somebody
// puts a file, is removed by another session.
func TestFolderGone(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	dir := t.TempDir()
	random(t, dir, "f", 1)
	c, other := p.login("alice", dir), p.login("alice", dir)
	c.must(t, "mkdir d")
	c.must(t, "cd d")
	empty := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if err := ask(c.conn, request{Cmd: "put", Path: "e", Filesize: new(int64(0)), SHA256: empty}, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("continue", patience); err != nil {
		t.Fatal(err)
	}
	other.must(t, "rm d")
	if err := ask(c.conn, request{Cmd: "data", Offset: new(int64(0))}, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.hear("ok", patience); err == nil {
		t.Error("a file is put into a folder that is gone")
	}
	for _, line := range []string{"ls", "put f", "mkdir x", "get f", "cd .", "stat ."} {
		c.refused(t, line)
	}
	c.must(t, "cd ..")
	c.must(t, "put f")
	if got := other.must(t, "pwd"); got != "/" {
		t.Errorf("the other session is in %s", got)
	}
	for _, line := range []string{"rm .", "rm /", "rm ..", "rm ", "mv . x", "mv f /", "mkdir f", "mkdir f/x", "cd f", "cd ", "cd gone", "ls f", "mv f f/x", "get .", "put ..", "rm gone", strings.Repeat("x", 300), "rm " + strings.Repeat("x", 300)} {
		c.refused(t, line)
	}
}

// TestNothingIsLeft counts goroutines after many calls.
func TestNothingIsLeft(t *testing.T) {
	p := newPlace(t, map[string]int64{"alice": 1000})
	p.login("alice", t.TempDir()).conn.Close()
	before := runtime.NumGoroutine()
	for range 50 {
		c := p.login("alice", t.TempDir())
		_ = c.conn.Close()
	}
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before+2; {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines before, %d now", before, runtime.NumGoroutine())
		}
		runtime.Gosched()
	}
}
