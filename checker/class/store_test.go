package class

import (
	"os"
	"path/filepath"
	"testing"

	"socketworkshop/checker/check"
)

// TestStore keeps a result, and wants it back for its key alone, and only where
// it is one.
func TestStore(t *testing.T) {
	s := store{t.TempDir()}
	if err := s.save("ada", "lesson01", "key", &check.Result{Verdict: check.Pass}); err != nil {
		t.Fatal(err)
	}
	if r := s.load("ada", "lesson01", "key"); r == nil || r.Verdict != check.Pass {
		t.Errorf("got %v back, want a pass", r)
	}
	if r := s.load("ada", "lesson01", "another"); r != nil {
		t.Errorf("another key: got %v, want nothing", r)
	}
	if err := s.save("ben", "lesson01", "key", &check.Result{Verdict: check.Unknown}); err != nil {
		t.Fatal(err)
	}
	if s.load("ben", "lesson01", "key") != nil || s.read("ben", "lesson01", "key") == nil {
		t.Error("what is unknown is there to be shown, and to be tried again")
	}
	if err := os.WriteFile(s.file("ada", "lesson01"), []byte(`{"key":"key","resu`), 0o666); err != nil {
		t.Fatal(err)
	}
	if r := s.load("ada", "lesson01", "key"); r != nil {
		t.Errorf("a broken file: got %v, want nothing", r)
	}
	if all, _ := filepath.Glob(filepath.Join(s.dir, "results", "*", ".*")); len(all) > 0 {
		t.Errorf("these are left: %q", all)
	}
}

// TestSeeds draws a seed once, and another one for each name.
func TestSeeds(t *testing.T) {
	s := store{filepath.Join(t.TempDir(), "new")}
	first, err := s.seed()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.seed(); again != first || err != nil {
		t.Errorf("the seed is %d and then %d, %v", first, again, err)
	}
	seen := map[uint64]bool{}
	for _, names := range [][2]string{{"ada", "lesson01"}, {"ada", "lesson02"}, {"ben", "lesson01"}, {"adal", "esson01"}} {
		seen[seedOf(first, names[0], names[1])] = true
	}
	if len(seen) != 4 || seedOf(first, "ada", "lesson01") == seedOf(first+1, "ada", "lesson01") {
		t.Errorf("some names have the same seed: %v", seen)
	}
}
