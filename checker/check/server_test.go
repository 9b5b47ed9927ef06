package check

import (
	"context"
	"log"
	"os"
	"sync"
	"testing"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// solutions builds every solution, once for all tests: together they take a
// third of the time that one go command for each does.
var solutions = sync.OnceValues(func() (map[string]program.Binary, error) {
	w, err := lesson.Find(".")
	if err != nil {
		return nil, err
	}
	all, err := w.Lessons()
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, l := range all {
		dirs = append(dirs, l.Solution())
	}
	binaries, err := program.BuildAll(context.Background(), dirs, solutionsFolder)
	if err != nil {
		return nil, err
	}
	built := map[string]program.Binary{}
	for i, l := range all {
		built[l.Short()] = binaries[i]
	}
	return built, nil
})

var solutionsFolder string // of TestMain

func TestMain(m *testing.M) {
	var err error
	if solutionsFolder, err = os.MkdirTemp("", "socketworkshop-solutions"); err != nil {
		log.Fatal(err)
	}
	status := m.Run()
	if err := os.RemoveAll(solutionsFolder); err != nil {
		log.Fatal(err)
	}
	os.Exit(status)
}

// solution returns a lesson's solution, built.
func solution(t *testing.T, short string) program.Binary {
	t.Helper()
	built, err := solutions()
	if err != nil {
		t.Fatal(err)
	}
	binary, ok := built[short]
	if !ok {
		t.Fatalf("there is no %s", short)
	}
	return binary
}

// startServer starts a program as a server, until the test is over, and returns
// it with its address.
func startServer(t *testing.T, binary program.Binary, flags ...string) (*program.Process, string) {
	t.Helper()
	p, err := binary.Start(program.Options{
		Args: append([]string{"serve", "-addr", "127.0.0.1:0"}, flags...), Dir: t.TempDir(), Stdin: true, Notify: func() {},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	addr, ok := "", false
	eventually(t, "the server listens", func() bool { addr, ok = p.Listening(); return ok })
	return p, addr
}
