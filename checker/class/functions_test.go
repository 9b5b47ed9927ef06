package class

import (
	"os"
	"path/filepath"
	"testing"
)

const (
	theirProgram = `package main

// serve answers callers.
func serve(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		handle(conn) // one after another
	}
}

func (s *Server) close() { s.ln.Close() }

func frame(b []byte) []byte { return append(length(len(b)), b...) }
`
	myProgram = `package main

func (s *Server) close() {}

func serveAll(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		handle(conn)
	}
}

func extra() {}
`
)

func TestMatch(t *testing.T) {
	read := func(source string) []Function {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "server.go"), []byte(source), 0o666); err != nil {
			t.Fatal(err)
		}
		all, err := Functions(dir)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	mine, theirs := read(myProgram), read(theirProgram)
	want := [][2]string{{"serveAll", "serve"}, {"Server.close", "Server.close"}, {"", "frame"}, {"extra", ""}}
	pairs := Match(mine, theirs)
	if len(pairs) != len(want) {
		t.Fatalf("%d pairs, want %d: %v", len(pairs), len(want), pairs)
	}
	name := func(f *Function) string {
		if f == nil {
			return ""
		}
		return f.Name
	}
	for i, p := range pairs {
		if got := [2]string{name(p.Mine), name(p.Theirs)}; got != want[i] {
			t.Errorf("pair %d is %q, want %q", i, got, want[i])
		}
	}
	if f := theirs[0]; f.Line != 4 || f.File != "server.go" {
		t.Errorf("serve stands at %s:%d, want server.go:4", f.File, f.Line)
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		from, to float64
	}{
		{"a := b // one", "a  :=  b", 1, 1},
		{"a := b", "", 0, 0},
		{"", "", 0, 0},
		{"for { read() }", "for { write() }", 0.4, 0.8},
	} {
		if got := Alike(c.a, c.b); got < c.from || got > c.to {
			t.Errorf("Alike(%q, %q) = %.2f, want %.1f to %.1f", c.a, c.b, got, c.from, c.to)
		}
	}
}
