package class

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"socketworkshop/checker/lesson"
)

func lesson14(t testing.TB) lesson.Lesson {
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson("lesson14")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestFilesAreMeasured moves a small file in every way, with the solution in
// both columns.
func TestFilesAreMeasured(t *testing.T) {
	l := lesson14(t)
	const rounds = 2
	b, err := Measure(t.Context(), l, BenchOptions{Dir: l.Solution(), Rounds: rounds, Size: 8 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Rows) != len(movings) || len(b.Columns) != 3 {
		t.Fatalf("got %d rows of %d columns, want %d of 3", len(b.Rows), len(b.Columns), len(movings))
	}
	for _, r := range b.Rows {
		for column, figures := range r.Figures {
			if len(figures) != rounds || slices.Min(figures) <= 0 {
				t.Errorf("%s, %s: got %v, want %d figures of more than 0", r.Name, b.Columns[column], figures, rounds)
			}
		}
	}
	if runtime.GOOS == "linux" && b.Memory[1] == 0 {
		t.Error("the memory of the reference is not known")
	}
}

// TestMeasuresFail makes sure that a program which moves nothing is no
// quick one.
func TestMeasuresFail(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Measure(t.Context(), lesson14(t), BenchOptions{Dir: dir, Rounds: 1, Size: 1 << 20}); err == nil {
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
	l := lesson14(b)
	for b.Loop() {
		m, err := Measure(b.Context(), l, BenchOptions{Rounds: 7})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range m.Rows {
			median, least, most := r.Ratios(1)
			b.Logf("%s: %.2f GiB/s, %.2f of bare (%.2f to %.2f)", r.Name, r.Median(1), median, least, most)
			if median < enough {
				b.Errorf("%s reaches %.2f of bare, want %.2f", r.Name, median, enough)
			}
		}
		if m.Memory[1] > memory {
			b.Errorf("the solution has touched %d bytes, want at most %d", m.Memory[1], memory)
		}
	}
}
