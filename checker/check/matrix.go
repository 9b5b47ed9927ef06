package check

import (
	"fmt"
	"strings"

	"socketworkshop/checker/lesson"
)

// Matrix shows which program fails which check: "x" where it fails, "-" where
// the check was skipped, "?" where it could not be judged. Only programs whose
// names begin with kind, such as "wrong/", are in it.
func Matrix(l lesson.Lesson, all []Trial, kind string) (string, error) {
	checks, err := l.Checks()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, c := range judged(checks) {
		fmt.Fprintf(&b, "%s%s\n", strings.Repeat("| ", i), c.Name)
	}
	sign := map[Verdict]string{Pass: ".", Fail: "x", Skip: "-", Unknown: "?"}
	for _, t := range all {
		if t.Result == nil || !strings.HasPrefix(t.Name, kind) {
			continue
		}
		for _, c := range t.Result.Checks {
			fmt.Fprintf(&b, "%s ", sign[c.Verdict])
		}
		mistake := ""
		if f := t.Result.FirstFailure(); f != nil {
			mistake = f.Failure.Mistake
		}
		fmt.Fprintf(&b, " %s: %s\n", strings.TrimPrefix(t.Name, kind), mistake)
	}
	return b.String(), nil
}
