package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
)

// breaksOff starts a checker, ends it at a random moment of the time that it
// takes, and looks at what is left of it in memory and in temporary files.
func (d *desk) breaksOff(sig syscall.Signal, takes time.Duration, words ...string) {
	d.t.Helper()
	cmd, said := d.command(words...)
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	at := rand.N(takes + takes/8)
	ends := time.AfterFunc(at, func() { _ = cmd.Process.Signal(sig) }) // it may be over by then
	before := d.scratches()
	_ = cmd.Wait() // its state tells
	ends.Stop()
	d.settles(d.processes)
	if sig == syscall.SIGKILL {
		return
	}
	if slices.Contains([]int{statusPass, statusFail, statusUnknown}, cmd.ProcessState.ExitCode()) == early(cmd) || strings.Contains(said.String(), "panic") {
		d.t.Errorf("checker %q, interrupted after %v: %v: %s", words, at, cmd.ProcessState, said)
	}
	for _, left := range d.scratches() {
		if !slices.Contains(before, left) {
			d.t.Errorf("checker %q, interrupted after %v, leaves %s: %s", words, at, left, said)
		}
	}
}

// early reports whether a signal came before the checker could catch it.
func early(cmd *exec.Cmd) bool {
	return cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled()
}

// TestAnyMoment ends checkers at random moments, with Ctrl-C and for good. No
// process stays, and nothing gets lost.
func TestAnyMoment(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sit()
	begun := time.Now()
	d.checker(statusPass, nil, "lesson01")
	takes := time.Since(begun)
	begun = time.Now()
	d.checker(statusPass, nil, "reset", "lesson03")
	resets := time.Since(begun)
	rounds := 34 // of three moments
	if testing.Short() {
		rounds = 2
	}
	for i := range rounds {
		sig := []syscall.Signal{syscall.SIGINT, syscall.SIGKILL}[i%2]
		d.breaksOff(sig, resets, "reset", "lesson01")
		d.takesBack()
		d.breaksOff(sig, resets+takes/4, "lesson02")
		d.begunOrNot()
		d.breaksOff(sig, takes, "lesson01")
		d.keeps()
	}
	d.cleans()
}

// takesBack finds the learner's files in their place or in the copy that was
// kept, and puts them back.
func (d *desk) takesBack() {
	d.t.Helper()
	kept, err := lesson.Glob(filepath.Dir(d.mine), filepath.Base(d.mine)+".old")
	if err != nil {
		d.t.Fatal(err)
	}
	if len(kept) > 0 && d.same(kept[0], d.wrote) {
		if err := os.RemoveAll(d.mine); err != nil {
			d.t.Fatal(err)
		}
		if err := os.Rename(kept[0], d.mine); err != nil {
			d.t.Fatal(err)
		}
	}
	d.keeps()
}

// keeps wants the learner's files in their place, and the progress whole.
func (d *desk) keeps() {
	d.t.Helper()
	if !d.same(d.mine, d.wrote) {
		d.t.Fatalf("the learner's files are %q", d.read(d.mine))
	}
	text, err := os.ReadFile(filepath.Join(d.dir, "work", ".checker", "progress.json"))
	var p lesson.Progress
	if err != nil || json.Unmarshal(text, &p) != nil || p.Passed["lesson01-phone-call"].IsZero() {
		d.t.Fatalf("the progress is %q, %v", text, err)
	}
}

// begunOrNot wants lesson02 to be whole, or not begun, and removes it.
func (d *desk) begunOrNot() {
	d.t.Helper()
	dir := filepath.Join(d.dir, "work", "lesson02-call-loop")
	if _, err := os.Stat(dir); err != nil {
		return
	}
	if !d.same(dir, d.read(filepath.Join(d.dir, "lessons", "lesson02-call-loop", "skeleton"))) {
		d.t.Errorf("lesson02 is begun and holds %q", d.read(dir))
	}
	if err := os.RemoveAll(dir); err != nil {
		d.t.Fatal(err)
	}
}

// cleans lets the next checkers work, and wants nothing left that was not
// finished. A folder whose lock is gone has to be old to be removed.
func (d *desk) cleans() {
	d.t.Helper()
	long := time.Now().Add(-time.Hour)
	for _, dir := range d.scratches() {
		if err := os.Chtimes(dir, long, long); err != nil {
			d.t.Fatal(err)
		}
	}
	d.checker(statusPass, []string{"All of lesson01 passes."}, "lesson01")
	d.checker(statusPass, nil, "reset", "lesson02")
	if left := d.scratches(); len(left) > 0 {
		d.t.Errorf("scratch folders are left: %q", left)
	}
	work := filepath.Dir(d.mine)
	d.holds(work, ".checker", "go.mod", "lesson01-phone-call", "lesson02-call-loop", "lesson03-families")
	d.holds(filepath.Join(work, ".checker"), "progress.json")
}
