package check

import (
	"runtime"
	"testing"

	"socketworkshop/checker/lesson"
)

// TestThoseChecksAlone makes sure that a run leaves out what it is not asked for,
// and tells what the rest took.
func TestThoseChecksAlone(t *testing.T) {
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson("lesson01")
	if err != nil {
		t.Fatal(err)
	}
	const name = "2-answers-in-capitals"
	r, err := Run(t.Context(), l, Options{Dir: l.Solution(), Those: []string{name}, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Checks) != 1 || r.Checks[0].Name != name || r.Verdict != Pass {
		t.Fatalf("got %+v, want %s alone, passed", r.Checks, name)
	}
	c := r.Checks[0].Cost
	if c.Traffic != r.Traffic || c.Conns != 1 || c.RoundTrips != 1 || c.Said == 0 || c.Heard != c.Said {
		t.Errorf("it took %+v of the wire, and all together %+v; want one call and its answer", c.Traffic, r.Traffic)
	}
	if c.CPU <= 0 && runtime.GOOS != "windows" { // which counts in sixty-fourths of a second
		t.Errorf("it took %v s of the processor, want more than none", c.CPU)
	}
}
