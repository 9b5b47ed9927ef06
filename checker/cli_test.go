package main

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/testscript"

	"socketworkshop/checker/lesson"
)

func TestMain(m *testing.M) {
	// Most of these tests wait for programs that do nothing: more of them at
	// the same time than there are processors.
	_ = flag.Set("test.parallel", "6") // the flag is there
	if os.Getenv(cacheVariable) == "" {
		_ = os.Setenv(cacheVariable, "off") // what is tested here are runs
	}
	testscript.Main(m, map[string]func(){"checker": main})
}

// TestCommand runs the scripts of testdata/cli, each in a workshop of its own.
func TestCommand(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: the scripts run whole lessons")
	}
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:   filepath.Join(w.Root, "testdata", "cli"),
		Setup: func(env *testscript.Env) error { return newWorkshop(w, env) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "prints": prints, "holds": holds, "hides": hides, "sameword": sameWord,
			"starts": starts, "enrols": enrols, "ends": comesToEnd, "interrupts": interrupts, "appears": appears,
		},
		RequireExplicitExec: true,
	})
}

// allLessons returns the workshop and its lessons.
func allLessons(t testing.TB) (lesson.Workshop, []lesson.Lesson) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := w.Lessons()
	if err != nil {
		t.Fatal(err)
	}
	return w, lessons
}

// shopFor makes a workshop for one test, and returns it beside the one that it is
// a copy of.
func shopFor(t *testing.T) (lesson.Workshop, *testscript.Env) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	env := &testscript.Env{WorkDir: t.TempDir()}
	if err := newWorkshop(w, env); err != nil {
		t.Fatal(err)
	}
	return w, env
}

// newWorkshop copies the workshop's lessons and solutions into the folder of
// the script, and lets the go command use the build cache of this machine.
func newWorkshop(w lesson.Workshop, env *testscript.Env) error {
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return err
	}
	env.Setenv("GOCACHE", strings.TrimSpace(string(cache)))
	env.Setenv("NO_COLOR", "1")
	env.Setenv(cacheVariable, "off")
	env.Setenv("LC_ALL", "C") // whatever the developer speaks
	env.Values = map[any]any{backgroundKey{}: background{}}
	shop := filepath.Join(env.WorkDir, "shop")
	for _, part := range []string{"lessons", "solutions", filepath.Join("checker", "recipes"), filepath.Join("testdata", "strftime"), filepath.Join("testdata", "struct")} {
		if err := copyTree(filepath.Join(w.Root, part), filepath.Join(shop, part)); err != nil {
			return err
		}
	}
	mod, err := os.ReadFile(filepath.Join(w.Root, "go.mod"))
	if err != nil {
		return err
	}
	env.Cd = shop
	return os.WriteFile(filepath.Join(shop, "go.mod"), mod, 0o666)
}

// copyTree copies the regular files below from. os.CopyFS does not take the
// links to the solutions.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o666)
	})
}

// exits STATUS COMMAND... runs a command and wants this exit status.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s: exit status %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// prints FILE wants standard output to be the file's text, numbers that differ from
// run to run left aside.
func prints(ts *testscript.TestScript, _ bool, args []string) {
	want, got := lines(ts.ReadFile(args[0])), lines(ts.ReadFile("stdout"))
	if want != got {
		ts.Fatalf("%s", diff.Diff(args[0], []byte(want), "standard output", []byte(got)))
	}
}

func lines(text string) string {
	steadied := ""
	for line := range strings.Lines(text) {
		steadied += steady(strings.TrimSuffix(line, "\n")) + "\n"
	}
	return steadied
}

// holds TEXT... wants standard output to hold the texts, in this order.
func holds(ts *testscript.TestScript, _ bool, args []string) {
	rest := ts.ReadFile("stdout")
	for _, text := range args {
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			ts.Fatalf("standard output does not go on with %q:\n%s", text, rest)
		}
		rest = after
	}
}

// hides wants standard output and error free of bytes that speak to a terminal.
func hides(ts *testscript.TestScript, _ bool, _ []string) {
	for _, stream := range []string{"stdout", "stderr"} {
		text := ts.ReadFile(stream)
		i := strings.IndexFunc(text, func(r rune) bool {
			return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\u202e'
		})
		if i >= 0 {
			ts.Fatalf("%s holds %q", stream, text[i:min(i+12, len(text))])
		}
	}
}

// sameWord FILE FILE wants two reports of a failure to hold the same bytes
// from the checker.
func sameWord(ts *testscript.TestScript, _ bool, args []string) {
	said := func(file string) (all [][]byte) {
		var r struct {
			Checks []struct {
				Failure *struct {
					Wire []struct {
						From  string
						Bytes []byte
					}
				}
			}
		}
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &r))
		for _, c := range r.Checks {
			for _, e := range c.Failure.Wire {
				if e.From == "checker" && len(e.Bytes) > 0 {
					all = append(all, e.Bytes)
				}
			}
		}
		return all
	}
	one, two := said(args[0]), said(args[1])
	if len(one) == 0 || !slices.EqualFunc(one, two, slices.Equal) {
		ts.Fatalf("the checker said %q and then %q", one, two)
	}
}
