//go:build unix

package program

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the program under test: a real process.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "play" {
		play(os.Args[2])
		return
	}
	os.Exit(m.Run())
}

// play is what the program under test does.
func play(part string) {
	switch part {
	case "flood":
		for {
			os.Stdout.WriteString(strings.Repeat("x", 1000) + "\n")
		}
	case "talk":
		os.Stderr.WriteString(strings.Repeat("a", keepFirst) + strings.Repeat("b", 3*keepLast) + "the end\n")
	case "parent":
		child("orphan")
		os.Stdout.WriteString("the last words")
	case "orphan", "sleep":
		time.Sleep(time.Hour)
	case "env":
		os.Stdout.WriteString(strings.Join(os.Environ(), "\n"))
	case "memory":
		hold := make([]byte, 2<<30)
		for i := range hold {
			hold[i] = 1
		}
	}
}

// child starts another part in a session of its own, with the same output.
func child(part string) {
	attr := &os.ProcAttr{Files: []*os.File{nil, os.Stdout, os.Stderr}, Env: os.Environ(), Sys: &syscall.SysProcAttr{Setsid: true}}
	if _, err := os.StartProcess(os.Args[0], []string{os.Args[0], "play", part}, attr); err != nil {
		panic(err)
	}
}

func start(t *testing.T, part string) *Process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := Binary{Command: []string{self, "play"}}
	p, err := b.Start(Options{Args: []string{part}, Dir: t.TempDir(), Notify: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

func ended(t *testing.T, p *Process) Status {
	t.Helper()
	select {
	case <-p.Exited():
	case <-time.After(60 * time.Second):
		t.Fatal("the program did not end")
	}
	status, _ := p.Status()
	return status
}

func TestFloodIsEnded(t *testing.T) {
	p := start(t, "flood")
	if status := ended(t, p); status.Signal != "killed" || !p.Flooded() {
		t.Errorf("%v, flooded %v; want killed, true", status, p.Flooded())
	}
	if kept := len(p.Stdout.Bytes()); kept > 2<<20 {
		t.Errorf("%d bytes kept, want at most 2 MiB", kept)
	}
}

func TestBothEndsOfOutputAreKept(t *testing.T) {
	p := start(t, "talk")
	ended(t, p)
	text := string(p.Stderr.Bytes())
	if !strings.HasPrefix(text, "aaa") || !strings.HasSuffix(text, "bbthe end\n") || !strings.Contains(text, "bytes left out") {
		t.Errorf("got %d bytes, %.20q … %q", len(text), text, text[max(0, len(text)-20):])
	}
	if got, want := p.Stderr.Total(), int64(keepFirst+3*keepLast+len("the end\n")); got != want {
		t.Errorf("Total is %d, want %d", got, want)
	}
}

func TestChildIsFoundAndEnded(t *testing.T) {
	p := start(t, "parent")
	ended(t, p)
	if got := string(p.Stdout.Bytes()); got != "the last words" {
		t.Errorf("stdout is %q; a child that holds the pipe must not hide it", got)
	}
	if _, err := p.Look(); errors.Is(err, ErrNoProc) {
		t.Skip("skipped:", err)
	}
	left := p.Leftovers()
	if len(left) != 1 || !strings.HasSuffix(left[0].Command, "play orphan") {
		t.Fatalf("left behind: %+v, want the one orphan", left)
	}
	p.Stop()
	if left := p.Leftovers(); len(left) > 0 {
		t.Errorf("after Stop %+v is still there", left)
	}
}

func TestEnvironmentIsTheSameForAll(t *testing.T) {
	t.Setenv("GODEBUG", "http2debug=1")
	t.Setenv("SECRET", "do not tell")
	p := start(t, "env")
	ended(t, p)
	var names []string
	for line := range strings.Lines(string(p.Stdout.Bytes())) {
		name, _, _ := strings.Cut(line, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{"CHECKER_RUN", "HOME", "LC_ALL", "PATH", "TEMP", "TMP", "TMPDIR", "TZ"}
	if !slices.Equal(names, want) {
		t.Errorf("the environment has %v, want %v", names, want)
	}
}

func TestMemoryIsLimited(t *testing.T) {
	p := start(t, "memory")
	if _, _, err := p.Memory(); errors.Is(err, ErrNoProc) {
		t.Skip("skipped:", err)
	}
	status := ended(t, p)
	if status.Code == 0 || !strings.Contains(string(p.Stderr.Bytes()), "out of memory") {
		t.Errorf("a program that takes 2 GiB ended with %v; want it to run out of memory", status)
	}
}

func TestFreezeAndThaw(t *testing.T) {
	p := start(t, "sleep")
	if err := p.Freeze(); errors.Is(err, ErrNoProc) {
		t.Skip("skipped:", err)
	} else if err != nil {
		t.Fatal(err)
	}
	if a, err := p.Look(); err != nil || !a.Stopped {
		t.Errorf("frozen: %+v, %v; want Stopped", a, err)
	}
	if err := p.Thaw(); err != nil {
		t.Fatal(err)
	}
	if err := p.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if status := ended(t, p); status.Signal != "terminated" {
		t.Errorf("after SIGTERM: %v, want terminated", status)
	}
}

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
	got := places(trace, source)
	want := Place{Func: "serve", File: "server.go", Line: 4, State: "IO wait", Source: "io.ReadAll(conn)", In: "io.ReadAll", Also: 1}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
