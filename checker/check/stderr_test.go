package check

import (
	"strings"
	"testing"
)

func TestLastLines(t *testing.T) {
	log := strings.Repeat("a line\n", shownLines+1)
	traces := strings.Repeat("main.serve()\n", 2*shownLines)
	end := strings.TrimSuffix(log[len("a line\n"):], "\n")
	for _, test := range []struct{ name, text, want string }{
		{"little", "listening\ndone\n", "listening\ndone"},
		{"much", log, "[1 line before]\n" + end},
		{"stopped by the checker", log + "SIGQUIT: quit\n" + traces, "[1 line before]\n" + end},
		{"a short crash", log + "panic: no\nmain.serve()\n", "[3 lines before]\n" + strings.Repeat("a line\n", shownLines-2) + "panic: no\nmain.serve()"},
		{"a long crash", "listening\npanic: no\n" + traces, "[1 line before]\npanic: no\n" + traces[:(shownLines-1)*len("main.serve()\n")] + "[13 lines behind]"},
		{"a crash at once", "fatal error: out of memory\n" + traces, "fatal error: out of memory\n" + traces[:(shownLines-1)*len("main.serve()\n")] + "[13 lines behind]"},
	} {
		if got := lastLines(test.text); got != test.want {
			t.Errorf("%s: want\n%s\ngot\n%s", test.name, test.want, got)
		}
	}
}
