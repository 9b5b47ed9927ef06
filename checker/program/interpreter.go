package program

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// interpreters are asked by these words where they are themselves.
var interpreters = []struct {
	name string // their file's, without the version behind it
	ask  []string
}{
	{"python", []string{"-I", "-c", "import sys; print(sys.executable)"}},
	{"ruby", []string{"-e", "puts RbConfig.ruby"}},
	{"node", []string{"-p", "process.execPath"}},
}

const askLimit = 20 * time.Second // a shim on a busy machine

// Interpreter returns the command with the interpreter itself in place of a
// script that looks for one of several versions, as pyenv, rbenv and nodenv
// install it. To look takes several times as long as the interpreter's start,
// and a lesson starts it often. The script is asked in dir, the program's
// folder, which may choose a version. Any other command is returned as it is.
func Interpreter(ctx context.Context, command []string, dir string) []string {
	path, err := exec.LookPath(command[0])
	if err != nil || !isScript(path) {
		return command
	}
	for _, i := range interpreters {
		if strings.TrimRight(filepath.Base(path), ".0123456789") != i.name {
			continue
		}
		ctx, done := context.WithTimeout(ctx, askLimit)
		defer done()
		ask := exec.CommandContext(ctx, path, i.ask...)
		ask.Dir, ask.WaitDelay = dir, time.Second
		out, err := ask.Output()
		found := string(bytes.TrimSpace(out))
		if err == nil && filepath.IsAbs(found) && !isScript(found) {
			return append([]string{found}, command[1:]...)
		}
	}
	return command
}

// isScript reports whether a file is a script by its first line.
func isScript(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	var begin [2]byte
	_, err = io.ReadFull(f, begin[:])
	return err == nil && string(begin[:]) == "#!"
}
