package program

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// otherScratch starts another checker and returns its scratch folder.
func otherScratch(t *testing.T) (dir string, cmd *exec.Cmd) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(self, "play", "scratch")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it may be dead already
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), cmd
}

// TestScratchOfTheDeadIsSwept kills a checker, which leaves its folder, and
// lets another live.
func TestScratchOfTheDeadIsSwept(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	living, _ := otherScratch(t)
	dead, cmd := otherScratch(t)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	if _, err := os.Stat(dead); err != nil {
		t.Fatal("a killed checker leaves no folder: ", err)
	}
	own, err := NewScratch(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Errorf("the folder of a dead checker is still there: %v", err)
	}
	if _, err := os.Stat(living); err != nil {
		t.Errorf("the folder of a living checker is gone: %v", err)
	}
	own.Remove()
	if _, err := os.Stat(own.Dir); !os.IsNotExist(err) {
		t.Errorf("the own folder is still there: %v", err)
	}
}
