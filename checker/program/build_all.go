package program

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// BuildAll compiles the programs in several folders with one go command, which
// takes a third of the time that one for each does. It is for programs that are
// known to compile: where one does not, the error is about all of them.
//
// What it makes it puts into the empty folder scratch.
func BuildAll(ctx context.Context, dirs []string, scratch string) ([]Binary, error) {
	var sources []map[string]string
	for _, dir := range dirs {
		source, err := ReadSource(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		sources = append(sources, source)
	}
	all, err := layOut(sources, scratch)
	if err != nil {
		return nil, err
	}
	return all, buildModule(ctx, len(all), scratch)
}

// BuildVariants compiles variants of the program in dir with one go command:
// each has some files, by name, in the place of the program's own. A variant
// that does not compile has no Command. The error is the machine's.
//
// What it makes it puts into the empty folder scratch.
func BuildVariants(ctx context.Context, dir string, variants []map[string]string, scratch string) ([]Binary, error) {
	source, err := ReadSource(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	var sources []map[string]string
	for _, files := range variants {
		one := maps.Clone(source)
		maps.Copy(one, files)
		sources = append(sources, one)
	}
	all, err := layOut(sources, scratch)
	if err != nil {
		return nil, err
	}
	failed := buildModule(ctx, len(all), scratch)
	for i, b := range all {
		if _, err := os.Stat(b.Command[0]); err == nil {
			continue
		}
		name := strings.TrimSuffix(b.Folder, "/")
		if failed == nil || ctx.Err() != nil || !strings.Contains(failed.Error(), "# "+name+"\n") {
			return nil, fmt.Errorf("%s was not built, and the compiler does not say why: %w", name, failed)
		}
		all[i].Command = nil
	}
	return all, nil
}

// layOut writes the programs into a module below scratch.
func layOut(sources []map[string]string, scratch string) ([]Binary, error) {
	all := make([]Binary, len(sources))
	src, bin := filepath.Join(scratch, "src"), filepath.Join(scratch, "bin")
	if err := errors.Join(os.Mkdir(src, 0o777), os.Mkdir(bin, 0o777)); err != nil {
		return nil, err
	}
	for i, source := range sources {
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
	return all, os.WriteFile(filepath.Join(src, "go.mod"), []byte(module), 0o666)
}

const linkLimit = 10 * time.Second // for each of many programs, on a busy machine

// buildModule builds the n commands of the module that layOut has written. What
// it needs meanwhile goes beside that: a module in a temporary folder would be
// ignored. The flags stand beside the usual ones.
func buildModule(ctx context.Context, n int, scratch string, flags ...string) error {
	ctx, cancel := context.WithTimeout(ctx, buildLimit+time.Duration(n)*linkLimit)
	defer cancel()
	tool, err := exec.LookPath("go")
	if err != nil {
		return fmt.Errorf("the go command is not in PATH: %w", err)
	}
	target := filepath.Join(scratch, "bin") + string(filepath.Separator)
	cmd := exec.CommandContext(ctx, tool, slices.Concat([]string{"build", "-o", target}, buildFlags, flags, []string{"./..."})...)
	cmd.Dir, cmd.Env = filepath.Join(scratch, "src"), append(buildEnv(false), "TMPDIR="+scratch, "TMP="+scratch)
	if output, err := runBuild(ctx, cmd); err != nil {
		return fmt.Errorf("building %s: %w\n%s", cmd.Dir, err, output)
	}
	return nil
}
