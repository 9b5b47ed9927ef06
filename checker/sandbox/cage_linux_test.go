package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// run runs a script in a cage, in the folder of its own.
func run(t *testing.T, c *Cage, dir, script string) string {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-c", script)
	var said bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = dir, &said, &said, &syscall.SysProcAttr{}
	if err := c.Start(cmd, nil, []string{dir}); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // what it says counts
	return said.String()
}

// TestCage holds a program without a box around it, as on a machine that gives
// no namespaces.
func TestCage(t *testing.T) {
	if landlock() == 0 {
		t.Skip("skipped: this kernel has no Landlock that is of use")
	}
	c := newCage(plan{})
	outside, own := t.TempDir(), t.TempDir()
	canary := filepath.Join(outside, "canary")
	if err := os.WriteFile(canary, []byte("alive"), 0o666); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{
		"echo x > own && mkdir d && mv own d/ && cat d/own":  "x",
		"cat " + canary + " || echo refused":                 "refused",
		"echo dead > " + canary + " || echo refused":         "refused",
		"rm " + canary + " || echo refused":                  "refused",
		"ls " + outside + " || echo refused":                 "refused",
		"cat /proc/$PPID/environ || echo refused":            "refused",
		"cat /etc/shadow || echo refused":                    "refused",
		"echo x > /dev/null && head -c 1 /dev/zero | wc -c ": "1",
	} {
		said := strings.TrimSpace(run(t, c, own, script))
		if lines := strings.Split(said, "\n"); lines[len(lines)-1] != want && want != "" {
			t.Errorf("%s: %q, want %q", script, said, want)
		}
	}
	if text, err := os.ReadFile(canary); err != nil || string(text) != "alive" {
		t.Errorf("outside the cage there is %q, %v", text, err)
	}
}

// TestCageKeepsSignals starts a program that would end this process.
func TestCageKeepsSignals(t *testing.T) {
	c := newCage(plan{})
	if c.abi < scopeABI {
		t.Skip("skipped: this kernel's Landlock does not keep signals")
	}
	if said := run(t, c, t.TempDir(), "kill -0 $PPID || echo refused"); !strings.Contains(said, "refused") {
		t.Errorf("a signal to its parent: %q, want it refused", said)
	}
}

// TestCageBindsNobodyElse starts programs in cages and without one at the same
// time: a thread that was bound must not start others.
func TestCageBindsNobodyElse(t *testing.T) {
	c := newCage(plan{})
	outside := t.TempDir()
	var all sync.WaitGroup
	for i := range 20 {
		own := t.TempDir()
		all.Go(func() { run(t, c, own, ":") })
		all.Go(func() {
			name := filepath.Join(outside, fmt.Sprint(i))
			if out, err := exec.Command("/bin/sh", "-c", "echo x > "+name).CombinedOutput(); err != nil {
				t.Errorf("outside of a cage: %v: %s", err, out)
			}
			if err := os.WriteFile(name, nil, 0o666); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
