package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
)

// slowServer never comes to the point. It says in a folder which process it is.
// A run that is not stopped finds that out after a while, and tries once more.
const slowServer = `package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"
)

func listen(addr string) (net.Listener, error) {
	if err := os.WriteFile(filepath.Join(%q, fmt.Sprint(os.Getpid())), nil, 0o666); err != nil {
		return nil, err
	}
	for {
		time.Sleep(time.Second)
	}
}

func serve(ln net.Listener) error { return ln.Close() }
`

var someFail = regexp.MustCompile(`\d+ of \d+ checks pass`)

// TestWatchStopsRunUnderWay saves a program again while it is being checked. What
// came of the first is never shown, and nothing of it goes on.
func TestWatchStopsRunUnderWay(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it runs whole lessons")
	}
	t.Parallel()
	d := newDesk(t)
	d.sit()
	server := filepath.Join(d.mine, "server.go")
	began := t.TempDir()
	if err := os.WriteFile(server, fmt.Appendf(nil, slowServer, began), 0o666); err != nil {
		t.Fatal(err)
	}
	p := onTerminal(t, d.dir, d.env, "watch", "lesson01")
	d.begins(began)
	if err := os.WriteFile(server, d.wrote["server.go"], 0o666); err != nil {
		t.Fatal(err)
	}
	if shown := someFail.FindString(p.awaits("All of lesson01 passes.")); shown != "" {
		t.Errorf("of the first run it shows %q", shown)
	}
	d.settles(func() []int {
		return slices.DeleteFunc(d.processes(), func(pid int) bool { return !slices.Contains(begun(t, began), pid) })
	})
	p.press("q")
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("watch ended with %v, want status 0", err)
	}
	d.settles(d.processes)
	if n := len(begun(t, began)); n != 1 {
		t.Errorf("the first program was started %d times; the run went on", n)
	}
	if left := d.scratches(); len(left) > 0 {
		t.Errorf("scratch folders are left: %q", left)
	}
}

// begins waits until a slow server has begun.
func (d *desk) begins(folder string) {
	d.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(time.Minute); len(begun(d.t, folder)) == 0; {
		select {
		case <-tick.C:
		case <-limit:
			d.t.Fatal("the first program does not begin")
		}
	}
}

// begun returns the processes of the slow servers that have begun.
func begun(t *testing.T, folder string) (all []int) {
	t.Helper()
	names, err := lesson.Glob(folder, "*")
	for _, name := range names {
		pid, bad := strconv.Atoi(filepath.Base(name))
		if bad != nil {
			t.Fatal(bad)
		}
		all = append(all, pid)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}
