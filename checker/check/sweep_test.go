package check

import (
	"slices"
	"strings"
	"testing"

	"socketworkshop/checker/mutant"
)

// TestSweep checks a dozen mutants of the first lesson: some that must be
// caught, one that no check can see, and one that does not compile.
func TestSweep(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: it builds a dozen programs")
	}
	_, lessons := workshop(t)
	l := lessons[0]
	all, err := Mutants(l)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Verdict{
		`client.go call: "tcp" becomes "ucp" #1`:                                    Fail,
		`client.go call: never err != nil #1`:                                       Fail,
		`client.go call: drop conn.Close() #1`:                                      Pass,
		`client.go call: drop io.WriteString(conn, message) #1`:                     Fail,
		`client.go call: nil for fmt.Errorf("%s hung up without a reply", addr) #1`: Fail,
		`client.go call: drop the newline of "%s\n" #1`:                             Fail,
		`client.go call: drop fmt.Fprintf(screen(os.Stdout), "%s\n", buf[:n]) #1`:   "",
		`server.go serve: drop log.Println("call from", conn.RemoteAddr()) #1`:      Fail,
		`server.go serve: drop conn.Close() #1`:                                     Pass,
		`server.go serve: 1024 becomes 512 in make([]byte, 1024) #1`:                Fail,
		`server.go serve: n-1 in buf[:n] #1`:                                        Fail,
		`server.go serve: never errors.Is(err, io.EOF) #1`:                          Fail,
	}
	all = slices.DeleteFunc(all, func(m mutant.Mutant) bool { _, ok := want[m.Name]; return !ok })
	err = Sweep(t.Context(), l, all, 7, func(trial Trial) {
		name := strings.TrimPrefix(trial.Name, "mutant/")
		var got Verdict
		if trial.Result != nil {
			got = trial.Result.Verdict
		}
		if got != want[name] || trial.Breach != "" {
			t.Errorf("%s: %q, want %q: %s", name, got, want[name], trial.Breach)
		}
		delete(want, name)
	})
	if err != nil || len(want) > 0 {
		t.Errorf("%v; not tried: %v", err, want)
	}
}

// TestSurvival looks at what is made of an outcome, and whether it is listed.
func TestSurvival(t *testing.T) {
	m := mutant.Mutant{Name: "a", Diff: "-x\n+y\n"}
	failed := &Result{Verdict: Fail, Checks: []Check{{Name: "1-x", Verdict: Fail}}}
	for _, c := range []struct {
		result *Result
		listed bool
		want   string
	}{
		{&Result{Verdict: Pass}, true, ""},
		{&Result{Verdict: Pass}, false, "no check fails it:\n-x\n+y"},
		{failed, true, "testdata/mutants lists it, but it fails 1-x"},
		{failed, false, ""},
		{nil, true, "testdata/mutants lists it, but it does not compile"},
		{nil, false, ""},
	} {
		listed := map[string]string{}
		if c.listed {
			listed["a"] = "nobody can see it"
		}
		if got := survival(Trial{Result: c.result}, m, listed); got != c.want {
			t.Errorf("survival of %v, listed %v = %q, want %q", c.result, c.listed, got, c.want)
		}
	}
}
