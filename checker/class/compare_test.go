package class

import (
	"path/filepath"
	"slices"
	"testing"

	"socketworkshop/checker/check"
)

func TestComparedFunctions(t *testing.T) {
	dir, l := unpack(t, "group.txtar")
	for name, want := range map[string]string{
		"ann": "tally changed, find extra", "dan": "tally changed", "fay": "unread", "solution": "tally same",
	} {
		c := &Comparison{Dir: filepath.Join(dir, "class", name, l.Name)}
		if name == "solution" {
			c.Dir = l.Solution()
		}
		if err := c.functions(l); err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, f := range c.Functions {
			if i > 0 {
				got += ", "
			}
			got += f.Name() + " " + string(f.Change)
		}
		if c.Unread != "" {
			got = "unread"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestRewordedFunctions(t *testing.T) {
	dir, l := unpack(t, "group.txtar")
	b, err := readBase(l)
	if err != nil {
		t.Fatal(err)
	}
	one, err := b.read(filepath.Join(dir, "class", "ann", l.Name))
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.read(filepath.Join(dir, "class", "bob", l.Name))
	if err != nil {
		t.Fatal(err)
	}
	trees := map[*Function]written{}
	for _, p := range Match(shown(one.functions, trees), shown(other.functions, trees)) {
		if f := compared(p, trees); f.Change != Reworded || f.Share != 1 {
			t.Errorf("%s is %s to %.2f, want reworded", f.Name(), f.Change, f.Share)
		}
	}
}

func TestFolders(t *testing.T) {
	dir, l := unpack(t, "group.txtar")
	for from, want := range map[string]string{
		"class/ann": "class/ann/" + l.Name, "class/ann/" + l.Name: "class/ann/" + l.Name,
		"class/bea": "class/bea/work/" + l.Name, "class/bea/work": "class/bea/work/" + l.Name, "class/cyd": "class/cyd",
		"class/gus": "", "class/nobody": "", "go.mod": "",
	} {
		got, err := Folder(l, filepath.Join(dir, from))
		if want != "" {
			want = filepath.Join(dir, want)
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %q and %v, want %q", from, got, err, want)
		}
	}
}

// TestCosts makes sure that only what all programs pass every time is counted.
func TestCosts(t *testing.T) {
	result := func(seconds float64, memory int64, second check.Verdict) *check.Result {
		cost := check.Cost{CPU: seconds / 10, Memory: memory}
		cost.Said = int64(seconds)
		return &check.Result{Checks: []check.Check{
			{Name: "1-a", Verdict: check.Pass, Seconds: seconds, Cost: cost},
			{Name: "1-b", Verdict: second, Seconds: 1000, Cost: cost},
			{Name: "1-c", Verdict: check.Pass, Seconds: seconds, Cost: cost},
		}}
	}
	fast := &rival{first: result(9, 9, check.Pass), rounds: []*check.Result{result(1, 1, check.Pass), result(3, 1, check.Pass), result(2, 5, check.Pass)}}
	slow := &rival{first: result(9, 9, check.Pass), rounds: []*check.Result{result(2, 1, check.Pass), result(3, 1, check.Fail), result(8, 1, check.Pass)}}
	both := &turns{programs: []*rival{fast, slow}}
	both.settle()
	if want := []string{"1-a", "1-c"}; !slices.Equal(both.common, want) {
		t.Fatalf("common is %q, want %q", both.common, want)
	}
	if c := both.cost(fast); c.Said != 2 || c.CPU != 0.4 || c.Memory != 5 {
		t.Errorf("got %+v, want the bytes of the first round, the median of the processor, and the most memory", c)
	}
	rows := both.rows()
	if median, least, most := rows[0].Ratios(1); median != 2 || least != 1 || most != 4 {
		t.Errorf("the time is %v (%v to %v) of the first, want 2 (1 to 4)", median, least, most)
	}
	both.programs = append(both.programs, &rival{first: &check.Result{}})
	if both.settle(); len(both.common) != 0 || both.rows() != nil {
		t.Errorf("common is %q beside a program that does not build, want nothing", both.common)
	}
}
