package class

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
)

func theLesson(t testing.TB, name string) lesson.Lesson {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestFilesAreMeasured moves a small file in every way, with the solution in
// both columns.
func TestFilesAreMeasured(t *testing.T) {
	l := theLesson(t, "lesson14")
	const rounds = 2
	b, err := Measure(t.Context(), l, BenchOptions{Dir: l.Solution(), Rounds: rounds, Size: 8 << 20})
	if err != nil {
		t.Fatal(err)
	}
	full(t, b, len(movings), 3, rounds)
	if runtime.GOOS == "linux" && b.Memory[1] == 0 {
		t.Error("the memory of the reference is not known")
	}
}

// full wants a figure of each row, column and round.
func full(t *testing.T, b *Bench, rows, columns, rounds int) {
	t.Helper()
	if len(b.Rows) != rows || len(b.Columns) != columns {
		t.Fatalf("got %d rows of %d columns, want %d of %d", len(b.Rows), len(b.Columns), rows, columns)
	}
	for _, r := range b.Rows {
		for column, figures := range r.Figures {
			if len(figures) != rounds || slices.Min(figures) <= 0 {
				t.Errorf("%s, %s: got %v, want %d figures of more than 0", r.Name, b.Columns[column], figures, rounds)
			}
		}
	}
}

// TestFramingIsMeasured sends a few messages in each way, with the solution in both
// columns.
func TestFramingIsMeasured(t *testing.T) {
	l := theLesson(t, "lesson12")
	b, err := Measure(t.Context(), l, BenchOptions{Dir: l.Solution(), Rounds: 1, Time: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	full(t, b, len(framings), 4, 1)
}

// TestFramesAreRead makes sure that a frame of no bytes is no quick one.
func TestFramesAreRead(t *testing.T) {
	dir := t.TempDir()
	const nothing = `package main

import "io"

func writeFrame(w io.Writer, body []byte) error { _, err := w.Write([]byte("x")); return err }

func readFrame(r io.Reader, max int) ([]byte, error) { _, err := r.Read(make([]byte, 1)); return nil, err }
`
	for name, text := range map[string]string{"frame.go": nothing, "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Measure(t.Context(), theLesson(t, "lesson12"), BenchOptions{Dir: dir, Rounds: 1, Time: time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "want 64") {
		t.Errorf("frames without their bytes: %v, want an error that says so", err)
	}
}

// TestCrowdIsMeasured lets a few callers come, with the solution in both columns.
func TestCrowdIsMeasured(t *testing.T) {
	l := theLesson(t, "lesson16")
	b, err := Measure(t.Context(), l, BenchOptions{Dir: l.Solution(), Rounds: 1, Time: 10 * time.Millisecond, Callers: 100})
	if err != nil {
		t.Fatal(err)
	}
	rows := 4 // two of calls, two of answers
	if runtime.GOOS == "linux" {
		rows += 2 // of memory
	}
	full(t, b, rows, 3, 1)
}

// TestMeasuresFail makes sure that a program which moves nothing is no
// quick one.
func TestMeasuresFail(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Measure(t.Context(), theLesson(t, "lesson14"), BenchOptions{Dir: dir, Rounds: 1, Size: 1 << 20}); err == nil {
		t.Error("a program that does nothing is measured without an error")
	}
}

func TestRatios(t *testing.T) {
	r := Row{Figures: [][]float64{{1, 2, 4}, {1, 1, 3}}}
	if median, least, most := r.Ratios(1); median != 0.75 || least != 0.5 || most != 1 {
		t.Errorf("got %v, %v to %v; want 0.75, 0.5 to 1", median, least, most)
	}
	if got := r.Median(0); got != 2 {
		t.Errorf("the median is %v, want 2", got)
	}
}

// BenchmarkFiles holds lesson14's solution against a bare io.Copy, with 1 GiB.
func BenchmarkFiles(b *testing.B) {
	const enough, memory = 0.9, 32 << 20
	for b.Loop() {
		m := measured(b, "lesson14")
		for _, r := range m.Rows {
			if median, _, _ := r.Ratios(1); median < enough {
				b.Errorf("%s reaches %.2f of bare, want %.2f", r.Name, median, enough)
			}
		}
		if m.Memory[1] > memory {
			b.Errorf("the solution has touched %d bytes, want at most %d", m.Memory[1], memory)
		}
	}
}

// BenchmarkFraming holds frames of lesson12 against two writes, and against the
// handshake of lesson10.
func BenchmarkFraming(b *testing.B) {
	const better, handshake = 1.2, 0.5 // times two writes, of small messages
	for b.Loop() {
		m := measured(b, "lesson12")
		if median, _, _ := m.Rows[0].Ratios(2); median < better {
			b.Errorf("frames reach %.2f of two writes, want %.2f", median, better)
		}
		if median, _, _ := m.Rows[0].Ratios(1); median > handshake {
			b.Errorf("the handshake reaches %.2f of two writes, want at most %.2f", median, handshake)
		}
	}
}

// BenchmarkCrowd holds lesson16's server against a bare goroutine for each caller.
func BenchmarkCrowd(b *testing.B) {
	const enough, memory = 0.9, 6 // of bare; kB of a caller who says nothing
	for b.Loop() {
		m := measured(b, "lesson16")
		for _, r := range m.Rows {
			median, _, _ := r.Ratios(1)
			many := !strings.HasSuffix(r.Name, " 10") && !strings.Contains(r.Name, " 10 ") // ten tell little
			if r.Unit == "/s" && many && median < enough {
				b.Errorf("%s: %.2f of bare, want %.2f", r.Name, median, enough)
			}
			if r.Unit == "kB" && many && r.Median(1) > memory {
				b.Errorf("%s: %.2f kB, want at most %d", r.Name, r.Median(1), memory)
			}
		}
	}
}

// measured measures the solution of a lesson and logs what each column reaches
// of the yardstick.
func measured(b *testing.B, name string) *Bench {
	m, err := Measure(b.Context(), theLesson(b, name), BenchOptions{Rounds: 7})
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range m.Rows {
		for column := 1; column < len(m.Columns); column++ {
			median, least, most := r.Ratios(column)
			b.Logf("%s, %s: %.2f %s, %.2f of %s (%.2f to %.2f)", r.Name, m.Columns[column], r.Median(column), r.Unit, median, m.Columns[0], least, most)
		}
	}
	return m
}
