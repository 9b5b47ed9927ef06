package check

import (
	"testing"
	"time"

	"socketworkshop/checker/tutor"
)

// TestShortTimeExplains looks at replies that a right program may give when its
// commands had no processor for the short time, and at some that none gives.
func TestShortTimeExplains(t *testing.T) {
	const notice = "killed after 300ms"
	for _, test := range []struct {
		want, got string
		lines     []string
		hasty     bool
	}{
		{"two\n", notice + "\n", nil, true},
		{"two\n", notice + "\n" + notice + "\n", []string{notice}, true},
		{"two\n", notice + "\n\n" + notice + "\n", []string{notice}, true},
		{"two\n", notice + notice, []string{notice}, true},
		{"two\n", notice + "tw\n" + notice, []string{notice}, true},
		{"one\ntwo\n", notice + "\none\n" + notice + "\n", []string{notice}, true},
		{"one\ntwo\n", notice + "\non\n" + notice + "\n", []string{notice}, true},
		{"one\ntwo\n", "one\n" + notice + "\n", []string{notice}, true},
		{notice, notice + "\n", nil, true},
		{notice, "\n" + notice, nil, true},
		{"two\n", "killed after", nil, true},
		{"two\n", "killed after 30", nil, true},

		{"two\n", "killed after 300000000", nil, false},
		{"two\n", "killed after 5s\n", []string{notice}, false},
		{"two\n", "one" + notice + "\n", []string{notice}, false},
		{"two\n", "two\n", []string{notice}, false},
		{"one\ntwo\n", notice + "\ntwo\n" + notice + "\n", []string{notice}, false},
		{"two\n", notice + "\nlost\ntwo\n", []string{notice}, false},
		{notice, "one" + notice, nil, false},
	} {
		s := &script{hurry: 300 * time.Millisecond, limited: true}
		e := tutor.Evidence{Kind: tutor.WrongBytes, Want: []byte(test.want), Got: []byte(test.got), Expected: test.lines}
		if s.hasty(e) != test.hasty {
			t.Errorf("for %q came %q: the short time explains it: %t, want %t", test.want, test.got, !test.hasty, test.hasty)
		}
	}
}
