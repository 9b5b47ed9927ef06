package main

import (
	"bytes"
	"strings"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

// TestListSaysWhyNotJudged shows checks that could not be judged beside one that
// failed: what is explained then is the failure, so the list says the reason.
func TestListSaysWhyNotJudged(t *testing.T) {
	const slow = "the machine is too slow to judge: the checker itself was late"
	unknown := func(reason string) check.Check {
		return check.Check{Step: 2, Claim: "a claim", Verdict: check.Unknown, Reason: reason}
	}
	unjudged := []check.Check{unknown(slow), unknown(slow), unknown(check.NeverFired), unknown("cannot start\na hint")}
	failed := append([]check.Check{{Step: 1, Claim: "a claim", Verdict: check.Fail}}, unjudged...)
	for name, want := range map[string]string{
		language.English: "? 2 could not be judged: " + slow,
		language.Chinese: "? 2 项无法判定：机器太慢，无法判定：检查器自己也来晚了",
	} {
		t.Run(name, func(t *testing.T) {
			words, err := language.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			list := func(checks []check.Check) string {
				var out bytes.Buffer
				a := &app{out: &out, words: words, paint: newPalette("never")}
				a.list(checks)
				return strings.Join(strings.Fields(out.String()), " ") // however it is wrapped
			}
			got := list(failed)
			if strings.Count(got, want) != 1 || strings.Count(got, " ? 1 ") != 2 || strings.Contains(got, "hint") {
				t.Errorf("the list is\n%swant %q, two reasons more, and of each the first line", got, want)
			}
			if got := list(unjudged); strings.Contains(got, want) {
				t.Errorf("the reason is said twice, as problem says it too:\n%s", got)
			}
		})
	}
}
