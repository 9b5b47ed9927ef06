package check

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// A host is the testing.T that testscript runs a check under.
type host struct {
	failed bool
	log    strings.Builder
}

func (h *host) Skip(args ...any)  { h.Fatal(args...) }
func (h *host) Fatal(args ...any) { h.Log(args...); h.FailNow() }
func (h *host) Parallel()         {}
func (h *host) Log(args ...any)   { fmt.Fprintln(&h.log, args...) }
func (h *host) Verbose() bool     { return false }

// FailNow ends the goroutine of the script, as testing.T's does.
func (h *host) FailNow() {
	h.failed = true
	runtime.Goexit()
}

// Run runs one script in a goroutine that FailNow can end. A bug of the checker
// ends the script and not the checker.
func (h *host) Run(_ string, script func(testscript.T)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if bug := recover(); bug != nil {
				h.failed = true
				fmt.Fprintf(&h.log, "FAIL: a bug of the checker: %v\n", bug)
			}
		}()
		script(h)
	}()
	<-done
}

// reason returns the line of the log that tells why the script failed.
func (h *host) reason(file string) string {
	for line := range strings.Lines(h.log.String()) {
		if text, ok := strings.CutPrefix(line, "FAIL: "); ok {
			return strings.TrimSpace(text)
		}
	}
	return file + ": " + strings.TrimSpace(h.log.String())
}
