package check

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"socketworkshop/checker/program"
)

// TestStructAnswers gives every row of the table to lesson11's solution; with
// -short every twentieth.
func TestStructAnswers(t *testing.T) {
	w, _ := workshop(t)
	rows, err := structRows(filepath.Join(w.Root, "testdata", "struct", "answers.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 3000 {
		t.Fatalf("the table has %d rows; want at least 3000", len(rows))
	}
	binary := solution(t, "lesson11")
	step := 1
	if testing.Short() {
		step = 20
	}
	const workers = 4
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			for i := worker * step; i < len(rows); i += workers * step {
				answersLikePython(t, binary, rows[i])
			}
		})
	}
	wait.Wait()
}

func answersLikePython(t *testing.T, binary program.Binary, r structRow) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(binary.Command[0], r.words...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // its status is looked at below
	status := cmd.ProcessState.ExitCode()
	got := strings.TrimSuffix(stdout.String(), "\n")
	words := strings.Fields(r.saying)
	if strings.HasPrefix(r.saying, "'") {
		words = []string{r.saying}
	}
	switch {
	case r.lines == nil && (status != 1 || !lineWith(stderr.String(), words)):
		t.Errorf("%q: status %d and %q; want 1 and words %q", r.words, status, &stderr, words)
	case r.lines != nil && (status != 0 || !sameLines(strings.Split(got, "\n"), r.lines)):
		t.Errorf("%q: status %d, %q %q; want %q", r.words, status, got, &stderr, r.lines)
	}
}

// TestStructAnswersAreReal makes the table anew where there is a Python.
func TestStructAnswersAreReal(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	w, _ := workshop(t)
	dir := filepath.Join(w.Root, "testdata", "struct")
	cmd := exec.Command(python, filepath.Join(dir, "answers.py"))
	cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	got, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(dir, "answers.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("testdata/struct/answers.tsv is not what answers.py prints")
	}
}
