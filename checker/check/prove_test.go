package check

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/tutor"
)

func workshop(t *testing.T) (lesson.Workshop, []lesson.Lesson) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Lessons()
	if err != nil {
		t.Fatal(err)
	}
	return w, all
}

// TestLessonsKeepTheRules is what checker lint sees without running anything.
func TestLessonsKeepTheRules(t *testing.T) {
	_, all := workshop(t)
	for _, l := range all {
		t.Run(l.Short(), func(t *testing.T) {
			for _, breach := range Lint(l) {
				t.Error(breach)
			}
		})
	}
}

// solutionsTime is how long TestSolutionsPass goes on to begin with more lessons,
// with -short.
const solutionsTime = 10 * time.Second

// TestSolutionsPass checks every solution; with -short those that there is time
// for, in another order each time.
func TestSolutionsPass(t *testing.T) {
	_, all := workshop(t)
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	begun := time.Now()
	for _, l := range all {
		t.Run(l.Short(), func(t *testing.T) {
			t.Parallel() // while one waits, another works
			if testing.Short() && time.Since(begun) > solutionsTime {
				t.Skip("skipped with -short: out of time")
			}
			built := solution(t, l.Short())
			if trial := proveSolution(t.Context(), l, Options{Seed: newSeed(), Built: &built}); trial.Breach != "" {
				t.Error(trial.Breach)
			}
		})
	}
}

// TestLessonsAreProven goes on to begin with more programs for so long, where
// there is a limit (go test's own is ten minutes), and not when there is hardly
// time for the other tests. With -timeout 0 it tries all of them.
const (
	proofTime = 20 * time.Second
	otherTime = 4 * time.Minute
)

// TestLessonsAreProven checks every program whose verdict is known, beside the
// solutions: the right ones must pass, the skeletons must fail as they
// should, and the wrong ones the checks that are named in them. That the other
// checks do not blame a wrong program for what is right in it, checker lint
// sees. The lessons come in another order each time; what there was no time for
// is said.
func TestLessonsAreProven(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: it takes minutes")
	}
	_, all := workshop(t)
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var until time.Time
	if end, limited := t.Deadline(); limited {
		until = time.Now().Add(min(proofTime, time.Until(end)-otherTime))
	}
	for _, l := range all {
		t.Run(l.Short(), func(t *testing.T) {
			t.Parallel() // while the last programs of a lesson wait, another one begins
			if !until.IsZero() && time.Now().After(until) {
				t.Skip("skipped: out of time; go run ./checker lint " + l.Short() + " tries all its programs")
			}
			trials, err := Prove(t.Context(), l, Proof{Seed: newSeed(), Brief: true, Until: until})
			if err != nil {
				t.Fatal(err)
			}
			for _, trial := range trials {
				if trial.Breach != "" {
					t.Errorf("%s: %s", trial.Name, trial.Breach)
				}
				if trial.Skipped != "" {
					t.Logf("%s is skipped: %s", trial.Name, trial.Skipped)
				}
			}
		})
	}
}

// TestEveryRuleHasItsProgram makes sure that no mistake is named that no
// known program makes.
func TestEveryRuleHasItsProgram(t *testing.T) {
	_, all := workshop(t)
	made := map[string]bool{tutor.NotWrittenYet: true} // the skeletons'
	for _, l := range all {
		wrong, err := l.Wrong()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range wrong {
			for _, w := range k.Want {
				made[w.Mistake] = true
			}
		}
	}
	for _, r := range tutor.Rules() {
		if !made[r.Mistake] && r.Mistake != "data-race" { // needs cgo: see TestRace
			t.Errorf("no program in testdata/wrong makes the mistake %q", r.Mistake)
		}
	}
}

// TestReferenceIsCurrent holds the tables of WORKSHOP.md against the code.
func TestReferenceIsCurrent(t *testing.T) {
	w, _ := workshop(t)
	text, err := os.ReadFile(filepath.Join(w.Root, "WORKSHOP.md"))
	if err != nil {
		t.Fatal(err)
	}
	for what, table := range map[string]string{"words": Reference(), "mistakes": tutor.Table()} {
		if !strings.Contains(string(text), table) {
			t.Errorf("the table of %s in WORKSHOP.md is not current; it should be:\n%s", what, table)
		}
	}
}

// newSeed returns another seed each time, so that tests see many payloads.
// A failure prints it.
func newSeed() uint64 { return rand.Uint64N(1_000_000) }
