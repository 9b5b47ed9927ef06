package check

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"socketworkshop/checker/lesson"
)

// TestRunTellsOfEachCheck checks a wrong program and wants to hear of each check
// once, and at last what the result says.
func TestRunTellsOfEachCheck(t *testing.T) {
	l, k := knownProgram(t, "lesson12", "big-endian")
	var told []*Result
	r, err := RunKnown(t.Context(), l, k, Options{Seed: 7, Tell: func(r *Result) { told = append(told, r) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != len(r.Checks) {
		t.Fatalf("told %d times, want %d", len(told), len(r.Checks))
	}
	for i, sofar := range told {
		ended := 0
		for _, c := range sofar.Checks {
			if c.Reason != notEnded {
				ended++
			}
		}
		if ended < i+1 || sofar.Verdict == Pass || len(sofar.Checks) != len(r.Checks) {
			t.Errorf("after %d checks %d of %d have ended: %s", i+1, ended, len(sofar.Checks), sofar.Verdict)
		}
	}
	last := told[len(told)-1]
	for i, c := range r.Checks {
		if last.Checks[i].Verdict != c.Verdict || last.Checks[i].Reason != c.Reason {
			t.Errorf("%s was told as %s, and is %s", c.Name, last.Checks[i].Verdict, c.Verdict)
		}
	}
	sameFromJSON(t, r)
}

// sameFromJSON wants the transcript of a failure, with its frames and its first
// wrong byte, to be the same when the result has been JSON.
func sameFromJSON(t *testing.T, r *Result) {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again Result
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	want, focus := r.FirstFailure().Failure.Transcript()
	got, at := again.FirstFailure().Failure.Transcript()
	if focus != at || !want[focus].Wrong || !reflect.DeepEqual(got, want) {
		t.Errorf("the transcript is\n%+v, and from JSON\n%+v", want, got)
	}
	twice, err := json.Marshal(&again)
	if err != nil || !bytes.Equal(text, twice) {
		t.Errorf("JSON that was read is written otherwise: %v", err)
	}
}

func TestDifferencesInJSONAreShort(t *testing.T) {
	for _, first := range []int{0, 1000, 16 * differKept, 16*differKept + 1} {
		d := &Difference{Conn: "alice", Want: make([]byte, 1<<20), Got: make([]byte, 1<<20)}
		d.Got[first] = 1
		text, err := json.Marshal(&Failure{Differs: d})
		if err != nil {
			t.Fatal(err)
		}
		var f Failure
		if err := json.Unmarshal(text, &f); err != nil {
			t.Fatal(err)
		}
		if first > 16*differKept && f.Differs != nil || first <= 16*differKept && f.Differs.First() != first || len(text) > 200_000 {
			t.Errorf("a difference at %d becomes %d bytes, and then %+.40v", first, len(text), f.Differs)
		}
	}
}

// TestNoWrongByteWhereALineIsMissing checks a program whose reply lacks a line:
// every byte that came is right.
func TestNoWrongByteWhereALineIsMissing(t *testing.T) {
	l, k := knownProgram(t, "lesson07", "cuts-without-a-word")
	r, err := RunKnown(t.Context(), l, k, Options{Only: "3-cut-at-the-maximum", Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	f := r.FirstFailure()
	if f == nil || f.Failure.Differs != nil {
		t.Fatalf("the first failure is %+v, want one without a first wrong byte", f)
	}
	lines, _ := f.Failure.Transcript()
	for _, line := range lines {
		if line.Wrong {
			t.Errorf("this line is marked as wrong: %+v", line)
		}
	}
}

func knownProgram(t *testing.T, name, wrong string) (l lesson.Lesson, k lesson.Known) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if l, err = w.Lesson(name); err != nil {
		t.Fatal(err)
	}
	all, err := l.Wrong()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		if k.Name == wrong {
			return l, k
		}
	}
	t.Fatalf("%s has no wrong program %s", name, wrong)
	return l, k
}
