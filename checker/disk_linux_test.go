package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A disk is a small one in memory (tmpfs(5)).
type disk struct {
	t   *testing.T
	dir string
}

// mounts puts a disk of 1 MiB in the place of a folder, which it makes.
func mounts(t *testing.T, dir string) disk {
	t.Helper()
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("skipped: no disk can be mounted here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }) // it ends with the namespace at the latest
	return disk{t, dir}
}

func (k disk) filler() string { return filepath.Join(k.dir, "filler") }

// fills fills the disk to the last byte.
func (k disk) fills() {
	f, err := os.Create(k.filler())
	if err != nil {
		k.t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		k.t.Fatal(err)
	}
}

func (k disk) empties() {
	if err := os.Remove(k.filler()); err != nil {
		k.t.Fatal(err)
	}
}

// holds wants these names in a folder, and no others.
func (d *desk) holds(dir string, want ...string) {
	d.t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(want) {
		d.t.Fatalf("%s holds %v, %v; want %q", dir, entries, err, want)
	}
	for i, e := range entries {
		if e.Name() != want[i] {
			d.t.Errorf("%s holds %v, want %q", dir, entries, want)
		}
	}
}

// TestFullDisk begins, passes, takes hints and begins anew on a disk that is
// full. Nothing gets lost, and when there is room again everything works.
func TestFullDisk(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNS)
	if d == nil {
		return
	}
	work := filepath.Dir(d.mine)
	k := mounts(t, work)
	k.fills()
	full := []string{"no space left on device", "The disk is full."}
	d.checker(statusUnknown, full, "lesson01")
	d.holds(work, "filler")
	k.empties()
	d.checker(statusFail, []string{"work/lesson01-phone-call is yours now", "step 1 is not written yet"}, "lesson01")
	notes := filepath.Join(work, ".checker")
	before := d.read(notes)
	k.fills()
	d.wrote = d.read(d.mine)
	d.checker(statusFail, []string{"step 1 is not written yet", "your progress cannot be noted"}, "lesson01")
	d.checker(statusPass, []string{"hint 1 of ", "your progress cannot be noted"}, "hint", "lesson01")
	if d.holds(notes, "progress.json"); !d.same(notes, before) {
		t.Errorf("the progress was %q and is %q", before, d.read(notes))
	}
	d.checker(statusUnknown, full[:1], "reset", "lesson01")
	d.holds(work, ".checker", "filler", "go.mod", "lesson01-phone-call")
	if !d.same(d.mine, d.wrote) {
		t.Errorf("the learner's files are %q", d.read(d.mine))
	}
	k.empties()
	d.checker(statusPass, []string{"hint 1 of "}, "hint", "lesson01")
	d.checker(statusPass, []string{"hint 2 of "}, "hint", "lesson01")
	d.checker(statusPass, []string{"Your old copy is work/lesson01-phone-call.old now."}, "reset", "lesson01")
	if !d.same(d.mine+".old", d.wrote) {
		t.Errorf("the learner's files are %q", d.read(d.mine+".old"))
	}
}

// TestReadOnlyWork does the same where nothing can be written.
func TestReadOnlyWork(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNS)
	if d == nil {
		return
	}
	k := mounts(t, filepath.Dir(d.mine))
	d.sit()
	if err := syscall.Mount("", k.dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=1m"); err != nil {
		t.Skip("skipped: no disk can be made read-only here: ", err)
	}
	d.checker(statusPass, []string{"All of lesson01 passes.", "your progress cannot be noted"}, "lesson01")
	d.checker(statusUnknown, []string{"read-only file system"}, "reset", "lesson01")
	d.checker(statusUnknown, []string{"read-only file system", "--work DIR"}, "lesson02")
	d.holds(k.dir, "go.mod", "lesson01-phone-call")
	if !d.same(d.mine, d.wrote) {
		t.Errorf("the learner's files are %q", d.read(d.mine))
	}
}

// TestFullTemporaryFolder: no disk for the build is the machine's fault, not the
// learner's.
func TestFullTemporaryFolder(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNS)
	if d == nil {
		return
	}
	d.sit()
	if err := os.Remove(d.tmp); err != nil {
		t.Fatal(err)
	}
	k := mounts(t, d.tmp)
	d.checker(statusUnknown, []string{"no space left on device", "The disk is full."}, "lesson01") // 1 MiB: too little for a program
	d.holds(k.dir)
}

// TestReadOnlyCache: where the go command cannot keep what it has built, it still
// builds.
func TestReadOnlyCache(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNS)
	if d == nil {
		return
	}
	cache := goCache(t)
	err := syscall.Mount(cache, cache, "", syscall.MS_BIND, "")
	if err == nil {
		err = syscall.Mount("", cache, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
	}
	if err != nil {
		t.Skip("skipped: no folder can be made read-only here: ", err)
	}
	d.sit()
	if err := os.WriteFile(filepath.Join(d.mine, "new.go"), fmt.Appendf(nil, "package main\n\nconst _ = %q\n", t.TempDir()), 0o666); err != nil {
		t.Fatal(err)
	}
	d.checker(statusPass, []string{"All of lesson01 passes."}, "lesson01")
}

// TestFullCache: a cache that has nothing in it and no room is the machine's
// fault, not the learner's.
func TestFullCache(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNS)
	if d == nil {
		return
	}
	d.sit()
	k := mounts(t, filepath.Join(t.TempDir(), "cache"))
	k.fills()
	d.env = append(d.env, "GOCACHE="+k.dir)
	d.checker(statusUnknown, []string{"the go command cannot use its cache, which GOCACHE names"}, "lesson01")
}
