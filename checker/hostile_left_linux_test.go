package main

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"socketworkshop/checker/sandbox"
)

// needs skips an attack that this machine cannot contain, and says so itself.
func (h hostile) needs(t *testing.T, p sandbox.Protection) {
	for _, rung := range h.want["needs"] {
		for _, line := range p.Words() {
			if strings.HasPrefix(line, rung+": missing") {
				t.Skip("skipped: ", line)
			}
		}
	}
}

// untouched wants what lies outside to be as it was.
func (h hostile) untouched(t *testing.T) {
	for name, text := range map[string]string{"outside/secret.go": secret, "outside/canary": "alive"} {
		if now, err := os.ReadFile(h.at(name)); err != nil || string(now) != text {
			t.Errorf("%s is %q now: %v", name, now, err)
		}
	}
	if left, _ := os.ReadDir(h.at("outside")); len(left) != 2 {
		t.Errorf("outside lies %v", left)
	}
}

// spaces holds the namespaces of processes and of the network that a process
// has, until the test ends: their numbers are not given to others meanwhile.
func spaces(t *testing.T, pid int) (links []string) {
	for _, kind := range []string{"pid", "net"} {
		name := fmt.Sprintf("/proc/%d/ns/%s", pid, kind)
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		link, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", f.Fd()))
		own, err2 := os.Readlink("/proc/self/ns/" + kind)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if link != own {
			links = append(links, link)
		}
	}
	return links
}

// inhabitants returns the processes that live in one of the namespaces, with
// what they run.
func inhabitants(links []string) (all []string) {
	found, _ := filepath.Glob("/proc/[0-9]*/ns/*") // the pattern is right
	for _, name := range found {
		link, err := os.Readlink(name)
		for _, l := range links {
			if err == nil && link == l {
				all = append(all, name)
			}
		}
	}
	return all
}

// listing returns the names of all files below a folder.
func listing(t *testing.T, dir string) (names []string) {
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// clean wants every line that could be taken for the checker's own to be so, and
// nothing that a terminal obeys.
func clean(t *testing.T, text string) {
	for line := range strings.Lines(text) {
		for _, lie := range []string{"PASS", "--- PASS", "ok  ", "All of lesson01 passes", "{"} {
			if strings.HasPrefix(line, lie) {
				t.Errorf("a line begins as the program wants: %q", line)
			}
		}
	}
	if i := strings.IndexFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\u202e'
	}); i >= 0 {
		t.Errorf("the report holds %q", text[i:min(i+20, len(text))])
	}
}

// listenOutside listens where a program in a sandbox must not come, and counts
// its callers.
func listenOutside(t *testing.T) (addr string, calls *atomic.Int64) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	calls = new(atomic.Int64)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			calls.Add(1)
			_ = conn.Close()
		}
	}()
	return ln.Addr().String(), calls
}

func goCache(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
