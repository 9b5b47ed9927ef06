package check

import (
	"slices"
	"testing"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// solution builds a lesson's solution.
func solution(t *testing.T, short string) program.Binary {
	t.Helper()
	_, all := workshop(t)
	i := slices.IndexFunc(all, func(l lesson.Lesson) bool { return l.Short() == short })
	if i < 0 {
		t.Fatalf("there is no %s", short)
	}
	binary, err := program.Build(t.Context(), all[i].Solution(), t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
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
