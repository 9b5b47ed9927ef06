package report

import (
	"fmt"
	"path/filepath"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

// A Place is where a goroutine stood, in words.
type Place struct {
	At     string // "serve at work/lesson01-phone-call/server.go:25, in io.ReadAll (IO wait)"
	Source string // the text of the line
}

// Places says where a program stood whose files lie in dir, in the language of
// the words.
func Places(words language.Catalogue, f *check.Failure, dir string) []Place {
	var all []Place
	for _, p := range f.Where {
		at := words.Sprintf("%s at %s:%d", p.Func, filepath.Join(dir, p.File), p.Line)
		if p.In != "" {
			at += words.Sprintf(", in %s", p.In)
		}
		at += fmt.Sprintf(" (%s)", words.In(p.State))
		if p.Also > 0 {
			at += words.Sprintf(", and %d more there", p.Also)
		}
		all = append(all, Place{at, p.Source})
	}
	return all
}
