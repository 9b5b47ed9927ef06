package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"socketworkshop/checker/class"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/sandbox"
)

// TestCompareHolds compares a program that deletes, changes and reads what is
// not its own. It fails its checks when it can.
func TestCompareHolds(t *testing.T) {
	if err := sandbox.Probe(t.Context(), "").Enough(); err != nil {
		t.Skip("skipped: ", err)
	}
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.Lesson("lesson01")
	if err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile(filepath.Join(w.Root, "testdata", "hostile", "H15-deletes-and-spies.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	h := newHostile(t, archive)
	h.handIn(t, w, l, "")
	before := listing(t, h.dir)
	cmd := exec.Command("checker", "compare", "lesson01", h.at("handed"), "--rounds", "1", "--json")
	cmd.Dir = w.Root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var c class.Comparison
	if err := json.Unmarshal(out, &c); err != nil {
		t.Fatal(err)
	}
	if student, reference := c.Passed(); student != reference || len(c.Common) != len(c.Checks) || c.Student.Conns == 0 {
		t.Errorf("%d of %d checks pass, want all: %.6000s", student, reference, out)
	}
	h.untouched(t)
	if after := listing(t, h.dir); len(after) != len(before) {
		t.Errorf("before there were %q, and now %q", before, after)
	}
}
