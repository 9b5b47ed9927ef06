package check

import (
	"slices"

	"socketworkshop/checker/lesson"
	"socketworkshop/checker/tutor"
)

// known looks at the known programs, and whether each check is failed by one.
func (b *breaches) known(l lesson.Lesson) {
	wrong, err := l.Wrong()
	right, err2 := l.Right()
	checks, err3 := l.Checks()
	if !b.ok(err) || !b.ok(err2) || !b.ok(err3) {
		return
	}
	if len(wrong) < minWrong || len(right) < minRight {
		b.add("%s has %d wrong and %d right programs; want at least %d and %d", l.Name, len(wrong), len(right), minWrong, minRight)
	}
	fails := map[string]bool{}
	for _, k := range wrong {
		for _, w := range k.Want {
			fails[w.Check] = true
		}
	}
	for _, c := range checks {
		if !fails[c.Name] && !c.Experiment {
			b.add("%s: no wrong program fails %s; a check that nothing fails checks nothing", l.Name, c.Name)
		}
	}
}

// hints looks whether every mistake of the lesson has a ladder, and every
// ladder a rule that can name its mistake.
func (b *breaches) hints(l lesson.Lesson) {
	file := l.HintsFile()
	ladders, err := l.Hints()
	wrong, err2 := l.Wrong()
	if !b.ok(err) || !b.ok(err2) {
		return
	}
	named := map[string]bool{}
	for _, r := range tutor.Rules() {
		named[r.Mistake] = true
	}
	mistakes := []string{tutor.NotWrittenYet}
	for _, k := range wrong {
		for _, w := range k.Want {
			if w.Mistake == "" {
				continue // not sure
			}
			mistakes = append(mistakes, w.Mistake)
		}
	}
	slices.Sort(mistakes)
	for _, m := range slices.Compact(mistakes) {
		if rungs := len(ladders[m]); rungs < minRungs {
			b.add("%s: %q has a ladder of %d rungs; want at least %d", file, m, rungs, minRungs)
		}
	}
	for m := range ladders {
		if !named[m] {
			b.add("%s: no rule names a mistake %q", file, m)
		}
	}
}
