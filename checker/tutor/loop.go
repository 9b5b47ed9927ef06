package tutor

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"

	"socketworkshop/checker/program"
)

// Loop says in which loop of its source a program goes round that was looked at
// twice while it burned the processor, in two runs: the innermost one that holds
// a place of each look. It returns "" where there is none.
func Loop(source map[string]string, first, second []program.Place) string {
	var best ast.Node
	var at token.Position
	for _, name := range files(first) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, source[name], parser.SkipObjectResolution)
		if err != nil {
			continue // the program was not built from this
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if isLoop(n) && awakeIn(fset, n, first) && awakeIn(fset, n, second) {
				if best == nil || n.End()-n.Pos() < best.End()-best.Pos() {
					best, at = n, fset.PositionFor(n.Pos(), false) // a //line directive does not count
				}
			}
			return true
		})
	}
	if best == nil {
		return ""
	}
	return fmt.Sprintf("I looked twice, in two runs, where it stood: both times in the loop that begins at %s:%d.", at.Filename, at.Line)
}

func isLoop(n ast.Node) bool {
	switch n.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return true
	}
	return false
}

// files returns the names of the files of these places, each once.
func files(places []program.Place) []string {
	var names []string
	for _, p := range places {
		if !slices.Contains(names, p.File) {
			names = append(names, p.File)
		}
	}
	return names
}

// awakeIn reports whether a node's lines hold the line of a place where some
// goroutine was awake.
func awakeIn(fset *token.FileSet, n ast.Node, places []program.Place) bool {
	from, to := fset.PositionFor(n.Pos(), false), fset.PositionFor(n.End(), false)
	return slices.ContainsFunc(places, func(p program.Place) bool {
		return p.Awake() && p.File == from.Filename && from.Line <= p.Line && p.Line <= to.Line
	})
}
