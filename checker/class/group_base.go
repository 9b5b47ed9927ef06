package class

import (
	"go/ast"
	"slices"

	"socketworkshop/checker/lesson"
)

// A base is what every student has: the skeleton, and beside it the solution.
type base struct {
	given    map[string]string  // files that skeleton and solution share, by name
	wanted   []string           // functions that the skeleton leaves to be written
	names    *naming            // what the skeleton declares, and is kept
	bodies   map[string]uint64  // trees of the given functions, by name
	skeleton map[string]written // of the wanted functions
	solution map[string]written
	program  *source         // the solution
	seen     map[uint64]bool // the grams of both
}

// readBase reads the lesson's own files.
func readBase(l lesson.Lesson) (*base, error) {
	b := &base{
		given: map[string]string{}, names: newNaming(nil), bodies: map[string]uint64{},
		skeleton: map[string]written{}, solution: map[string]written{}, seen: map[uint64]bool{},
	}
	first, err := parseFiles(l.Skeleton(), nil)
	if err != nil {
		return nil, err
	}
	other, err := parseFiles(l.Solution(), nil)
	if err != nil {
		return nil, err
	}
	for _, p := range first {
		b.names.declare(p.ast)
		same := func(o *parsed) bool { return o.name == p.name && string(o.text) == string(p.text) }
		if slices.ContainsFunc(other, same) {
			b.given[p.name] = string(p.text)
		}
	}
	b.skeletonOf(b.source(first), first)
	if b.program, err = b.read(l.Solution()); err != nil {
		return nil, err
	}
	for _, w := range b.program.functions {
		b.solution[w.name] = w
	}
	for _, p := range b.program.passages {
		p.each(func(_ int, hash uint64) { b.seen[hash] = true })
	}
	return b, nil
}

// skeletonOf takes in what the skeleton holds.
func (b *base) skeletonOf(s *source, files []*parsed) {
	for _, w := range s.functions {
		if _, given := b.given[w.file.name]; given {
			b.bodies[w.name] = w.tree.hash
			continue
		}
		b.wanted = append(b.wanted, w.name)
		b.skeleton[w.name] = w
	}
	for _, p := range s.passages {
		p.each(func(_ int, hash uint64) { b.seen[hash] = true })
	}
}

// read reads a program. Files and functions that are as the lesson gives them
// are left out.
func (b *base) read(dir string) (*source, error) {
	files, err := parseFiles(dir, b.given)
	if err != nil {
		return nil, err
	}
	s := b.source(files)
	s.functions = slices.DeleteFunc(s.functions, func(w written) bool {
		hash, given := b.bodies[w.name]
		return given && hash == w.tree.hash
	})
	return s, nil
}

// source returns what the files hold.
func (b *base) source(files []*parsed) *source {
	s := &source{}
	n := newNaming(b.names)
	for _, p := range files {
		n.declare(p.ast)
	}
	for _, p := range files {
		n.file(p.ast)
		for _, d := range p.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				t := n.functionTree(fn)
				s.functions = append(s.functions, written{fullName(fn), p, fn, t, t.profile()})
			}
			if piece := p.passage(d); piece.size() > 0 {
				s.passages = append(s.passages, piece)
			}
		}
	}
	return s
}
