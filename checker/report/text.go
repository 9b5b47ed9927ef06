package report

import (
	"fmt"
	"strings"

	"socketworkshop/checker/check"
	"socketworkshop/checker/language"
)

const (
	textEvents = 20       // events shown in a text
	textMost   = 16 << 10 // bytes of a text
)

// text explains a finding to the learner: what a terminal would show, in short.
func (p *paper) text(f finding) string {
	var b strings.Builder
	if f.why != "" {
		fmt.Fprintln(&b, f.why)
	}
	switch {
	case f.Name == builds && f.kind == failed && p.result != nil:
		fmt.Fprintf(&b, "\n%s\n", p.result.Build.Output)
	case f.kind == failed && f.Failure != nil:
		p.explain(&b, f)
	}
	return clip(Printable(strings.TrimRight(b.String(), "\n")), textMost)
}

func (p *paper) explain(b *strings.Builder, f finding) {
	if entries, focus := f.Failure.Transcript(); len(entries) > 0 {
		fmt.Fprintf(b, "\nThe wire:\n%s", wireText(entries, focus))
	}
	if d := Difference(language.Catalogue{}, f.Failure, entryRow); d != "" {
		fmt.Fprintf(b, "\nThe first difference:\n%s", indent(d))
	}
	if places := Places(language.Catalogue{}, f.Failure, p.result.Dir); len(places) > 0 {
		fmt.Fprintf(b, "\nWhere the program stood:\n")
		for _, place := range places {
			fmt.Fprintf(b, "  %s\n    %s\n", place.At, place.Source)
		}
	}
	mistake := "Not sure which mistake this is. The usual cause"
	if f.Failure.Mistake != "" {
		mistake = "The mistake: " + f.Failure.Mistake
	}
	fmt.Fprintf(b, "\n%s\n%s", mistake, indent(strings.Join(wrap(f.Failure.Explain, 76), "\n")))
	fmt.Fprintf(b, "\nAgain: %s\n", f.Failure.Rerun)
}

// wireText shows the events around the one in focus, a line each and below it
// the bytes.
func wireText(entries []check.Entry, focus int) string {
	from, to := Window(len(entries), focus, textEvents)
	var b strings.Builder
	note := func(n int, where string) {
		if out := leftOut(n, where); out != "" {
			fmt.Fprintf(&b, "  [%s]\n", out)
		}
	}
	note(from, "earlier")
	for _, e := range entries[from:to] {
		i := newItem(language.Catalogue{}, e)
		fmt.Fprintf(&b, "%10s  %s\n", i.Time, i.What)
		for _, line := range i.Lines {
			fmt.Fprintf(&b, "%12s%s\n", "", line)
		}
	}
	note(len(entries)-to, "later")
	return b.String()
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

// clip keeps so many bytes of a text, and says that there was more.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + " [and more]"
}
