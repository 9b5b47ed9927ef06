package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"socketworkshop/checker/lesson"
)

// A desk is a workshop in which a learner has begun, and what must not get lost
// there.
type desk struct {
	t     *testing.T
	dir   string   // of the workshop
	tmp   string   // the temporary folder of all its checkers
	env   []string // of a checker
	mine  string   // the learner's copy of lesson01
	wrote map[string][]byte
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	env := &testscript.Env{WorkDir: t.TempDir()}
	if err := newWorkshop(w, env); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, dir: env.Cd, tmp: filepath.Join(env.WorkDir, "temporary"), mine: filepath.Join(env.Cd, "work", "lesson01-phone-call")}
	d.env = append(append(os.Environ(), env.Vars...), "TMPDIR="+d.tmp)
	if err := os.Mkdir(d.tmp, 0o777); err != nil {
		t.Fatal(err)
	}
	return d
}

// command returns a checker that is not started yet, and what it will have said.
func (d *desk) command(words ...string) (*exec.Cmd, *bytes.Buffer) {
	self, err := os.Executable()
	if err != nil {
		d.t.Fatal(err)
	}
	var said bytes.Buffer
	return &exec.Cmd{Path: self, Args: append([]string{"checker"}, words...), Dir: d.dir, Env: d.env, Stdout: &said, Stderr: &said}, &said
}

// checker runs a checker, and wants its exit status and some words.
func (d *desk) checker(status int, want []string, words ...string) {
	d.t.Helper()
	cmd, said := d.command(words...)
	_ = cmd.Run() // its state tells
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != status {
		d.t.Fatalf("checker %q: %v, want exit status %d: %s", words, cmd.ProcessState, status, said)
	}
	for _, w := range want {
		if !strings.Contains(said.String(), w) {
			d.t.Errorf("checker %q does not say %q: %s", words, w, said)
		}
	}
}

// sit lets the learner pass lesson01 in a copy with a file of their own.
func (d *desk) sit() {
	d.t.Helper()
	d.checker(statusPass, nil, "reset", "lesson01")
	if err := copyTree(filepath.Join(d.dir, "solutions", "lesson01-phone-call"), d.mine); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.mine, "notes.txt"), []byte("what I have learned"), 0o666); err != nil {
		d.t.Fatal(err)
	}
	d.wrote = d.read(d.mine)
}

func (d *desk) read(dir string) map[string][]byte {
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			all[e.Name()], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func (d *desk) same(dir string, want map[string][]byte) bool {
	got := d.read(dir)
	for name, text := range want {
		if !bytes.Equal(got[name], text) {
			return false
		}
	}
	return len(got) == len(want)
}

// processes returns the processes that have our temporary folder, or a folder
// in it, in their environment (proc_pid_environ(5)).
func (d *desk) processes() (all []int) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		env, _ := os.ReadFile(filepath.Join("/proc", e.Name(), "environ")) // gone, or not ours
		if bytes.Contains(env, []byte("="+d.tmp)) {
			all = append(all, pid)
		}
	}
	return all
}

// settles waits until none of these processes is left, or at all.
func (d *desk) settles(left func() []int) {
	d.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(time.Minute); len(left()) > 0; {
		select {
		case <-tick.C:
		case <-limit:
			d.t.Fatalf("processes %d are still there", left())
		}
	}
}

// scratches returns the scratch folders that there are.
func (d *desk) scratches() []string {
	all, err := lesson.Glob(d.tmp, "*")
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

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
