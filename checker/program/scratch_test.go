package program

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// removedHalfway makes a scratch folder whose lock is gone, and not all else.
func removedHalfway(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(os.Getenv("TMPDIR"), scratchName+name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "program.exe"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
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
	half, jumped, young := removedHalfway(t, "half"), removedHalfway(t, "jumped"), removedHalfway(t, "young")
	for dir, by := range map[string]time.Duration{half: -2 * making, jumped: 2 * making} { // by a clock that was set back since
		at := time.Now().Add(by)
		if err := os.Chtimes(dir, at, at); err != nil {
			t.Fatal(err)
		}
	}
	own, err := NewScratch(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{half, jumped} {
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s, of a checker that was killed while it removed it, is still there: %v", dir, err)
		}
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("a folder that may be being made is gone: %v", err)
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
