package check

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

var rounds = flag.Int("rounds", 2, "how often TestCutsAreCertain runs each check")

// cutters are wrong programs that take one Read for all there is, and the
// checks that must catch them each time.
var cutters = map[string]map[string][]string{
	"lesson10": {
		"call-one-read":        {"2-cut-anywhere"},
		"one-read-of-the-word": {"1-ready-in-pieces"},
	},
	"lesson12": {
		"call-one-read":               {"2-header-in-pieces", "2-body-in-pieces", "2-frames-in-one-piece"},
		"call-one-read-of-the-header": {"2-header-in-pieces"},
		"call-one-read-of-the-body":   {"2-body-in-pieces"},
		"call-new-reader-each-time":   {"2-frames-in-one-piece"},
		"call-keeps-whole-frames":     {"2-one-and-a-half-frames"},
		"call-reads-twice":            {"2-one-byte-at-a-time"},
	},
	"lesson13": {
		"call-one-read-of-the-length": {"2-length-in-pieces"},
		"call-one-read-of-the-header": {"2-header-in-pieces"},
		"call-one-read-of-the-body":   {"2-body-in-pieces"},
		"call-two-reads":              {"2-one-byte-at-a-time"},
		"call-reads-twice":            {"2-replies-stuck-together"},
		"call-keeps-whole-replies":    {"2-reply-and-a-half"},
	},
}

// TestCutsAreCertain runs the checks that cut and join frames many times, on
// programs that depend on how bytes travel and on the solution, which does not:
// the first must fail each time, and the second pass.
func TestCutsAreCertain(t *testing.T) {
	n := *rounds
	if testing.Short() {
		n = 1
	}
	_, all := workshop(t)
	for _, l := range all {
		if cutters[l.Short()] == nil {
			continue
		}
		right := buildOne(t, l, "")
		for name, checks := range cutters[l.Short()] {
			wrong := buildOne(t, l, name)
			for _, c := range checks {
				t.Run(l.Short()+"/"+name+"/"+c, func(t *testing.T) {
					t.Parallel()
					for range n {
						mustJudge(t, l, c, right, Pass)
						mustJudge(t, l, c, wrong, Fail)
					}
				})
			}
		}
	}
}

// buildOne builds a known wrong program, or the solution for "".
func buildOne(t *testing.T, l lesson.Lesson, name string) *program.Binary {
	t.Helper()
	dir := l.Solution()
	if name != "" {
		dir = t.TempDir()
		wrong, err := l.Wrong()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range wrong {
			if k.Name != name {
				continue
			}
			if err := k.Write(dir); err != nil {
				t.Fatal(err)
			}
		}
		if files, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(files) == 0 {
			t.Fatalf("%s has no wrong program %q", l.Short(), name)
		}
	}
	scratch, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	binary, err := program.Build(t.Context(), dir, scratch, false)
	if err != nil {
		t.Fatal(err)
	}
	return &binary
}

func mustJudge(t *testing.T, l lesson.Lesson, name string, b *program.Binary, want Verdict) {
	t.Helper()
	r, err := Run(t.Context(), l, Options{Built: b, Only: name, Seed: newSeed()})
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Checks[0]; c.Verdict != want || c.Faults == 0 && want == Pass {
		t.Errorf("%s, and %d faults; want %s: %s", c.Verdict, c.Faults, want, r.summary())
	}
}
