package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/sandbox"
)

// A stage is where the runs of one text are repeated.
type stage struct {
	t      *testing.T
	l      lesson.Lesson
	shop   string // a workshop of its own
	w      lesson.Workshop
	built  map[string]program.Binary
	server *listener
	wire   *listener // between the server and its callers
	dir    string    // where programs run: it holds what the learner's folder does, and what they leave
}

func replay(t *testing.T, w lesson.Workshop, l lesson.Lesson, blocks []block) {
	s := &stage{t: t, l: l, w: w, built: map[string]program.Binary{}, dir: t.TempDir()}
	env := &testscript.Env{WorkDir: t.TempDir()}
	if err := newWorkshop(w, env); err != nil {
		t.Fatal(err)
	}
	s.shop = env.Cd
	if err := copyTree(l.Solution(), s.dir); err != nil {
		t.Fatal(err)
	}
	defer s.endServer()
	for _, b := range blocks {
		if b.kind != "console" {
			continue
		}
		if end, limited := t.Deadline(); limited && time.Until(end) < lastMinutes {
			t.Skipf("skipped from %s on: out of time; with -timeout 0 all runs are repeated", b.place)
		}
		s.show(b)
	}
}

// lastMinutes of go test's own limit are left to the other tests: a slow machine
// may not get to the end of all texts. They come in another order each time.
const lastMinutes = 3 * time.Minute

// show repeats the commands of one block.
func (s *stage) show(b block) {
	if b.arg == "class" && sandbox.Probe(s.t.Context(), "").Enough() != nil {
		return // strangers' programs cannot be run here
	}
	s.prepare(b)
	var output []string
	for _, line := range b.lines {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		output = append(output, line)
		if strings.HasPrefix(command, "go run . serve") {
			s.serve(b, command)
			return
		}
		if strings.HasPrefix(command, wireLine) {
			s.tap(b, command)
			return
		}
		output = append(output, s.run(b, command)...)
	}
	s.compare(b, output)
}

// prepare lays the program of a block into the learner's folder, and leaves
// the folder of the root's README to the checker.
func (s *stage) prepare(b block) {
	work := filepath.Join(s.shop, "work", s.l.Name)
	if err := os.RemoveAll(work); err != nil {
		s.t.Fatal(err)
	}
	source := s.l.Solution()
	if b.arg == "skeleton" {
		source = s.l.Skeleton()
	}
	if b.arg == "fresh" {
		return
	}
	if b.arg == "class" {
		if err := enrol(s.w, filepath.Join(s.shop, "handed-in")); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	if err := copyTree(source, work); err != nil {
		s.t.Fatal(err)
	}
	if name, ok := strings.CutPrefix(b.arg, "wrong/"); ok {
		s.overlay(b, s.l.Wrong, name, work)
	}
	if name, ok := strings.CutPrefix(b.arg, "right/"); ok {
		s.overlay(b, s.l.Right, name, work)
	}
}

// overlay lays one of the known programs over the solution.
func (s *stage) overlay(b block, known func() ([]lesson.Known, error), name, work string) {
	all, err := known()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, k := range all {
		if k.Name == name {
			if err := k.Write(work); err != nil {
				s.t.Fatal(err)
			}
			return
		}
	}
	s.t.Errorf("%s: there is no program %q", b.place, b.arg)
}

var callLine = regexp.MustCompile(`^(?:printf '([^']*)' \| )?go run \. (.*)$`)

// run runs one command to its end and returns the lines it printed.
func (s *stage) run(b block, command string) []string {
	if args, ok := strings.CutPrefix(command, "go run ./checker"); ok {
		return s.check(strings.Fields(args))
	}
	if strings.HasPrefix(command, "(umask ") { // it makes a file
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = s.dir
		if text, err := cmd.CombinedOutput(); err != nil || len(text) > 0 {
			return outputLines(string(text), err)
		}
		return nil
	}
	m := callLine.FindStringSubmatch(command)
	if m == nil {
		s.t.Errorf("%s: the test does not know how to run %q", b.place, command)
		return nil
	}
	args, err := program.Split(m[2])
	if err != nil {
		s.t.Fatalf("%s: %v", b.place, err)
	}
	if args[0] == "call" || args[0] == "options" {
		args = s.addressed(args)
	}
	cmd := exec.Command(s.binary(b).Command[0], args...)
	cmd.Dir = s.dir
	cmd.Stdin = strings.NewReader(strings.NewReplacer(`\n`, "\n", "%%", "%").Replace(m[1]))
	text, err := cmd.CombinedOutput()
	return outputLines(string(text), err)
}

// check runs the checker, again where the machine was too busy to judge.
func (s *stage) check(args []string) []string {
	for tries := 0; ; tries++ {
		cmd := exec.Command("checker", args...)
		cmd.Dir = s.shop
		cmd.Env = append(os.Environ(), "LC_ALL=C") // the texts are in English
		text, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 3 || tries == 2 {
			return outputLines(string(text), err)
		}
	}
}

// outputLines splits what a command printed, and ends it as go run does.
func outputLines(text string, err error) []string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		text += exit.String() + "\n"
	}
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func (s *stage) binary(b block) program.Binary {
	if built, ok := s.built[b.arg]; ok {
		return built
	}
	built, err := program.Build(s.t.Context(), filepath.Join(s.shop, "work", s.l.Name), s.t.TempDir(), false)
	if err != nil {
		s.t.Fatalf("%s: %v", b.place, err)
	}
	s.built[b.arg] = built
	return built
}
