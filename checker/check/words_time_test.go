package check

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnswersAreReal holds the table of the C library's answers: its size, its
// directives, and, where there is a C compiler, every byte of it.
func TestAnswersAreReal(t *testing.T) {
	w, _ := workshop(t)
	dir := filepath.Join(w.Root, "testdata", "strftime")
	table, err := os.ReadFile(filepath.Join(dir, "answers.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := bytes.Count(table, []byte("\n"))
	if rows < 2000 {
		t.Errorf("the table has %d rows, want at least 2000", rows)
	}
	for _, letter := range "aAbBcdHIjmMpSUwWxXyYZz%" {
		if !strings.Contains(string(table), "\t%"+string(letter)+"\t") {
			t.Errorf("no row asks for %%%c alone", letter)
		}
	}
	program := filepath.Join(t.TempDir(), "strftime")
	build := exec.Command("gcc", "-O2", "-o", program, filepath.Join(dir, "strftime.c"))
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("skipped: the table is not made anew: %v\n%s", err, out)
	}
	if !knowsZone("Asia/Kolkata") {
		t.Skip("skipped: the table is not made anew: this machine knows no time zones")
	}
	run := exec.Command(program)
	run.Env = append(os.Environ(), "LC_ALL=C")
	again, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, table) {
		t.Error("the C library of this machine gives other answers than the table; are its time zones newer?")
	}
}
