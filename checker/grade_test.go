package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/sandbox"
)

// A school is a workshop of its own with a class in it.
type school struct {
	t   *testing.T
	env []string
	dir string
	tmp string // for all temporary files

	boxed bool // this machine has a sandbox
}

func newSchool(t *testing.T) *school {
	if testing.Short() {
		t.Skip("skipped: a class is judged more than once")
	}
	w, env := shopFor(t)
	s := &school{t: t, dir: env.Cd, tmp: t.TempDir(), boxed: sandbox.Probe(t.Context(), "").Enough() == nil}
	s.env = append(append(os.Environ(), env.Vars...), "TMPDIR="+s.tmp)
	if err := enrol(w, filepath.Join(s.dir, "class")); err != nil {
		t.Fatal(err)
	}
	return s
}

// command returns a grading of three lessons with a seed that is always the same.
func (s *school) command(out string, flags ...string) *exec.Cmd {
	args := append([]string{"grade", "class", "--lessons", "1-3", "--seed", "7", "--json", "--out", out}, flags...)
	if !s.boxed {
		args = append(args, "--trust")
	}
	cmd := exec.Command("checker", args...)
	cmd.Dir, cmd.Env = s.dir, s.env
	return cmd
}

// grade grades the class and returns the verdict of each check.
func (s *school) grade(out string, flags ...string) map[string]string {
	s.t.Helper()
	text, err := s.command(out, flags...).Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == statusUnknown) {
		s.t.Fatalf("%v: %v", err, exit)
	}
	var g class.Grading
	if err := json.Unmarshal(text, &g); err != nil {
		s.t.Fatal(err)
	}
	return verdicts(g)
}

func verdicts(g class.Grading) map[string]string {
	all := map[string]string{}
	for _, s := range g.Students {
		all[s.Name] = s.Problem + strings.Join(s.Changed, " ")
		for _, r := range s.Results {
			if r == nil {
				continue
			}
			all[s.Name+" "+r.Lesson] = fmt.Sprintf("%s, seed %d, %s", r.Verdict, r.Seed, r.Build.Output)
			for _, c := range r.Checks {
				all[s.Name+" "+r.Lesson+" "+c.Name] = string(c.Verdict)
			}
		}
	}
	return all
}

// same wants two gradings to have come to the same verdicts.
func (s *school) same(what string, got, want map[string]string) {
	s.t.Helper()
	for key, verdict := range want {
		if got[key] != verdict {
			s.t.Errorf("%s: %s: %q, want %q", what, key, got[key], verdict)
		}
	}
	if len(got) != len(want) {
		s.t.Errorf("%s: %d verdicts, want %d", what, len(got), len(want))
	}
}

// TestGrade grades a class with one worker, then in two parts with four, one of
// them without a sandbox, and once more with a grading that is killed and one
// that is interrupted before: each comes to the same verdicts.
func TestGrade(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	want := s.grade("one", "-j", "1")
	if want["ada lesson03-families"] == "" || want["finn lesson02-call-loop"] == "" {
		t.Fatalf("ada's or finn's program is not judged: %v", want)
	}
	parts := s.grade("parts", "-j", "4", "--shard", "0/2")
	other := s.grade("parts", "-j", "4", "--shard", "1/2", "--trust")
	if len(parts) == 0 || len(other) == 0 {
		t.Errorf("the parts have %d and %d verdicts, want some in both", len(parts), len(other))
	}
	maps.Copy(parts, other)
	s.same("two parts", parts, want)

	s.kill("out", "ada")
	killed := s.results("out")
	if len(killed) < 3 {
		t.Fatalf("%d results are there although ada was done, want 3 or more", len(killed))
	}
	if runtime.GOOS != "windows" { // where a program cannot be sent Ctrl-C
		s.interrupt("out", "ben")
	}
	stopped := s.results("out")
	s.same("killed", s.grade("out", "-j", "1"), want)
	after := s.results("out")
	if len(after) <= len(stopped) {
		t.Errorf("%d results, and %d before: it was not stopped in the middle", len(after), len(stopped))
	}
	s.kept(after, killed)
	s.kept(after, stopped)
	s.leftNothing()
}

// TestGradeIsNotSpoofed hands in something under a name that speaks to a
// terminal and looks like more rows.
func TestGradeIsNotSpoofed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: no file has such a name here")
	}
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "mallory\x1b[2J\nzoe ✓\u202e"), 0o777); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("checker", "grade", dir, "--trust", "--lessons", "1", "--out", filepath.Join(t.TempDir(), "out"))
	cmd.Dir = w.Root
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != statusUnknown {
		t.Fatalf("%v; want exit status %d:\n%s", err, statusUnknown, out)
	}
	if bytes.ContainsAny(out, "\x1b\u202e") || bytes.Contains(out, []byte("\nzoe")) || !bytes.Contains(out, []byte(`mallory\x1b[2J zoe`)) {
		t.Errorf("the name came through: %q", out)
	}
}
