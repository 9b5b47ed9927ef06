package main

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"socketworkshop/checker/class"
)

// A progress shows how far a grading is: a bar on a terminal, and a line for
// each student elsewhere.
type progress struct {
	out io.Writer
	bar *progressbar.ProgressBar // nil where there is no terminal
}

func newProgress(out io.Writer) *progress {
	p := &progress{out: out}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(0, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("grading"),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
	}
	return p
}

func (p *progress) tell(a class.Advance) {
	switch {
	case p.bar != nil:
		if p.bar.GetMax() != a.All {
			p.bar.ChangeMax(a.All)
		}
		_ = p.bar.Set(a.Done) // it is only a bar
	case a.Student != "":
		fmt.Fprintf(p.out, "%s is done (%d of %d)\n", oneLine(a.Student), a.Done, a.All)
	}
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear() // it is only a bar
	}
}
