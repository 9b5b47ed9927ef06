package check

import (
	"flag"
	"maps"
	"slices"
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
	if testing.Short() {
		t.Skip("skipped with -short: it builds many programs")
	}
	_, all := workshop(t)
	for _, l := range all {
		if cutters[l.Short()] == nil {
			continue
		}
		right := solution(t, l.Short())
		for name, wrong := range buildWrong(t, l, slices.Collect(maps.Keys(cutters[l.Short()]))...) {
			for _, c := range cutters[l.Short()][name] {
				t.Run(l.Short()+"/"+name+"/"+c, func(t *testing.T) {
					t.Parallel()
					for range *rounds {
						mustJudge(t, l, c, &right, Pass)
						mustJudge(t, l, c, wrong, Fail)
					}
				})
			}
		}
	}
}

// buildWrong builds known wrong programs of a lesson.
func buildWrong(t *testing.T, l lesson.Lesson, names ...string) map[string]*program.Binary {
	t.Helper()
	wrong, err := l.Wrong()
	if err != nil {
		t.Fatal(err)
	}
	wrong = slices.DeleteFunc(wrong, func(k lesson.Known) bool { return !slices.Contains(names, k.Name) })
	built, err := buildKnown(t.Context(), wrong, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(built) != len(names) {
		t.Fatalf("%s has %d of the wrong programs %q", l.Short(), len(built), names)
	}
	return built
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
