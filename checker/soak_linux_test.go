package main

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSoakInterrupted ends a soak, as Ctrl-C does, when it has told of one run. It
// says how many there were.
func TestSoakInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it runs whole lessons")
	}
	t.Parallel()
	d := newDesk(t)
	known := filepath.Join(d.dir, "testdata", "right", "lesson01-phone-call")
	half := "Answers without capitals.\n-- client.go --\npackage main\n\nimport \"errors\"\n\nfunc call(addr, message string) error { return errors.New(\"no\") }\n"
	err := os.MkdirAll(known, 0o777)
	if err == nil {
		err = os.WriteFile(filepath.Join(known, "half.txtar"), []byte(half), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd, _ := d.command("lint", "lesson01", "--soak", "1000000", "--only", "right/half")
	cmd.Stdout = nil
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	told, _ := lines.ReadString('\n') // the end of it is seen below
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Error(err)
	}
	rest, _ := io.ReadAll(lines)
	_ = cmd.Wait() // its state tells
	said := told + string(rest)
	for _, want := range []string{"lesson01 round 1 ", "right/half: want every check to pass", "lesson01: ", " runs in ", " other than known"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %s", want, said)
		}
	}
	if cmd.ProcessState.ExitCode() != statusUnknown {
		t.Errorf("%v, want exit status %d", cmd.ProcessState, statusUnknown)
	}
}
