package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/sandbox"
)

const hostileLimit = 3 * time.Minute // for one submission, on a busy machine

// A hostile is one submission that attacks.
type hostile struct {
	files []txtar.File
	links string
	want  map[string][]string

	dir string // where all of it happens
}

// TestHostile judges every submission of testdata/hostile as grade does: taken
// in, built and run in the sandbox. What an attack may not touch lies beside it.
func TestHostile(t *testing.T) {
	p := sandbox.Probe(t.Context(), "")
	if err := p.Enough(); err != nil {
		t.Skip("skipped: ", err)
	}
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	all, err := filepath.Glob(filepath.Join(w.Root, "testdata", "hostile", "*.txtar"))
	if err != nil || len(all) == 0 {
		t.Fatalf("submissions: %d, %v", len(all), err)
	}
	short := []string{"H12", "H15", "H23", "B03"}
	for _, file := range all {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if testing.Short() && !slices.Contains(short, name[:3]) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			newHostile(t, archive).attack(t, w, p)
		})
	}
}

func newHostile(t *testing.T, archive *txtar.Archive) hostile {
	h := hostile{dir: t.TempDir(), want: map[string][]string{}}
	for _, f := range archive.Files {
		switch f.Name {
		case "links":
			h.links = string(f.Data)
		case "want":
			for line := range strings.Lines(string(f.Data)) {
				key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
				h.want[key] = append(h.want[key], value)
			}
		default:
			h.files = append(h.files, f)
		}
	}
	return h
}

// attack takes the submission in, judges it, and looks at what is left.
func (h hostile) attack(t *testing.T, w lesson.Workshop, p sandbox.Protection) {
	h.needs(t, p)
	l, err := w.Lesson("lesson01")
	if err != nil {
		t.Fatal(err)
	}
	host, calls := listenOutside(t)
	h.handIn(t, w, l, host)
	if refused := h.take(t, l); refused != "" || h.want["refused"] != nil {
		if want := h.want["refused"]; !slices.Contains(want, refused) {
			t.Errorf("refused: %q, want %q", refused, want)
		}
	} else {
		h.judge(t, w, p)
	}
	h.untouched(t)
	if n := calls.Load(); n > 0 {
		t.Errorf("the machine's own server was called %d times", n)
	}
}

const secret = "package main\n\nfunc secret() {}\n" // lies outside

// handIn lays out the submission, and beside it what it may not touch.
func (h hostile) handIn(t *testing.T, w lesson.Workshop, l lesson.Lesson, host string) {
	h.write(t, "outside/secret.go", secret)
	h.write(t, "outside/canary", "alive")
	if err := copyTree(l.Solution(), h.at("handed")); err != nil {
		t.Fatal(err)
	}
	known := strings.NewReplacer("$OUTSIDE", h.at("outside"), "$COPY", h.copied(l), "$ROOT", w.Root, "$HOST", host, "$GOCACHE", goCache(t))
	for _, f := range h.files {
		h.write(t, "handed/"+f.Name, known.Replace(string(f.Data)))
	}
	h.link(t, known.Replace(h.links))
}

func (h hostile) at(name string) string { return filepath.Join(h.dir, name) }

func (h hostile) copied(l lesson.Lesson) string { return h.at("work/" + l.Name) }

func (h hostile) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.at(name)), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.at(name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// link makes what a text archive cannot hold: "symlink NAME TO", "hardlink NAME
// TO", "fifo NAME", and "pad NAME BYTES", a long comment.
func (h hostile) link(t *testing.T, lines string) {
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		name := h.at("handed/" + words[1])
		_ = os.Remove(name) // it may not be there
		var err error
		switch words[0] {
		case "symlink":
			err = os.Symlink(words[2], name)
		case "hardlink":
			err = os.Link(words[2], name)
		case "fifo":
			err = syscall.Mkfifo(name, 0o666)
		case "pad":
			n, _ := strconv.Atoi(words[2])
			err = os.WriteFile(name, []byte("package main\n//"+strings.Repeat("x", n)), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// take copies what counts of the submission.
func (h hostile) take(t *testing.T, l lesson.Lesson) (refused string) {
	files, end, err := class.Open(h.at("handed"))
	if err != nil {
		t.Fatal(err)
	}
	defer end.Close() // only read
	if err := os.MkdirAll(h.copied(l), 0o777); err != nil {
		t.Fatal(err)
	}
	if refused, err = class.CopyProgram(files, ".", h.copied(l)); err != nil {
		t.Fatal(err)
	}
	return refused
}

// judge runs the checks in a box, and wants the verdict and the words.
func (h hostile) judge(t *testing.T, w lesson.Workshop, p sandbox.Protection) {
	before := listing(t, h.dir)
	out := h.run(t, w, p, "lesson01", "--json")
	var r check.Result
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v: %.2000s", err, out)
	}
	if want := strings.Fields(h.want["verdict"][0]); !slices.Contains(want, string(r.Verdict)) {
		t.Errorf("verdict %q, want %v: %.6000s", r.Verdict, want, out)
	}
	for _, text := range h.want["say"] {
		if !strings.Contains(out, text) {
			t.Errorf("nobody says %q: %.6000s", text, out)
		}
	}
	if strings.Contains(out, "ESCAPED") {
		t.Errorf("it got out: %.6000s", out)
	}
	for _, c := range r.Checks {
		for _, text := range h.want["never"] {
			if c.Failure != nil && strings.Contains(fmt.Sprint(c.Failure.Where), text) {
				t.Errorf("%q is believed: %v", text, c.Failure.Where)
			}
		}
	}
	if h.want["text"] != nil {
		clean(t, h.run(t, w, p, "lesson01", "--color", "never"))
	}
	if after := listing(t, h.dir); !slices.Equal(before, after) {
		t.Errorf("before there were %q, and now %q", before, after)
	}
}

// run runs the checker in a box on the copy, and makes sure that nobody is left
// in it when it is done.
func (h hostile) run(t *testing.T, w lesson.Workshop, p sandbox.Protection, args ...string) string {
	ctx, cancel := context.WithTimeout(t.Context(), hostileLimit)
	defer cancel()
	cache := goCache(t)
	cmd := p.Command(ctx, sandbox.Box{
		Read:   []string{filepath.Join(w.Root, "go.mod"), filepath.Join(w.Root, "lessons"), h.at("work")},
		Shadow: []string{cache}, Env: []string{"GOCACHE=" + cache},
	}, append(args, "--work", h.at("work"), "--seed", "1")...)
	var out, said bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = w.Root, &out, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	inside := spaces(t, cmd.Process.Pid)
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() < 0 || out.Len() == 0) {
		t.Fatalf("%v: %s", err, said.String())
	}
	for _, left := range inhabitants(inside) {
		t.Errorf("process %s is left", left)
	}
	return out.String()
}
