package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
)

// A desk is a workshop in which a learner has begun, and what must not get lost
// there.
type desk struct {
	t     *testing.T
	self  string   // the checker
	dir   string   // of the workshop
	tmp   string   // the temporary folder of all its checkers
	env   []string // of a checker
	mine  string   // the learner's copy of lesson01
	wrote map[string][]byte
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	_, env := shopFor(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, self: self, dir: env.Cd, tmp: filepath.Join(env.WorkDir, "temporary"), mine: filepath.Join(env.Cd, "work", "lesson01-phone-call")}
	d.env = append(append(os.Environ(), env.Vars...), "TMPDIR="+d.tmp)
	if err := os.Mkdir(d.tmp, 0o777); err != nil {
		t.Fatal(err)
	}
	return d
}

// deskAlone is newDesk for a test that runs in namespaces of its own, beside the
// other tests. It returns nil to the one that only waits for that.
func deskAlone(t *testing.T, flags uintptr) *desk {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped: it runs whole lessons")
	}
	t.Parallel()
	if !alone(t, flags) {
		return nil
	}
	return newDesk(t)
}

// command returns a checker that is not started yet, and what it will have said.
func (d *desk) command(words ...string) (*exec.Cmd, *bytes.Buffer) {
	var said bytes.Buffer
	return &exec.Cmd{Path: d.self, Args: append([]string{"checker"}, words...), Dir: d.dir, Env: d.env, Stdout: &said, Stderr: &said}, &said
}

// checker runs a checker, and wants its exit status and some words.
func (d *desk) checker(status int, want []string, words ...string) {
	d.t.Helper()
	cmd, said := d.command(words...)
	d.runs(cmd, said, status, want)
}

// runs runs a command, and wants its exit status and some words.
func (d *desk) runs(cmd *exec.Cmd, said *bytes.Buffer, status int, want []string) {
	d.t.Helper()
	_ = cmd.Run() // its state tells
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != status {
		d.t.Fatalf("%q: %v, want exit status %d: %s", cmd.Args, cmd.ProcessState, status, said)
	}
	for _, w := range want {
		if !strings.Contains(said.String(), w) {
			d.t.Errorf("%q does not say %q: %s", cmd.Args, w, said)
		}
	}
}

// sit lets the learner pass lesson01 in a copy with a file of their own.
func (d *desk) sit() {
	d.t.Helper()
	d.checker(statusPass, nil, "reset", "lesson01")
	d.learns("lesson01")
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
