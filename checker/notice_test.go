package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestNotice saves a file where the system can notify, and where it cannot: the
// folder is not there when the look begins.
func TestNotice(t *testing.T) {
	t.Parallel()
	there := t.TempDir()
	for _, dir := range []string{there, filepath.Join(there, "later")} {
		n := noticeOf(t.Context(), dir)
		if got, want := n.polls != "", dir != there; got != want {
			t.Errorf("%s: it polls: %t (%s), want %t", dir, got, n.polls, want)
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("not a program"), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "server.go"), []byte("package main"), 0o666); err != nil {
			t.Fatal(err)
		}
		select {
		case <-n.changed:
		case <-time.After(time.Minute):
			t.Fatalf("%s: a file was saved, and nothing is noticed", dir)
		}
	}
}
