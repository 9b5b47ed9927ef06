package program

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBuildManySparesTheOthers builds programs of which only some compile: each
// hears what it would hear alone, and those that are right are built.
func TestBuildManySparesTheOthers(t *testing.T) {
	const right = "package main\n\nfunc main() { println(%s) }\n"
	programs := []struct {
		name, text string
		want       string // of the compiler's words, or "" where it is built
	}{
		{"right", strings.ReplaceAll(right, "%s", `"right"`), ""},
		{"wrong type", strings.ReplaceAll(right, "%s", "1 + main"), "main.go:3:"},
		{"no such import", "package main\n\nimport _ \"example.com/nothing\"\n\nfunc main() {}\n", "example.com/nothing"},
		{"a neighbour's", "package main\n\nimport _ \"known/p0\"\n\nfunc main() {}\n", "known/p0"},
		{"no main", "package other\n", "none of the files says"},
		{"embeds", "package main\n\nimport _ \"embed\"\n\n//go:embed ../p0/main.go\nvar s string\n\nfunc main() {}\n", "main.go:5:"},
		{"also right", strings.ReplaceAll(right, "%s", `"also"`), ""},
	}
	var dirs []string
	for _, p := range programs {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(p.text), 0o666); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	all, err := BuildMany(t.Context(), dirs, t.TempDir(), 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range programs {
		made := all[i]
		switch {
		case made.Problem != "":
			t.Errorf("%s: the machine is blamed: %s", p.name, made.Problem)
		case p.want == "" && (made.Output != "" || !made.Binary.made()):
			t.Errorf("%s: it was not built: %s", p.name, made.Output)
		case p.want != "" && !strings.Contains(made.Output, p.want):
			t.Errorf("%s: the compiler says %q, want %q", p.name, made.Output, p.want)
		}
		_, err := Build(t.Context(), dirs[i], t.TempDir(), false)
		var bad *BuildError
		if errors.As(err, &bad) && bad.Output != made.Output {
			t.Errorf("%s: alone the compiler says %q, and among others %q", p.name, bad.Output, made.Output)
		}
	}
}
