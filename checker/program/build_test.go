//go:build unix

package program

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestBuild(t *testing.T) {
	const main = "package main\n\nfunc main() { println(word) }\n"
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string // what the compiler says, or ""
	}{
		{"two files", map[string]string{"main.go": main, "word.go": "package main\n\nconst word = 1\n"}, ""},
		{"undefined", map[string]string{"main.go": main}, "main.go:3:23: undefined: word"},
		{"no files", nil, "no Go files in "},
		{"no main package", map[string]string{"a.go": "package a\n"}, "package main"},
		{"a test is left out", map[string]string{"main.go": main, "word_test.go": "package main\n\nconst word = 1\n"}, "undefined: word"},
		{"a name like a flag", map[string]string{"main.go": main, "-o.go": "package main\n\nconst word = 1\n"}, "invalid input file name \"-o.go\""},
		{"no main function", map[string]string{"main.go": "package main\n"}, "function main is undeclared"},
		{"a package from elsewhere", map[string]string{"main.go": "package main\n\nimport _ \"example.com/x\"\n\nfunc main() {}\n"}, "main.go:3:8: no required module"},
		{"no C", map[string]string{"main.go": main, "word.go": "package main\n\nimport \"C\"\n\nconst word = 1\n"}, "undefined: word"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range test.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Build(t.Context(), dir, t.TempDir(), false)
			var bad *BuildError
			switch {
			case test.want == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case test.want != "" && !(errors.As(err, &bad) && strings.Contains(bad.Output, test.want)):
				t.Errorf("got %v, want a BuildError that says %q", err, test.want)
			}
		})
	}
}

// TestBuildTakesNoLinks: a link would bring in code from outside the folder.
func TestBuildTakesNoLinks(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside.go")
	dir := t.TempDir()
	if err := os.WriteFile(outside, []byte("package main\n\nconst word = 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "word.go")); err != nil {
		t.Skip("skipped: no symbolic links here:", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() { println(word) }\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var bad *BuildError
	if _, err := Build(t.Context(), dir, t.TempDir(), false); !errors.As(err, &bad) {
		t.Errorf("got %v, want \"undefined: word\"", err)
	}
}

func TestSplit(t *testing.T) {
	for line, want := range map[string][]string{
		"python3 my.py":           {"python3", "my.py"},
		`  a  'b c' "d 'e" f''g `: {"a", "b c", "d 'e", "fg"},
		`sh -c ''`:                {"sh", "-c", ""},
		"":                        nil,
	} {
		if got, err := Split(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("Split(%q) = %q, %v; want %q", line, got, err, want)
		}
	}
	if got, err := Split("a 'b"); err == nil {
		t.Errorf("Split of an open quote = %q, want an error", got)
	}
}

func TestPlaces(t *testing.T) {
	source := map[string]string{"server.go": "package main\n\nfunc serve() {\n\tio.ReadAll(conn)\n}\n"}
	trace := `goroutine 1 gp=0xc0 m=nil [IO wait, 2 minutes]:
internal/poll.runtime_pollWait(0x7f, 0x72)
	runtime/netpoll.go:351 +0x85 fp=0x1 sp=0x2 pc=0x3
io.ReadAll({0x52c300, 0xc0})
	io/io.go:700 +0x7f
main.serve({0x52c300?, 0x3a?})
	./server.go:4 +0x22 fp=0x1 sp=0x2 pc=0x3
main.main()
	./main.go:12 +0xa5

goroutine 7 [IO wait]:
io.ReadAll({0x52c300, 0xc0})
	io/io.go:700 +0x7f
main.serve.func1()
	./server.go:4 +0x22
created by main.serve in goroutine 1
	./server.go:3 +0x22
`
	got := places(trace, Binary{Source: source, Folder: "./"})
	want := Place{Func: "serve", File: "server.go", Line: 4, State: "IO wait", Source: "io.ReadAll(conn)", In: "io.ReadAll", Also: 1}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestBuildAll builds two programs at once and asks one of them where it stood.
func TestBuildAll(t *testing.T) {
	var dirs []string
	for _, body := range []string{"select {}", "println(12345)"} {
		dir := t.TempDir()
		text := "package main\n\nfunc main() {\n\t" + body + "\n}\n"
		if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	all, err := BuildAll(t.Context(), dirs, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p, err := all[0].Start(Options{Dir: t.TempDir(), Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	<-p.Exited() // a deadlock is seen by itself
	got := p.Dump()
	if len(got) != 1 || got[0].File != "main.go" || got[0].Line != 4 || got[0].Source != "select {}" {
		t.Errorf("the program stood at %+v; want main.go:4", got)
	}
	if got := all[1].Source["main.go"]; !strings.Contains(got, "12345") {
		t.Errorf("the second program has the source %q", got)
	}
}

// TestBuildVariants builds a program, one that does not compile, and one that
// does.
func TestBuildVariants(t *testing.T) {
	dir := t.TempDir()
	main := "package main\n\nfunc main() { f() }\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(main), 0o666); err != nil {
		t.Fatal(err)
	}
	var variants []map[string]string
	for _, body := range []string{"", "undefined()", "println(12345)"} {
		variants = append(variants, map[string]string{"f.go": "package main\n\nfunc f() {" + body + "}\n"})
	}
	all, err := BuildVariants(t.Context(), dir, variants, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false, true} {
		if got := all[i].Command != nil; got != want {
			t.Errorf("variant %d was built: %v, want %v", i, got, want)
		}
	}
	if got := all[2].Source; got["main.go"] != main || !strings.Contains(got["f.go"], "12345") {
		t.Errorf("the last variant has the source %q", got)
	}
}
