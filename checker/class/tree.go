package class

import (
	"hash/fnv"
	"slices"
)

// A tree is what is left of a function when names, comments, layout and the
// order of what is independent do not count.
type tree struct {
	label string
	kids  []*tree
	hash  uint64 // of the whole tree
}

// newTree returns a node above its kids. A kid that is nil is left out.
func newTree(label string, kids ...*tree) *tree {
	kids = slices.DeleteFunc(kids, func(k *tree) bool { return k == nil })
	t := &tree{label: label, kids: kids, hash: mix(textHash(label), uint64(len(kids)))}
	for _, k := range kids {
		t.hash = mix(t.hash, k.hash)
	}
	return t
}

// textHash returns a number for a text.
func textHash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash takes everything
	return h.Sum64()
}

// mix returns a number for two numbers in this order: the finalizer of
// SplitMix64 (Steele, Lea, Flood 2014), so that equal bits do not cancel out.
func mix(a, b uint64) uint64 {
	z := a*0x9e3779b97f4a7c15 + b
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// A profile is what trees are compared by: their pq-grams with p = q = 2
// (Augsten, Böhlen, Gamper 2005), sorted. A pq-gram is a node with its parent
// and two neighbours among its children. Few of them differ where few edits
// turn one tree into the other.
type profile []uint64

// profile returns the tree's pq-grams.
func (t *tree) profile() profile {
	var all profile
	t.grams(0, &all)
	slices.Sort(all)
	return all
}

func (t *tree) grams(parent uint64, all *profile) {
	own := textHash(t.label)
	stem := mix(parent, own)
	left := uint64(0)
	for _, k := range t.kids {
		right := textHash(k.label)
		*all = append(*all, mix(mix(stem, left), right))
		left = right
		k.grams(own, all)
	}
	*all = append(*all, mix(mix(stem, left), 0))
}

// joined returns the pq-grams of several trees.
func joined(all []profile) profile {
	one := slices.Concat(all...)
	slices.Sort(one)
	return one
}

// alike returns which part of two profiles is the same, from 0 to 1: twice what
// both hold by what each holds (Dice's coefficient).
func (p profile) alike(q profile) float64 {
	if len(p)+len(q) == 0 {
		return 1
	}
	common, i, j := 0, 0, 0
	for i < len(p) && j < len(q) {
		switch {
		case p[i] < q[j]:
			i++
		case p[i] > q[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	return 2 * float64(common) / float64(len(p)+len(q))
}
