package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketworkshop/checker/check"
	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
)

// BenchmarkGrade grades a class that is made for it, and holds that against the
// bare cost: one build of all programs, and the checks alone with a worker a
// processor. GRADE_STUDENTS and GRADE_LESSONS say how large the class is:
//
//	GRADE_STUDENTS=100 go test ./checker -run '^$' -bench Grade -benchtime 1x -timeout 0
func BenchmarkGrade(b *testing.B) {
	w, lessons := allLessons(b)
	lessons = lessons[:min(len(lessons), classSize("GRADE_LESSONS", len(lessons)))]
	m := &madeClass{b: b, dir: b.TempDir(), bareDir: b.TempDir()}
	for n := range classSize("GRADE_STUDENTS", 2) {
		for _, l := range lessons {
			m.add(n, l)
		}
	}
	o := class.GradeOptions{
		Workshop: w, Lessons: lessons, Dir: m.dir, Workers: runtime.NumCPU(), Seed: new(uint64),
		Sandbox: sandbox.Probe(b.Context(), ""),
		Tell:    func(class.Advance) {},
		Rerun:   func(lesson.Lesson, string, string, uint64) string { return "" },
	}
	o.Trust = o.Sandbox.Enough() != nil || os.Getenv("GRADE_TRUST") != ""
	if o.Trust {
		o.Sandbox = sandbox.Protection{}
	}
	for b.Loop() {
		worked := processorTime(b)
		bare := m.bare()
		bareWork := processorTime(b) - worked
		o.Results = filepath.Join(b.TempDir(), "out")
		begun := time.Now()
		g, err := class.Grade(b.Context(), o)
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(begun)
		work := processorTime(b) - bareWork - worked
		b.ReportMetric(took.Seconds()/bare.Seconds(), "of-bare")
		b.ReportMetric(work.Seconds()/bareWork.Seconds(), "of-bare-work")
		b.Logf("%d programs: bare %.1f s and %.1f s of processor time, graded %.1f s and %.1f s",
			g.Judged, bare.Seconds(), bareWork.Seconds(), took.Seconds(), work.Seconds())
	}
}

// processorTime returns how much this process and those that it has waited for
// have used so far. On a machine where others work too it tells more than the
// clock.
func processorTime(b *testing.B) time.Duration {
	var sum time.Duration
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var used unix.Rusage
		if err := unix.Getrusage(who, &used); err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(used.Utime.Nano() + used.Stime.Nano())
	}
	return sum
}

func classSize(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// A madeClass is a class of copies of solutions and, one in four, of programs
// known to be wrong. No two of its programs are the same.
type madeClass struct {
	b       *testing.B
	dir     string
	bareDir string   // for the programs that show the bare cost
	dirs    []string // of these
	lessons []lesson.Lesson
}

func (m *madeClass) add(n int, l lesson.Lesson) {
	handed := filepath.Join(m.dir, fmt.Sprintf("student%03d", n), l.Name)
	same := filepath.Join(m.bareDir, fmt.Sprint(len(m.dirs))) // as good for a compiler, and unknown to its cache
	m.dirs, m.lessons = append(m.dirs, same), append(m.lessons, l)
	for i, dir := range []string{handed, same} {
		err := copyTree(l.Solution(), dir)
		if wrong, err2 := l.Wrong(); err == nil && err2 == nil && (n+l.Number)%4 == 0 {
			if k := wrong[n%len(wrong)]; k.Run == "" {
				err = k.Write(dir)
			}
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "name.go"), fmt.Appendf(nil, "package main\n\nconst _ = %d\n", 2*n+i), 0o666)
		}
		if err != nil {
			m.b.Fatal(err)
		}
	}
}

// bare returns how long it takes at least.
func (m *madeClass) bare() time.Duration {
	begun := time.Now()
	scratch, err := program.NewScratch(1 << 30)
	if err != nil {
		m.b.Fatal(err)
	}
	defer scratch.Remove()
	all, err := program.BuildAll(context.Background(), m.dirs, scratch.Dir)
	if err != nil {
		m.b.Fatal(err)
	}
	slots := make(chan struct{}, runtime.NumCPU())
	var wait sync.WaitGroup
	for i := len(all) - 1; i >= 0; i-- {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			if _, err := check.Run(m.b.Context(), m.lessons[i], check.Options{Dir: m.dirs[i], Built: &all[i]}); err != nil {
				m.b.Error(err)
			}
		})
	}
	wait.Wait()
	return time.Since(begun)
}
