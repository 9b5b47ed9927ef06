package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"socketworkshop/checker/check"
)

// results returns the files of results by name.
func (s *school) results(out string) map[string][]byte {
	s.t.Helper()
	all := map[string][]byte{}
	top := filepath.Join(s.dir, out, "results")
	err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// starts begins a grading, and returns what it says on standard error.
func (s *school) starts(out string, flags ...string) (*exec.Cmd, *bufio.Scanner) {
	s.t.Helper()
	cmd := s.command(out, flags...)
	stderr, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return cmd, bufio.NewScanner(stderr)
}

// kill kills a grading when it has judged a student.
func (s *school) kill(out, student string) {
	s.t.Helper()
	cmd, lines := s.starts(out, "-j", "1")
	for lines.Scan() && !strings.HasPrefix(lines.Text(), student+" is done") {
	}
	if err := cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
}

// interrupt interrupts a grading when it has judged a student. It has to say so,
// and not that anybody is done who is not.
func (s *school) interrupt(out, student string) {
	s.t.Helper()
	cmd, lines := s.starts(out, "-j", "1")
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
		if strings.HasPrefix(lines.Text(), student+" is done") {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != statusUnknown {
		s.t.Errorf("it ended with %v, want exit status %d", err, statusUnknown)
	}
	if all := strings.Join(said, "\n"); !strings.HasSuffix(all, "checker: interrupted") || strings.Contains(all, "(18 of 18)") {
		s.t.Errorf("it says:\n%s", all)
	}
}

// kept wants the verdicts of a grading that was stopped not to be judged again.
func (s *school) kept(after, before map[string][]byte) {
	s.t.Helper()
	for name, text := range before {
		if !bytes.Equal(after[name], text) && !unknown(text) {
			s.t.Errorf("%s was judged again", name)
		}
	}
}

// unknown reports whether a file holds no verdict.
func unknown(text []byte) bool {
	var k struct{ Result check.Result }
	return json.Unmarshal(text, &k) == nil && k.Result.Verdict == check.Unknown
}

// leftNothing wants no temporary file, nor a process that runs from one.
func (s *school) leftNothing() {
	s.t.Helper()
	if left, _ := filepath.Glob(filepath.Join(s.tmp, "*")); len(left) > 0 {
		s.t.Errorf("these are left: %q", left)
	}
	if runtime.GOOS != "linux" {
		return
	}
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil || len(links) == 0 {
		s.t.Fatalf("no process is seen: %v", err)
	}
	for _, link := range links {
		if at, err := os.Readlink(link); err == nil && strings.HasPrefix(at, s.tmp) {
			s.t.Errorf("%s runs still", at)
		}
	}
}
