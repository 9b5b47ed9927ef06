// Package mutant changes a program on purpose, one small thing at a time, so
// that one can see whether the checks notice. It reads the text of a file and
// nothing else: which mutants compile, and what they do, others find out.
package mutant

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// A Mutant is one file of a program with one small change in it.
type Mutant struct {
	Name string // what is changed, such as "server.go serve: drop ln.Close() #1"
	File string // the file's name
	Text string // all of the changed file
	Diff string // the lines that differ, with - and + before them
}

// Of returns the mutants of a Go file, in the order of what they change. No two
// have the same text or the same name. The last part of a name counts the
// mutants that would have the same one, so that no name has a line number in
// it. The error says what is wrong with the file.
func Of(file, text string) ([]Mutant, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	w := &walk{text: text, start: int(tree.FileStart)}
	ast.Inspect(tree, w.visit)
	slices.SortStableFunc(w.found, func(a, b change) int { return a.edits[0].from - b.edits[0].from })
	var all []Mutant
	seen, times := map[string]bool{text: true}, map[string]int{}
	for _, c := range w.found {
		changed, err := c.apply(text)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", file, c.name, err)
		}
		if seen[changed] {
			continue
		}
		seen[changed] = true
		name := file + " " + c.name
		times[name]++
		all = append(all, Mutant{fmt.Sprintf("%s #%d", name, times[name]), file, changed, lines(text, changed)})
	}
	return all, nil
}

// A change is a mutant before it is made.
type change struct {
	name  string
	edits []edit
}

// An edit puts text where the bytes from to to were.
type edit struct {
	from, to int
	text     string
}

// apply returns text with the edits, formatted.
func (c change) apply(text string) (string, error) {
	edits := slices.Clone(c.edits)
	slices.SortFunc(edits, func(a, b edit) int { return b.from - a.from }) // the last first: offsets stay right
	for _, e := range edits {
		text = text[:e.from] + e.text + text[e.to:]
	}
	text, err := blankUnused(text)
	if err != nil {
		return "", err
	}
	formatted, err := format.Source([]byte(text))
	return string(formatted), err
}

// blankUnused gives the imports that nothing uses any more the name _, so that
// the file compiles all the same.
func blankUnused(text string) (string, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	for _, spec := range slices.Backward(tree.Imports) {
		name := path.Base(strings.TrimSuffix(strings.Trim(spec.Path.Value, `"`), "/v2"))
		if spec.Name == nil && !used[name] {
			at := int(spec.Pos() - tree.FileStart)
			text = text[:at] + "_ " + text[at:]
		}
	}
	return text, nil
}

// lines returns the lines that differ, but for empty ones.
func lines(before, after string) string {
	var all strings.Builder
	for line := range strings.Lines(string(diff.Diff("-", []byte(before), "+", []byte(after)))) {
		head := strings.HasPrefix(line, "---") || strings.HasPrefix(line, "+++")
		if !head && strings.ContainsAny(line[:1], "-+") && strings.TrimSpace(line[1:]) != "" {
			all.WriteString(line)
		}
	}
	return all.String()
}
