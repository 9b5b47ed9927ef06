package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Made is what came of building one program among many.
type Made struct {
	Binary  Binary
	Output  string // the compiler's words where the program is at fault
	Problem string // what is in the way where the machine is
}

func newMade(b Binary, err error) Made {
	var bad *BuildError
	switch {
	case errors.As(err, &bad):
		return Made{Output: bad.Output}
	case err != nil:
		return Made{Problem: err.Error()}
	}
	return Made{Binary: b}
}

const (
	manyLimit = time.Minute     // for many programs at once, and besides for each
	eachLimit = 2 * time.Second // what a build takes on a slow machine
)

// BuildMany compiles the programs in several folders, with one go command for
// all that compile and one more for each that does not: what is wrong with one
// keeps none of the others. So many compilers work at the same time.
//
// What it makes it puts into the empty folder scratch.
func BuildMany(ctx context.Context, dirs []string, scratch string, workers int) ([]Made, error) {
	all := make([]Made, len(dirs))
	var sources []map[string]string
	var at []int // where they stand in all
	for i, dir := range dirs {
		source, err := ReadSource(dir)
		if all[i] = newMade(Binary{}, err); err == nil {
			sources, at = append(sources, source), append(at, i)
		}
	}
	if len(sources) == 0 {
		return all, nil
	}
	binaries, err := layOut(sources, scratch)
	if err != nil {
		return nil, err
	}
	if err := buildTogether(ctx, binaries, scratch, workers); err != nil {
		return nil, err
	}
	slots := make(chan struct{}, workers)
	var wait sync.WaitGroup
	for k, b := range binaries {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			all[at[k]] = orAlone(ctx, b, dirs[at[k]], scratch)
		})
	}
	wait.Wait()
	return all, ctx.Err()
}

// buildTogether builds what can be built of the module that layOut has written.
// One program whose imports cannot be found keeps the go command from all of
// them, so such ones are taken out when nothing was made.
func buildTogether(ctx context.Context, all []Binary, scratch string, workers int) error {
	limited, cancel := context.WithTimeout(ctx, manyLimit+time.Duration(len(all))*eachLimit)
	defer cancel()
	flag := fmt.Sprintf("-p=%d", workers)
	err := buildModule(limited, len(all), scratch, flag)
	if err == nil || limited.Err() != nil || slices.ContainsFunc(all, Binary.made) {
		return ctx.Err()
	}
	broken, err := listBroken(limited, scratch)
	if err != nil {
		return err
	}
	for _, name := range broken {
		if err := os.RemoveAll(filepath.Join(scratch, "src", filepath.Base(name))); err != nil {
			return err
		}
	}
	if len(broken) > 0 && len(broken) < len(all) {
		_ = buildModule(limited, len(all), scratch, flag) // what is wrong is said of each alone
	}
	return ctx.Err()
}

// made reports whether the go command has written the program.
func (b Binary) made() bool {
	_, err := os.Stat(b.Command[0])
	return err == nil
}

// listBroken returns the packages of the module that cannot be loaded, so that
// no compiler can look at them.
func listBroken(ctx context.Context, scratch string) ([]string, error) {
	out, err := goList(ctx, scratch, "-e", "-f", "{{if .Incomplete}}{{.ImportPath}}{{end}}")
	return strings.Fields(out), err
}

// goList returns what go list says of the module that layOut has written.
func goList(ctx context.Context, scratch string, flags ...string) (string, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return "", fmt.Errorf("the go command is not in PATH: %w", err)
	}
	cmd := exec.CommandContext(ctx, tool, slices.Concat([]string{"list"}, flags, []string{"./..."})...)
	cmd.Dir, cmd.Env = filepath.Join(scratch, "src"), append(buildEnv(false), "TMPDIR="+scratch, "TMP="+scratch)
	var said limitedText
	cmd.SysProcAttr, cmd.Stderr = ownGroup(), &said
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("go list in %s: %w\n%s", cmd.Dir, err, said.String())
	}
	return string(out), err
}

// orAlone returns the program that was built with the others, or builds it
// alone, so that the compiler's words are those that its author sees.
func orAlone(ctx context.Context, b Binary, dir, scratch string) Made {
	if b.made() {
		return newMade(b, nil)
	}
	own, err := os.MkdirTemp(scratch, "alone")
	if err != nil {
		return newMade(b, err)
	}
	b, err = Build(ctx, dir, own, false)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = &BuildError{fmt.Sprintf("it was not built within %v", buildLimit)}
	}
	return newMade(b, err)
}

// Toolchain returns which Go builds programs, in words, and the folder of its
// cache.
func Toolchain() (version, cache string, err error) {
	out, err := exec.Command("go", "env", "GOVERSION", "GOOS", "GOARCH", "GOCACHE").Output()
	lines := strings.Split(strings.TrimRight(string(out), "\r\n"), "\n")
	if err != nil || len(lines) != 4 {
		return "", "", fmt.Errorf("asking go env what builds programs: %q, %w", out, err)
	}
	return strings.Join(lines[:3], " "), lines[3], nil
}

// Warm lets the go command compile programs that are trusted. Afterwards what
// they import lies in its cache, where a build that may not write there finds
// it.
func Warm(ctx context.Context, dirs []string) error {
	scratch, err := NewScratch(0)
	if err != nil {
		return err
	}
	defer scratch.Remove()
	var sources []map[string]string
	for _, dir := range dirs {
		source, err := ReadSource(dir)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		sources = append(sources, source)
	}
	if _, err := layOut(sources, scratch.Dir); err != nil {
		return err
	}
	_, err = goList(ctx, scratch.Dir, "-export", "-deps", "-trimpath") // compiles, and does not link
	return err
}
