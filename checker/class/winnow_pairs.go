package class

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	commonShare = 1.0 / 3 // what more of all programs hold is common
	commonLeast = 4       // in a small class nothing is common that so few hold
	leastShared = 4       // fingerprints that a pair must share to be listed
)

// A Resemblance is how alike two programs are, beyond what the lesson gives, what
// the solution holds and what is common.
type Resemblance struct {
	A       string    `json:"a"`
	B       string    `json:"b"`
	Archive bool      `json:"archive,omitempty"` // B is a program of the archive
	Share   float64   `json:"likeness"`          // twice the shared fingerprints by those of both, from 0 to 1
	Shared  int       `json:"shared"`            // fingerprints in both
	OfA     int       `json:"of_a"`              // all fingerprints of A
	OfB     int       `json:"of_b"`
	Longest int       `json:"longest"` // tokens of the longest passage that is in both
	Matches []Passage `json:"matches"` // the longest first
}

// TitleB returns the name of B, and where it is from.
func (r Resemblance) TitleB() string { return titled(r.B, r.Archive) }

// A Passage is a piece of source that two programs share.
type Passage struct {
	Tokens int   `json:"tokens"`
	A      Lines `json:"a"`
	B      Lines `json:"b"`
}

// Lines are lines of a file.
type Lines struct {
	File string `json:"file"`
	From int    `json:"from"` // the first
	To   int    `json:"to"`   // the last

	file *parsed
}

// String returns server.go:12-30.
func (l Lines) String() string { return fmt.Sprintf("%s:%d-%d", l.File, l.From, l.To) }

// Text returns the lines' text.
func (l Lines) Text() string {
	lines := strings.SplitAfter(string(l.file.text), "\n")
	return strings.ReplaceAll(strings.Join(lines[l.From-1:min(l.To, len(lines))], ""), "\r\n", "\n")
}

// resemblances holds the programs against each other: those of the class among
// themselves, and each against those of the archive.
func (g *Grouping) resemblances(b *base, programs []*source) {
	leave := maps.Clone(b.seen)
	g.Measures.Commons = commons(programs, leave)
	holders := map[uint64][]int{} // who holds a fingerprint
	for i, s := range programs {
		if s == nil {
			continue
		}
		s.fingerprint(leave)
		for hash := range s.prints {
			holders[hash] = append(holders[hash], i)
		}
	}
	for pair, shared := range pairs(holders) {
		i, j := pair[0], pair[1]
		if len(shared) < leastShared || g.Members[i].Archive {
			continue // members of the archive come last
		}
		g.Pairs = append(g.Pairs, g.resemblance(i, j, programs, shared, leave))
	}
	slices.SortFunc(g.Pairs, func(a, b Resemblance) int {
		return cmp.Or(cmp.Compare(b.Shared, a.Shared), cmp.Compare(b.Longest, a.Longest),
			cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
}

// commons puts the grams that many programs hold into leave, and returns how many
// there are.
func commons(programs []*source, leave map[uint64]bool) int {
	count, all := map[uint64]int{}, 0
	for _, s := range programs {
		if s == nil {
			continue
		}
		all++
		mine := map[uint64]bool{}
		for i := range s.passages {
			s.passages[i].each(func(_ int, hash uint64) { mine[hash] = true })
		}
		for hash := range mine {
			count[hash]++
		}
	}
	found := 0
	for hash, n := range count {
		if n > commonLeast && float64(n) > commonShare*float64(all) && !leave[hash] {
			leave[hash] = true
			found++
		}
	}
	return found
}

// pairs returns what each two programs share.
func pairs(holders map[uint64][]int) map[[2]int][]uint64 {
	all := map[[2]int][]uint64{}
	for hash, who := range holders {
		for a, i := range who {
			for _, j := range who[a+1:] { // in the order of the members
				all[[2]int{i, j}] = append(all[[2]int{i, j}], hash)
			}
		}
	}
	return all
}

func (g *Grouping) resemblance(i, j int, programs []*source, shared []uint64, leave map[uint64]bool) Resemblance {
	a, b := programs[i], programs[j]
	r := Resemblance{
		A: g.Members[i].Name, B: g.Members[j].Name, Archive: g.Members[j].Archive,
		Shared: len(shared), OfA: len(a.prints), OfB: len(b.prints),
		Share: 2 * float64(len(shared)) / float64(len(a.prints)+len(b.prints)),
	}
	var found []stretch
	slices.SortFunc(shared, func(x, y uint64) int {
		return cmp.Or(a.prints[x].passage-a.prints[y].passage, a.prints[x].at-a.prints[y].at)
	})
	for _, hash := range shared {
		x, y := a.prints[hash], b.prints[hash]
		if !slices.ContainsFunc(found, func(r stretch) bool { return r.holds(x, y) }) {
			found = append(found, extend(a, b, x, y, leave))
		}
	}
	slices.SortStableFunc(found, func(x, y stretch) int { return cmp.Compare(y.grams, x.grams) })
	for _, f := range found {
		r.Matches = append(r.Matches, Passage{
			Tokens: f.grams + gramSize - 1,
			A:      a.lines(f.a, f.grams), B: b.lines(f.b, f.grams),
		})
	}
	r.Longest = r.Matches[0].Tokens
	return r
}

// A stretch is grams that follow each other in two programs.
type stretch struct {
	a, b  spot // where it begins
	grams int
}

// holds reports whether two places that match lie in the run.
func (r stretch) holds(a, b spot) bool {
	return a.passage == r.a.passage && b.passage == r.b.passage &&
		a.at-r.a.at == b.at-r.b.at && a.at >= r.a.at && a.at < r.a.at+r.grams
}

// extend makes the match of two places as long as it goes, in both directions. It
// ends where something begins that is left out.
func extend(a, b *source, x, y spot, leave map[uint64]bool) stretch {
	first, second := a.passages[x.passage].grams, b.passages[y.passage].grams
	same := func(by int) bool {
		i, j := x.at+by, y.at+by
		return i >= 0 && j >= 0 && i < len(first) && j < len(second) && first[i] == second[j] && !leave[first[i]]
	}
	back, on := 0, 0
	for same(back - 1) {
		back--
	}
	for same(on + 1) {
		on++
	}
	return stretch{spot{x.passage, x.at + back}, spot{y.passage, y.at + back}, on - back + 1}
}

// lines returns the lines of so many grams.
func (s *source) lines(at spot, grams int) Lines {
	p := s.passages[at.passage]
	from, to := int(p.lines[at.at]), int(p.lines[at.at+grams+gramSize-2])
	return Lines{p.file.name, from, to, p.file}
}
