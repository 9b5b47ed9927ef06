// Package program builds and runs one learner's program: in a process group
// of its own, with limits on output, memory and time, and never without an
// end. It tells what the program did and where in its source it stood.
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
	"time"

	"socketworkshop/checker/sandbox"
	"socketworkshop/checker/spawn"
)

// A Binary is a program ready to be started.
type Binary struct {
	Command []string          // the words that start it
	Dir     string            // where it runs; "" is a folder of its own for each start
	Source  map[string]string // text of its Go files by name; empty when it is not built here
	Folder  string            // what stands before their names in a goroutine dump: "./" or "known/p1/"
	Race    bool              // it was built with the race detector
	Vast    bool              // it has memory without bound, as one with a sanitizer needs
	Cage    *sandbox.Cage     `json:"-"` // what holds it when nobody trusts it, or nil
	Means   Means             `json:"-"` // what it has of the machine
}

// Means are what a program has of the machine it runs on. The zero value is
// what there is.
type Means struct {
	Processors  int    // that a Go program uses (GOMAXPROCS)
	Descriptors uint64 // that it may have open, where the system can bound them
}

// A BuildError is what the compiler had against the learner's files.
type BuildError struct {
	Output string // the compiler's words, with the learner's file names
}

func (e *BuildError) Error() string { return e.Output }

// What a build may take where the system can bound it.
const (
	buildCPU    = 30        // seconds of processor time of one compiler
	buildMemory = 4 << 30   // bytes of data of one compiler
	buildFile   = 100 << 20 // bytes of one file, such as the program
)

const buildLimit = 2 * time.Minute // a first build compiles the standard library too

// Build compiles the Go files of dir into a program that it puts, with all
// else it needs, into the empty folder scratch.
//
// The files are named one by one, so dir needs no go.mod. Only regular files
// are taken: a link could bring in code from elsewhere. The error is a
// *BuildError where the files are at fault, and another where the machine is.
func Build(ctx context.Context, dir, scratch string, race bool) (Binary, error) {
	source, err := ReadSource(dir)
	if err != nil {
		return Binary{}, err
	}
	return compile(ctx, source, scratch, race)
}

// With builds the program anew in the empty folder scratch, with one more file
// beside its own. The error is as that of Build.
func (b Binary) With(ctx context.Context, name, text, scratch string) (Binary, error) {
	source := maps.Clone(b.Source)
	source[name] = text
	built, err := compile(ctx, source, scratch, b.Race)
	built.Cage, built.Means = b.Cage, b.Means
	return built, err
}

func compile(ctx context.Context, source map[string]string, scratch string, race bool) (Binary, error) {
	src := filepath.Join(scratch, "src")
	if err := writeSource(src, source); err != nil {
		return Binary{}, err
	}
	target := filepath.Join(scratch, "program.exe") // the one ending that runs everywhere
	ctx, cancel := context.WithTimeout(ctx, buildLimit)
	defer cancel()
	cmd, err := goRun(ctx, src, target, source, race)
	if err != nil {
		return Binary{}, err
	}
	cmd.Env = append(cmd.Env, "TMPDIR="+scratch, "TMP="+scratch)
	output, err := runBuild(ctx, cmd)
	if err != nil {
		return Binary{}, buildFailure(output, err)
	}
	return Binary{Command: []string{target}, Source: source, Folder: "./", Race: race, Vast: race}, nil
}

// buildFlags are the flags of every build.
var buildFlags = []string{"-trimpath", "-buildvcs=false", "-ldflags=-s -w"}

// goRun returns the go command that writes the program to target: go run, which
// is told to run it with cp. Unlike go build it keeps what it has linked, so
// that a program that is built once more unchanged is only copied.
func goRun(ctx context.Context, src, target string, source map[string]string, race bool) (*exec.Cmd, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("the go command is not in PATH: %w", err)
	}
	words, last := []string{"run", "-exec=cp"}, []string{target}
	if runtime.GOOS == "windows" { // where there is no cp
		words, last = []string{"build", "-o", target}, nil
	}
	words = append(words, buildFlags...)
	if race {
		words = append(words, "-race")
	}
	for _, name := range slices.Sorted(maps.Keys(source)) { // in another order the go command would compile the same files again
		words = append(words, "./"+name) // so that no name can be taken for a flag
	}
	cmd := exec.CommandContext(ctx, tool, append(words, last...)...)
	cmd.Dir, cmd.Env = src, buildEnv(race)
	return cmd, nil
}

// buildEnv is the whole environment of a build: nothing of the learner's Go
// settings, no network, no C compiler but for the race detector. Without HOME
// the go command also keeps no telemetry.
func buildEnv(race bool) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"), "GOENV=off", "GOWORK=off", "GOFLAGS=", "GO111MODULE=on",
		"GOTOOLCHAIN=local", "GOPROXY=off", "GOSUMDB=off", "GOPATH=" + os.DevNull,
	}
	if race {
		env = append(env, "CGO_ENABLED=1")
	} else {
		env = append(env, "CGO_ENABLED=0")
	}
	if root := GoRoot(); root != "" {
		env = append(env, "GOROOT="+root)
	}
	cache := os.Getenv("GOCACHE")
	if base, err := os.UserCacheDir(); cache == "" && err == nil {
		cache = filepath.Join(base, "go-build")
	}
	if cache != "" {
		env = append(env, "GOCACHE="+cache)
	}
	return append(env, systemEnv()...)
}

// GoRoot returns the go command's folder where the command cannot find it by
// itself: on Linux it asks /proc for its own name. Elsewhere it returns "".
func GoRoot() string {
	_, err := os.Stat("/proc/self/exe")
	tool, err2 := exec.LookPath("go")
	if runtime.GOOS != "linux" || err == nil || err2 != nil {
		return ""
	}
	if tool, err = filepath.EvalSymlinks(tool); err != nil {
		return ""
	}
	return filepath.Dir(filepath.Dir(tool))
}

// runBuild runs cmd in a process group of its own, so that the compilers it
// starts end with it, and bounds what each of them takes.
func runBuild(ctx context.Context, cmd *exec.Cmd) (string, error) {
	var output limitedText
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.SysProcAttr = ownGroup()
	cmd.Cancel = func() error { return killGroup(cmd.Process.Pid) }
	cmd.WaitDelay = 10 * time.Second // a compiler that is left has been killed by then
	err := spawn.Start(cmd)
	if err == nil {
		err = errors.Join(limitBuild(cmd.Process.Pid), cmd.Wait())
	}
	if ctx.Err() != nil {
		return output.String(), context.Cause(ctx)
	}
	return output.String(), err
}
