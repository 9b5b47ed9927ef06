package class

import (
	"cmp"
	"slices"
)

// near is how much of two programs, or functions, must be the same for them to
// be one group: which part of the pq-grams of their trees. About one statement
// in ten may differ.
const near = 0.9

// An item is something to be grouped.
type item struct {
	who  int // the number of the member
	fn   *written
	hash uint64
	form profile
}

// clusters groups items: first those of the same hash, then, the largest of these
// groups first, those that are near the first item of one. So all of a group are
// near the same specimen.
func clusters(items []item) (all []cluster) {
	at := map[uint64]int{}
	var exact [][]item
	for _, x := range items {
		i, known := at[x.hash]
		if !known {
			i = len(exact)
			at[x.hash] = i
			exact = append(exact, nil)
		}
		exact[i] = append(exact[i], x)
	}
	slices.SortStableFunc(exact, func(a, b []item) int { return cmp.Compare(len(b), len(a)) })
	for _, group := range exact {
		i := slices.IndexFunc(all, func(c cluster) bool { return c.alike[0].form.alike(group[0].form) >= near })
		if i < 0 {
			all = append(all, cluster{alike: group})
		} else {
			all[i].near = append(all[i].near, group...)
		}
	}
	slices.SortStableFunc(all, func(a, b cluster) int { return cmp.Compare(b.size(), a.size()) })
	return all
}

// A cluster is items that are the same, and others that are near them.
type cluster struct{ alike, near []item }

func (c cluster) size() int { return len(c.alike) + len(c.near) }

// group returns the cluster as it is shown, held against the solution's and the
// skeleton's item.
func (g *Grouping) group(c cluster, solution, skeleton *item) Group {
	specimen := c.alike[0]
	out := Group{Specimen: g.Members[specimen.who].Name, Alike: g.who(c.alike), Near: g.who(c.near)}
	out.Near = slices.DeleteFunc(out.Near, func(name string) bool { return slices.Contains(out.Alike, name) })
	if specimen.fn != nil {
		out.Source = specimen.fn.function()
	}
	switch {
	case skeleton != nil && skeleton.hash == specimen.hash:
		out.As = AsSkeleton
	case solution != nil && solution.hash == specimen.hash:
		out.As = AsSolution
	case solution != nil && solution.form.alike(specimen.form) >= near:
		out.As = NearSolution
	}
	return out
}

// who returns the names of those who have the items, each once, in the order of
// the members.
func (g *Grouping) who(items []item) (all []string) {
	items = slices.SortedStableFunc(slices.Values(items), func(a, b item) int { return a.who - b.who })
	for _, x := range items {
		if name := g.Members[x.who].Name; !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// approaches groups the class, its archive left out.
func (g *Grouping) approaches(b *base, programs []*source) {
	var whole []item
	for i, s := range programs {
		if s != nil && !g.Members[i].Archive {
			whole = append(whole, b.whole(i, s.functions))
		}
	}
	solution := b.whole(0, b.program.functions)
	var stubs []written
	for _, name := range b.wanted {
		stubs = append(stubs, b.skeleton[name])
	}
	skeleton := b.whole(0, stubs)
	for i, c := range clusters(whole) {
		g.Groups = append(g.Groups, g.group(c, &solution, &skeleton))
		for _, x := range slices.Concat(c.alike, c.near) {
			g.Members[x.who].Group = i + 1
		}
	}
	for _, name := range b.wanted {
		g.Functions = append(g.Functions, g.variants(b, name, programs))
	}
	if v := g.helpers(b, programs); len(v.Groups) > 0 {
		g.Functions = append(g.Functions, v)
	}
}

// whole returns a program as one item: its functions in the order of their trees,
// those that the lesson names with their names.
func (b *base) whole(who int, functions []written) item {
	x := item{who: who}
	var hashes []uint64
	var forms []profile
	for _, w := range functions {
		hash := w.tree.hash
		if _, wanted := b.skeleton[w.name]; wanted {
			hash = mix(hash, textHash(w.name))
		}
		hashes, forms = append(hashes, hash), append(forms, w.form)
	}
	slices.Sort(hashes)
	for _, h := range hashes {
		x.hash = mix(x.hash, h)
	}
	x.form = joined(forms)
	return x
}

func newItem(who int, w *written) item { return item{who, w, w.tree.hash, w.form} }

// oneOf returns a function of the lesson's as an item, or nil.
func oneOf(functions map[string]written, name string) *item {
	w, ok := functions[name]
	if !ok {
		return nil
	}
	x := newItem(0, &w)
	return &x
}

// variants returns how the class writes one function.
func (g *Grouping) variants(b *base, name string, programs []*source) Variants {
	v := Variants{Name: name}
	var items []item
	for i, s := range programs {
		if s == nil || g.Members[i].Archive {
			continue
		}
		at := slices.IndexFunc(s.functions, func(w written) bool { return w.name == name })
		if at < 0 {
			v.Missing = append(v.Missing, g.Members[i].Name)
			continue
		}
		items = append(items, newItem(i, &s.functions[at]))
	}
	solution, skeleton := oneOf(b.solution, name), oneOf(b.skeleton, name)
	for _, c := range clusters(items) {
		v.Groups = append(v.Groups, g.group(c, solution, skeleton))
	}
	return v
}

// helpers returns the functions that the lesson does not name and that several
// students have written alike.
func (g *Grouping) helpers(b *base, programs []*source) Variants {
	var items []item
	for i, s := range programs {
		if s == nil || g.Members[i].Archive {
			continue
		}
		for j, w := range s.functions {
			if _, wanted := b.skeleton[w.name]; !wanted {
				items = append(items, newItem(i, &s.functions[j]))
			}
		}
	}
	var v Variants
	for _, c := range clusters(items) {
		if group := g.group(c, nil, nil); group.Size() > 1 {
			v.Groups = append(v.Groups, group)
		}
	}
	return v
}
