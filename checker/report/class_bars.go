package report

import (
	"cmp"
	"slices"

	"socketworkshop/checker/class"
)

const barsMost = 12 // bars of what happens most

// bars count something, most first.
type bars struct {
	ID, Title, Note string
	Bars            []bar
}

// A bar is as long as its share.
type bar struct {
	Label   string
	Count   int
	Percent int // of the longest
}

func newBars(id, title, note string, all []bar, most int) bars {
	longest := 0
	for _, b := range all {
		longest = max(longest, b.Count)
	}
	for i := range all {
		all[i].Percent = 100 * all[i].Count / max(longest, 1)
	}
	return bars{id, title, note, all[:min(most, len(all))]}
}

// stalls counts for each lesson the students who have passed all before it, and
// not this one.
func stalls(g *class.Grading, papers []paper) bars {
	all := make([]bar, len(g.Lessons), len(g.Lessons)+2)
	through, lost := bar{Label: "all passed"}, bar{Label: "could not be judged"}
	for i := range g.Students {
		own := papers[i*len(g.Lessons) : (i+1)*len(g.Lessons)]
		at := slices.IndexFunc(own, func(p paper) bool { return !p.through() })
		switch {
		case at < 0:
			through.Count++
		case !own[at].judged:
			lost.Count++
		default:
			all[at].Count++
		}
	}
	for i, name := range g.Lessons {
		p := paper{lesson: name}
		all[i].Label = p.short()
	}
	all = append(all, through)
	if lost.Count > 0 {
		all = append(all, lost)
	}
	return newBars("stalls", "Where the class stalls", "Students by the first lesson that they have not passed.", all, len(all))
}

// through reports whether everything that could be checked has passed.
func (p *paper) through() bool {
	return !slices.ContainsFunc(p.findings, func(f finding) bool { return f.kind != passed && f.kind != exempt })
}

// hardest counts which checks fail most. Those that were not run do not count.
func hardest(papers []paper) bars {
	counts := map[string]int{}
	for _, p := range papers {
		for _, f := range p.findings {
			if f.kind == failed && p.result != nil {
				counts[p.short()+" "+f.Name]++
			}
		}
	}
	return newBars("hardest", "Which checks fail most", "Students whose program fails a check, or does not build.", ranked(counts), barsMost)
}

// mistakes counts which mistakes are named most, each once for a program.
func mistakes(papers []paper) bars {
	counts := map[string]int{}
	for _, p := range papers {
		named := map[string]bool{}
		for _, f := range p.findings {
			if f.kind == failed && f.Failure != nil && f.Failure.Mistake != "" {
				named[f.Failure.Mistake] = true
			}
		}
		for name := range named {
			counts[name]++
		}
	}
	return newBars("mistakes", "Which mistakes are named most", "Programs in which the checker has found a mistake.", ranked(counts), barsMost)
}

// ranked returns the counts, most first and then by name.
func ranked(counts map[string]int) (all []bar) {
	for label, n := range counts {
		all = append(all, bar{Label: label, Count: n})
	}
	slices.SortFunc(all, func(a, b bar) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Label, b.Label)) })
	return all
}
