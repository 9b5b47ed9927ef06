package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// BuildAll compiles the programs in several folders with one go command, which
// takes a third of the time that one for each does. It is for programs that are
// known to compile: where one does not, the error is about all of them.
//
// What it makes it puts into the empty folder scratch.
func BuildAll(ctx context.Context, dirs []string, scratch string) ([]Binary, error) {
	all := make([]Binary, len(dirs))
	src, bin := filepath.Join(scratch, "src"), filepath.Join(scratch, "bin")
	if err := errors.Join(os.Mkdir(src, 0o777), os.Mkdir(bin, 0o777)); err != nil {
		return nil, err
	}
	for i, dir := range dirs {
		source, err := readSource(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		name := fmt.Sprintf("p%d", i)
		if err := writeSource(filepath.Join(src, name), source); err != nil {
			return nil, err
		}
		target := filepath.Join(bin, name)
		if runtime.GOOS == "windows" {
			target += ".exe"
		}
		all[i] = Binary{Command: []string{target}, Source: source, Folder: "known/" + name + "/"}
	}
	// A file without a module is compiled as the go command's own version has
	// it; a module must say so.
	module := fmt.Sprintf("module known\n\ngo %s\n", strings.TrimPrefix(runtime.Version(), "go"))
	if err := os.WriteFile(filepath.Join(src, "go.mod"), []byte(module), 0o666); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, buildLimit+time.Duration(len(dirs))*linkLimit)
	defer cancel()
	return all, buildModule(ctx, src, bin, scratch)
}

const linkLimit = 10 * time.Second // for each of many programs, on a busy machine

// buildModule builds every command of a module into the folder bin. What it
// needs meanwhile goes into temp, which must not be src: a module there would
// be ignored.
func buildModule(ctx context.Context, src, bin, temp string) error {
	tool, err := exec.LookPath("go")
	if err != nil {
		return fmt.Errorf("the go command is not in PATH: %w", err)
	}
	cmd := exec.CommandContext(ctx, tool, append(append([]string{}, buildFlags...), "-o", bin+string(filepath.Separator), "./...")...)
	cmd.Dir, cmd.Env = src, append(buildEnv(false), "TMPDIR="+temp, "TMP="+temp)
	if output, err := runBuild(ctx, cmd); err != nil {
		return fmt.Errorf("building %s: %w\n%s", src, err, output)
	}
	return nil
}
