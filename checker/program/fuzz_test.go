package program

import (
	"slices"
	"strings"
	"testing"
)

const dumped = `goroutine 1 gp=0xc000002380 m=0 mp=0x1 [IO wait, 2 minutes]:
io.ReadAll({0x52b0e8, 0xc000012345})
	io/io.go:712 +0x5e
main.serve({0x52b0e8?, 0xc000012345?})
	./server.go:3 +0x6b
main.main()
	./main.go:1 +0x25

goroutine 18 [running]:
main.(*server).handle.func1(...)
	./server.go:2
created by main.serve in goroutine 1
	./server.go:99 +0x6b
`

// FuzzPlaces reads any text as a dump. Whatever a program has printed, a place
// is in a file of its own, with the line as it stands there.
func FuzzPlaces(f *testing.F) {
	source := "package main\n\tconn.Read(buf)\nfunc serve() {\n"
	f.Add(dumped, source)
	f.Add(strings.ReplaceAll(dumped, "\n", "\r\n"), source)
	f.Add("goroutine 1 [", source)
	f.Add("goroutine 1 [x]:\n(\n\t./server.go:99999999999999999999\n", source)
	f.Add("goroutine 1 [x]:\n\t./server.go:0\n", source)
	f.Fuzz(func(t *testing.T, text, source string) {
		b := Binary{Source: map[string]string{"server.go": source, "main.go": "package main"}, Folder: "./"}
		lines := strings.Split(source, "\n")
		goroutines := strings.Count(text, "goroutine ")
		stood := 0
		for _, p := range places(text, b) {
			stood += 1 + p.Also
			switch {
			case p.File != "server.go" && p.File != "main.go":
				t.Fatalf("%+v is in no file of the program", p)
			case p.File == "main.go":
			case p.Line < 1 || p.Line > len(lines):
				if p.Source != "" {
					t.Fatalf("%+v: there is no such line", p)
				}
			case p.Source != strings.TrimSpace(lines[p.Line-1]):
				t.Fatalf("%+v: the line is %q", p, lines[p.Line-1])
			}
		}
		if stood > goroutines {
			t.Fatalf("%d places of %d goroutines", stood, goroutines)
		}
	})
}

// FuzzSplit splits a command line. Words that are put in quotes come back as
// they were.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"python3 my.py", "'a b' c", `a"b c"d''`, "'", "", " \t\n", "\xff"} {
		f.Add(seed, "x", "y z")
	}
	f.Fuzz(func(t *testing.T, line, a, b string) {
		words, err := Split(line)
		if !strings.ContainsAny(line, `'"`) && (err != nil || !slices.Equal(words, strings.Fields(line))) {
			t.Fatalf("%q: got %q, %v", line, words, err)
		}
		if strings.ContainsRune(a, '\'') || strings.ContainsRune(b, '"') {
			return
		}
		words, err = Split("'" + a + "'  \"" + b + `"`)
		if err != nil || !slices.Equal(words, []string{a, b}) {
			t.Fatalf("got %q, %v; want %q", words, err, []string{a, b})
		}
	})
}

// FuzzCleanBuildOutput takes any words of the compiler. Nothing about the
// learner's files gets lost, and cleaning twice is cleaning once.
func FuzzCleanBuildOutput(f *testing.F) {
	f.Add("# command-line-arguments\n./server.go:3:4: undefined: x\n")
	f.Add("\r\n./\n# command-line-arguments")
	f.Fuzz(func(t *testing.T, output string) {
		got := cleanBuildOutput(output)
		if strings.Contains("\n"+got+"\n", "\n# command-line-arguments\n") {
			t.Fatalf("%q is left", got)
		}
		for line := range strings.Lines(output) {
			line = strings.TrimSpace(strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "./"))
			if line != "# command-line-arguments" && !strings.Contains(got, line) {
				t.Fatalf("%q is lost in %q", line, got)
			}
		}
	})
}
