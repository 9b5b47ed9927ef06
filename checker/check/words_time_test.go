package check

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// TestSetClock: a clock that was set says nothing about the program.
func TestSetClock(t *testing.T) {
	for _, c := range []struct {
		wall, indeed time.Duration
		want         bool
	}{
		{2 * time.Second, 2 * time.Second, false},
		{20*time.Second + 10*time.Millisecond, 20 * time.Second, false}, // corrected on the way
		{time.Hour, 2 * time.Second, true},
		{-time.Hour, 2 * time.Second, true},
		{time.Second, 2 * time.Second, true},
	} {
		if got := setClock(c.wall, c.indeed); got != c.want {
			t.Errorf("%v on the wall in %v: %t, want %t", c.wall, c.indeed, got, c.want)
		}
	}
}

// TestOfZone: half a day is what a clock with twelve hours is off by, too.
func TestOfZone(t *testing.T) {
	for off, want := range map[time.Duration]bool{
		0: false, time.Second: false, 15 * time.Minute: true, -7 * time.Hour: true, 12 * time.Hour: false, -12 * time.Hour: false, 13 * time.Hour: true,
	} {
		if got := ofZone(off); got != want {
			t.Errorf("ofZone(%v) = %v, want %v", off, got, want)
		}
	}
}
