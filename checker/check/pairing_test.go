package check

import (
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
)

// meetShort are the lessons whose solutions meet themselves with -short, too.
var meetShort = []string{"lesson02", "lesson04", "lesson12"}

// TestSolutionsMeet lets every solution meet itself, as the reference.
func TestSolutionsMeet(t *testing.T) {
	_, all := workshop(t)
	for _, l := range all {
		t.Run(l.Short(), func(t *testing.T) {
			t.Parallel()
			if testing.Short() && !slices.Contains(meetShort, l.Short()) {
				t.Skip("skipped with -short")
			}
			if sessions, err := l.Sessions(); err != nil || len(sessions) == 0 {
				t.Skipf("skipped: no session, %v", err)
			}
			meets(t, l, Options{Dir: l.Solution()})
		})
	}
}

// meetingTime is how long TestRightMeet and TestBlame each go on to begin with
// more programs, where there is a limit.
const meetingTime = 20 * time.Second

// TestRightMeet lets the programs that are known to be right, in Go and in other
// languages, meet the references, in another order each time.
func TestRightMeet(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short")
	}
	type meeting struct {
		l lesson.Lesson
		k lesson.Known
	}
	var meetings []meeting
	_, all := workshop(t)
	for _, l := range all {
		right, err := l.Right()
		if err != nil {
			t.Fatal(err)
		}
		if sessions, err := l.Sessions(); err != nil || len(sessions) == 0 {
			right = nil
		}
		for _, k := range right {
			meetings = append(meetings, meeting{l, k})
		}
	}
	rand.Shuffle(len(meetings), func(i, j int) { meetings[i], meetings[j] = meetings[j], meetings[i] })
	_, limited := t.Deadline()
	begun := time.Now()
	for _, m := range meetings {
		t.Run(m.l.Short()+"/"+m.k.Name, func(t *testing.T) {
			t.Parallel()
			if limited && time.Since(begun) > meetingTime {
				t.Skip("skipped: out of time; -timeout 0 tries all")
			}
			rightMeets(t, m.l, m.k)
		})
	}
}

func rightMeets(t *testing.T, l lesson.Lesson, k lesson.Known) {
	o := Options{Dir: t.TempDir()}
	if err := k.Write(o.Dir); err != nil {
		t.Fatal(err)
	}
	if k.Run != "" {
		var err error
		if o.Program, err = program.Split(k.Run); err != nil {
			t.Fatal(err)
		}
		if _, err := exec.LookPath(o.Program[0]); err != nil {
			t.Skipf("skipped: %v", err)
		}
	}
	meets(t, l, o)
}

// meets wants a program to get on with the reference.
func meets(t *testing.T, l lesson.Lesson, o Options) {
	t.Helper()
	o.Seed = newSeed()
	r, err := RunWith(t.Context(), l, o, Partner{Dir: l.Solution(), Reference: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Checks) == 0 || r.Verdict != Pass {
		t.Errorf("with the reference: %s %s", r.Problem, r.summary())
	}
}

// written lays a known program into a folder.
func written(t *testing.T, known func() ([]lesson.Known, error), name string) (lesson.Known, string) {
	t.Helper()
	all, err := known()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(k lesson.Known) bool { return k.Name == name })
	if i < 0 {
		t.Fatalf("there is no known program %q", name)
	}
	dir := t.TempDir()
	if err := all[i].Write(dir); err != nil {
		t.Fatal(err)
	}
	return all[i], dir
}

// TestBlame lets wrong callers and wrong servers meet the reference and each
// other. The right side must be blamed, with its mistake.
func TestBlame(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: failures take time")
	}
	rows := []struct{ lesson, call, serve string }{
		{"lesson02", "call-counts-characters", "bytes-as-runes"},
		{"lesson04", "call-lines-joined", "whole-buffer"},
		{"lesson12", "call-big-endian", "length-with-header"},
		{"lesson13", "call-big-endian", "size-with-header"},
		{"lesson14", "digest-of-the-name", "digest-of-the-name"}, // wrong on both sides
		{"lesson15", "call-waits-for-64-bytes", "asks-16-bytes"},
	}
	rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	_, all := workshop(t)
	_, limited := t.Deadline()
	begun := time.Now()
	for _, row := range rows {
		t.Run(row.lesson, func(t *testing.T) {
			if limited && time.Since(begun) > meetingTime {
				t.Skip("skipped: out of time; -timeout 0 tries all")
			}
			l := all[slices.IndexFunc(all, func(l lesson.Lesson) bool { return l.Short() == row.lesson })]
			blames(t, l, row.call, row.serve)
		})
	}
}

func blames(t *testing.T, l lesson.Lesson, call, serve string) {
	caller, callDir := written(t, l.Wrong, call)
	server, serveDir := written(t, l.Wrong, serve)
	reference := Partner{Dir: l.Solution(), Reference: true}
	callWrong, serveWrong := caller.Want[0].Mistake, server.Want[0].Mistake
	both := call == serve
	meet := func(dir string, p Partner, want map[string][2]string) {
		t.Helper()
		r, err := RunWith(t.Context(), l, Options{Dir: dir, Seed: newSeed()}, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Checks {
			got := [2]string{}
			if c.Failure != nil {
				got = [2]string{c.Failure.Blame, c.Failure.Mistake}
			}
			if w := want[c.Name]; got != w || c.Verdict == Unknown {
				t.Errorf("%s: blame and mistake are %q, want %q (seed %d): %s", c.Name, got, w, r.Seed, r.summary())
			}
		}
	}
	withCall := map[string][2]string{"your-call-reference-serve": {"call", callWrong}}
	if both {
		withCall["reference-call-your-serve"] = [2]string{"serve", serveWrong}
	}
	meet(callDir, reference, withCall)
	if both {
		meet(callDir, Partner{Dir: serveDir}, map[string][2]string{
			"your-call-their-serve": {"both", callWrong}, "their-call-your-serve": {"both", callWrong},
		})
		return
	}
	meet(serveDir, reference, map[string][2]string{"reference-call-your-serve": {"serve", serveWrong}})
	meet(callDir, Partner{Dir: serveDir}, map[string][2]string{"your-call-their-serve": {"both", callWrong}})
}

// TestNobodyIsToBlame wants no side blamed where each passes its checks alone.
func TestNobodyIsToBlame(t *testing.T) {
	for reference, want := range map[bool]string{true: "your call alone", false: "either side alone"} {
		p := Partner{Reference: reference}
		m := &meeting{partner: p, breaches: map[string]*Check{"call-yours": nil, "serve-theirs": nil}}
		c := Check{Verdict: Fail, Failure: &Failure{}}
		if err := m.blame(t.Context(), &c, newPairing(lesson.Check{Name: "with"}, p, "call")); err != nil {
			t.Fatal(err)
		}
		if f := c.Failure; f.Blame != "unknown" || f.Mistake != "" || !strings.Contains(f.Explain, want) || c.Verdict != Fail {
			t.Errorf("blame %q, mistake %q, %s; want unknown, none, and %q", f.Blame, f.Mistake, f.Explain, want)
		}
	}
}
