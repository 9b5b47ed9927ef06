package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzCheckName gives any text to checkName. What it takes must be the name of
// a file that can be made in a folder, and that then stands there, and nowhere
// else, under that name.
func FuzzCheckName(f *testing.F) {
	for _, seed := range []string{
		"a.txt", " my  file ", "文件", "a..b", "...", "-rf", "", ".", "..", "../x", "/etc/x", "a/b", `..\x`, "a\x00b", "a\nb",
		"\x1b[2J", "\u009b", "\xff", "\ufffd", unfinished + "x", strings.Repeat("x", 255), strings.Repeat("x", 256), "NUL", "a:b",
	} {
		f.Add(seed)
	}
	dir := f.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if checkName(name) != nil {
			return
		}
		if filepath.Base(name) != name || strings.HasPrefix(name, unfinished) {
			t.Fatalf("%q is taken for a name", name)
		}
		file, err := root.Create(name)
		if err != nil {
			t.Fatalf("%q is taken, and is no name: %v", name, err)
		}
		defer root.Remove(name)
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 || entries[0].Name() != name {
			t.Fatalf("%q made %v, %v", name, entries, err)
		}
	})
}
