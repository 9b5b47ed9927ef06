package check

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"socketworkshop/checker/program"
)

// TestStructAnswers gives every row of the table to lesson11's solution: every
// twentieth to a process of its own, and all to one that answers them in turn,
// for a start takes a thousand times as long as an answer.
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
	for i := 0; i < len(rows); i += 20 {
		rows[i].wants(t, startedWith(binary, rows[i].words))
	}
	answers := answersInTurn(t, binary, rows)
	for _, row := range rows {
		var a structAnswer
		if err := answers.Decode(&a); err != nil {
			t.Fatalf("%q is not answered: %v", row.words, err)
		}
		row.wants(t, a)
	}
}

// A structAnswer is what comes of one row.
type structAnswer struct {
	Stdout, Stderr string
	Status         int
}

func startedWith(binary program.Binary, words []string) structAnswer {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(binary.Command[0], words...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // its status is looked at later
	return structAnswer{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// inTurn is a main function that answers one row after another.
const inTurn = `package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for words := []string{}; in.Decode(&words) == nil; words = nil {
		var stdout strings.Builder
		var a struct {
			Stdout, Stderr string
			Status         int
		}
		if err := start(words, &stdout); errors.Is(err, errUsage) {
			a.Stderr, a.Status = fmt.Sprintln(err), 2
		} else if err != nil {
			a.Stderr, a.Status = fmt.Sprintln(err), 1
		}
		a.Stdout = stdout.String()
		if err := out.Encode(a); err != nil {
			os.Exit(1)
		}
	}
}
`

// answersInTurn returns the answers of the program to all rows.
func answersInTurn(t *testing.T, binary program.Binary, rows []structRow) *json.Decoder {
	t.Helper()
	binary.Source["main.go"] = strings.Replace(binary.Source["main.go"], "func main() {", "func once() {", 1)
	all, err := binary.With(t.Context(), "in_turn.go", inTurn, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var in, out, stderr bytes.Buffer
	for _, row := range rows {
		if err := json.NewEncoder(&in).Encode(row.words); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(all.Command[0])
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &in, &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Errorf("%v: %s", err, &stderr) // the first row without an answer tells more
	}
	return json.NewDecoder(&out)
}

// wants wants the answer that Python gives.
func (r structRow) wants(t *testing.T, a structAnswer) {
	t.Helper()
	got := strings.TrimSuffix(a.Stdout, "\n")
	words := strings.Fields(r.saying)
	if strings.HasPrefix(r.saying, "'") {
		words = []string{r.saying}
	}
	switch {
	case r.lines == nil && (a.Status != 1 || !lineWith(a.Stderr, words)):
		t.Errorf("%q: status %d and %q; want 1 and words %q", r.words, a.Status, a.Stderr, words)
	case r.lines != nil && (a.Status != 0 || !sameLines(strings.Split(got, "\n"), r.lines)):
		t.Errorf("%q: status %d, %q %q; want %q", r.words, a.Status, got, a.Stderr, r.lines)
	}
}

// TestStructAnswersAreReal makes the table anew where there is a Python.
func TestStructAnswersAreReal(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short")
	}
	python := python3(t)
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
