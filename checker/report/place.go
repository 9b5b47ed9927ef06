package report

import (
	"fmt"
	"path/filepath"
	"strings"

	"socketworkshop/checker/check"
)

// A Place is where a goroutine stood, in words.
type Place struct {
	At     string // "serve at work/lesson01-phone-call/server.go:25, in io.ReadAll (IO wait)"
	Source string // the text of the line
}

// Places says where a program stood whose files lie in dir.
func Places(f *check.Failure, dir string) []Place {
	var all []Place
	for _, p := range f.Where {
		var b strings.Builder
		fmt.Fprintf(&b, "%s at %s:%d", p.Func, filepath.Join(dir, p.File), p.Line)
		if p.In != "" {
			fmt.Fprintf(&b, ", in %s", p.In)
		}
		fmt.Fprintf(&b, " (%s)", p.State)
		if p.Also > 0 {
			fmt.Fprintf(&b, ", and %d more there", p.Also)
		}
		all = append(all, Place{b.String(), p.Source})
	}
	return all
}
