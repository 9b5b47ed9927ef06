package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// learns makes the lesson's solution the learner's own program.
func (d *desk) learns(lesson string) {
	d.t.Helper()
	name := filepath.Base(d.glob("solutions", lesson+"-*"))
	if err := copyTree(filepath.Join(d.dir, "solutions", name), filepath.Join(d.dir, "work", name)); err != nil {
		d.t.Fatal(err)
	}
}

// glob returns the one file with such a name.
func (d *desk) glob(pattern ...string) string {
	d.t.Helper()
	all, err := filepath.Glob(filepath.Join(append([]string{d.dir}, pattern...)...))
	if err != nil || len(all) != 1 {
		d.t.Fatalf("%q: %q, %v; want one", pattern, all, err)
	}
	return all[0]
}

// TestNoProc judges what can be judged where the system shows no processes.
func TestNoProc(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNS)
	if d == nil {
		return
	}
	d.learns("lesson01")
	d.learns("lesson06")
	if err := syscall.Mount("tmpfs", "/proc", "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("skipped: nothing can be mounted here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount("/proc", syscall.MNT_DETACH) }) // it ends with the namespace at the latest
	unseen := []string{"It is not your program's failure.", "cannot be seen: this system shows no processes under /proc", "Mount /proc"}
	d.checker(statusUnknown, unseen, "lesson01")
	d.checker(statusUnknown, unseen, "lesson06") // whose sockets cannot be seen
	d.checker(statusFail, []string{"step 1 is not written yet"}, "lesson02")
	d.checker(statusUnknown, []string{"✓ Go  ", "– /proc ", "Mount /proc", "cannot judge programs yet"}, "doctor")
}

// TestNoLoopback has a network of its own, at first without a way to itself, and
// then without IPv6.
func TestNoLoopback(t *testing.T) {
	d := deskAlone(t, syscall.CLONE_NEWNET)
	if d == nil {
		return
	}
	d.learns("lesson03")
	down := []string{"nobody can be called on the loopback network", "ip link set lo up"}
	d.checker(statusUnknown, down, "lesson03")
	d.checker(statusUnknown, down[:1], "doctor")
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/all/disable_ipv6", []byte("1"), 0); err != nil {
		t.Skip("skipped: IPv6 cannot be turned off here: ", err)
	}
	if err := loopbackUp(); err != nil {
		t.Fatal(err)
	}
	d.checker(statusPass, []string{"2 skipped: this machine has no IPv6", "All of lesson03 passes."}, "lesson03")
	d.checker(statusPass, []string{"– IPv6 ", "lesson03 over tcp6 is skipped. Turn IPv6 on", "This machine is ready"}, "doctor")
}

// loopbackUp turns the loopback interface on (netdevice(7)).
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, request)
}

// TestLowLimits names what there is too little of, and what to do. It blames
// nobody for it.
func TestLowLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it runs whole lessons")
	}
	t.Parallel()
	d := newDesk(t)
	d.sit()
	d.learns("lesson16")
	for _, c := range []struct {
		limit  string
		lesson string
		status int
		say    string
	}{
		{"-n 20", "lesson01", statusUnknown, "the limit of open files is 20 here, want at least 64 (ulimit -n)"},
		{"-n 80", "lesson16", statusUnknown, "Raise the limit of open files: ulimit -n 1024."},
		{"-n 150", "lesson16", statusUnknown, "too many open files"},
		{"-n 64", "lesson01", statusPass, "All of lesson01 passes."},
		{"-S -n 20 && ulimit -S -d 1000000", "lesson01", statusPass, "All of lesson01 passes."}, // which may be raised
		{"-f 100", "lesson01", statusUnknown, "want at least 1073741824 (ulimit -f)"},
		{"-t 5", "lesson01", statusUnknown, "the limit of seconds of processor time is 5 here, want at least 60 (ulimit -t)"},
		{"-v 2500000", "lesson01", statusUnknown, "(ulimit -v)"},
		{"-u 100", "lesson01", statusUnknown, "the limit of processes and threads is 100 here, want at least 256 (ulimit -u)"},
	} {
		say := []string{c.say}
		if c.status == statusUnknown {
			say = append(say, "It is not your program's failure.")
		}
		if strings.Contains(c.say, "(ulimit") {
			say = append(say, "Raise this limit, or ask who looks after the machine.")
		}
		d.limited(c.limit, c.lesson, c.status, say)
	}
}

// limited checks a lesson in a shell that has set a limit.
func (d *desk) limited(limit, lesson string, status int, want []string) {
	d.t.Helper()
	shell, err := exec.LookPath("bash") // whose ulimit knows all of them
	if err != nil {
		d.t.Skip("skipped: ", err)
	}
	cmd, said := d.command()
	cmd.Path, cmd.Args = shell, []string{"bash", "-c", "ulimit " + limit + ` && exec -a checker "$0" ` + lesson, cmd.Path}
	d.runs(cmd, said, status, want)
}

// TestFileTimes: what a file's time says decides nothing, be it wrong by decades.
func TestFileTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it runs whole lessons")
	}
	t.Parallel()
	d := newDesk(t)
	d.sit()
	for _, at := range []time.Time{time.Unix(0, 0), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)} {
		d.dates(d.dir, at)
		d.checker(statusPass, []string{"All of lesson01 passes."}, "lesson01")
		if err := copyTree(d.glob("lessons", "lesson01-*", "skeleton"), d.mine); err != nil {
			t.Fatal(err)
		}
		d.dates(d.mine, at) // as before
		d.checker(statusFail, []string{"step 1 is not written yet"}, "lesson01")
		d.learns("lesson01")
	}
}

// dates gives all files of a folder a time.
func (d *desk) dates(dir string, at time.Time) {
	d.t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, at, at)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}
