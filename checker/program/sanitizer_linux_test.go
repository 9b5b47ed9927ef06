package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestSanitizersHaveMemory(t *testing.T) {
	if Sanitized([]string{"sh"}) || Sanitized([]string{"no-such-command"}) {
		t.Error("a shell and a command that is not there count as built with a sanitizer")
	}
	dir := t.TempDir()
	source := filepath.Join(dir, "good.c")
	if err := os.WriteFile(source, []byte("int main(void) { return 0; }\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"address", "thread"} {
		file := filepath.Join(dir, kind)
		if out, err := exec.Command("gcc", "-fsanitize="+kind, "-o", file, source).CombinedOutput(); err != nil {
			t.Skipf("skipped: no program is built with a sanitizer: %v\n%s", err, out)
		}
		command := []string{file}
		p, err := Binary{Command: command, Vast: Sanitized(command)}.Start(Options{Dir: dir, Notify: func() {}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.Stop)
		if status := ended(t, p); status.Code != 0 {
			t.Errorf("with -fsanitize=%s: %v\n%s", kind, status, p.Stderr.Bytes())
		}
	}
}
