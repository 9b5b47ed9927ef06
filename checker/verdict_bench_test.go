package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkVerdict takes the time from save to verdict, for the solution of each
// lesson, and holds it against go build of the same program. Everything is done
// in turn, after an edit of one line:
//
//	go test ./checker -run '^$' -bench Verdict -benchtime 9x
//
// It reports medians. of-build is the verdict against go build, and beyond-ms
// what it takes beyond 1.15 times that. again-of-build is the verdict on the same
// program once more, cached-ms that of one that is known to have passed.
func BenchmarkVerdict(b *testing.B) {
	w, lessons := allLessons(b)
	self := filepath.Join(b.TempDir(), "checker.exe")
	if out, err := exec.Command("go", "build", "-o", self, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, l := range lessons {
		b.Run(l.Name, func(b *testing.B) {
			s := &saver{b: b, root: w.Root, self: self, lesson: l.Name, dir: filepath.Join(b.TempDir(), l.Name), kept: b.TempDir()}
			s.measure(l.Solution())
		})
	}
}

// A saver changes a program, saves it, and waits for the verdict.
type saver struct {
	b      *testing.B
	root   string // of the workshop
	self   string // the checker
	lesson string
	dir    string // of the program
	kept   string // where the checker keeps what has passed
	edits  int
}

func (s *saver) measure(solution string) {
	err := copyTree(solution, s.dir)
	if err == nil {
		err = os.WriteFile(filepath.Join(s.dir, "go.mod"), []byte("module learner\n\ngo 1.26\n"), 0o666)
	}
	if err != nil {
		s.b.Fatal(err)
	}
	var build, verdict, again, cached []time.Duration
	for s.b.Loop() {
		s.edit()
		build = append(build, s.takes("", "go", "build", "-o", s.dir+".exe", "."))
		s.edit()
		verdict = append(verdict, s.takes("off", s.self, s.lesson, "--work", s.dir))
		again = append(again, s.takes("off", s.self, s.lesson, "--work", s.dir))
		s.takes(s.kept, s.self, s.lesson, "--work", s.dir) // which is kept
		cached = append(cached, s.takes(s.kept, s.self, s.lesson, "--work", s.dir))
	}
	built := median(build)
	s.b.ReportMetric(float64(median(verdict))/float64(built), "of-build")
	s.b.ReportMetric(float64(median(again))/float64(built), "again-of-build")
	s.b.ReportMetric((median(verdict)-built*115/100).Seconds()*1000, "beyond-ms")
	s.b.ReportMetric(median(cached).Seconds()*1000, "cached-ms")
}

// edit changes one line, to one that was never there.
func (s *saver) edit() {
	s.edits++
	text := fmt.Sprintf("package main\n\nconst _ = \"%s %d\"\n", s.kept, s.edits)
	if err := os.WriteFile(filepath.Join(s.dir, "edited.go"), []byte(text), 0o666); err != nil {
		s.b.Fatal(err)
	}
}

func (s *saver) takes(kept string, words ...string) time.Duration {
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir, cmd.Env = s.root, append(os.Environ(), cacheVariable+"="+kept)
	if words[0] == "go" {
		cmd.Dir = s.dir
	}
	begun := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		s.b.Fatalf("%q: %v: %s", words, err, out)
	}
	return time.Since(begun)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
