package check

import (
	_ "embed"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"socketworkshop/checker/program"
)

//go:embed harness/callers.go.txt
var callersHarness string

const (
	harnessName = "checker_harness.go"
	harnessWord = "serve-upper"
)

// A harnessed is the program under test with a file of the checker's beside its
// own, built once and only if some check wants it.
type harnessed struct {
	once   sync.Once
	binary program.Binary
	err    error
}

// serveGiven starts a server with one of lesson16's small handlers. Where the
// program's main.go is not lesson16's, the checker brings the handler and its
// own main for callers; it skips the check where that does not fit.
func (s *script) serveGiven(word string, args []string) {
	if strings.Contains(s.binary.Source["main.go"], `"`+word+`"`) {
		s.serveAs(word, args)
		return
	}
	if len(s.binary.Source) == 0 || word != harnessWord {
		s.stop(Skip, "%sa Go program with lesson16's main.go, which knows %s", needs, word)
	}
	h := &s.gate.harnessed
	h.once.Do(func() {
		scratch := filepath.Join(filepath.Dir(s.dir), "harness")
		if h.err = os.Mkdir(scratch, 0o777); h.err == nil {
			h.binary, h.err = s.binary.With(s.ctx, harnessName, callersHarness, scratch)
		}
	})
	var bad *program.BuildError
	switch {
	case errors.As(h.err, &bad):
		s.stop(Skip, "%sthe types Handler, HandlerFunc and Server: %s", needs, strings.TrimSpace(strings.Split(bad.Output, "\n")[0]))
	case h.err != nil:
		s.unknown("building the program with a handler of the checker's: %v", h.err)
	}
	s.binary = h.binary
	s.serveAs(word, args)
}
