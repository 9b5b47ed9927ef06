package program

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func TestInterpreter(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: no shell scripts on Windows")
	}
	const sh = "/bin/sh" // is no script
	for _, row := range []struct{ name, script, want string }{
		{"python3", "test \"$2\" = -c && echo " + sh, sh},
		{"python3.11", "test \"$2\" = -c && echo " + sh, sh},
		{"node", "test \"$1\" = -p && test \"$PWD\" = \"$FOLDER\" && echo " + sh, sh},
		{"node", "echo no version is set >&2; exit 127", "node"},
		{"node", "echo \"$0\"", "node"}, // is itself a script
		{"node", "echo sh", "node"},
		{"nodemon", "echo " + sh, "nodemon"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, row.name), []byte("#!"+sh+"\n"+row.script+"\n"), 0o777); err != nil {
			t.Fatal(err)
		}
		here, err := filepath.EvalSymlinks(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
		t.Setenv("FOLDER", here)
		got := Interpreter(t.Context(), []string{row.name, "my.py"}, here)
		if want := []string{row.want, "my.py"}; !slices.Equal(got, want) {
			t.Errorf("%s that does %q: got %q, want %q", row.name, row.script, got, want)
		}
	}
}
