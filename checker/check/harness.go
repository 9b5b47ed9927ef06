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
		s.stop(Skip, "it is for Go programs whose main.go knows %s, as lesson16's does", word)
	}
	h := &s.gate.harnessed
	h.once.Do(func() {
		scratch := filepath.Join(filepath.Dir(s.dir), "harness")
		if h.err = os.Mkdir(scratch, 0o777); h.err == nil {
			h.binary, h.err = s.binary.With(s.gate.run, harnessName, callersHarness, scratch)
		}
	})
	var bad *program.BuildError
	switch {
	case errors.As(h.err, &bad):
		s.stop(Skip, "it is for programs with the types Handler, HandlerFunc and Server: %s", strings.TrimSpace(strings.Split(bad.Output, "\n")[0]))
	case h.err != nil:
		s.unknown("building the program with a handler of the checker's: %v", h.err)
	}
	s.binary = h.binary
	s.serveAs(word, args)
}
