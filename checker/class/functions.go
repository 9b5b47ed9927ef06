package class

import (
	"cmp"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/scanner"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/lesson"
)

// A Function is one function or method of a program.
type Function struct {
	Name   string `json:"name"` // handle, or Server.Serve
	File   string `json:"file"` // server.go
	Line   int    `json:"line"`
	Source string `json:"source"` // formatted, with its comment
}

// Functions returns the functions in the Go files of a folder, tests left out,
// in the order of files and lines. The error is the first of a file that is not
// Go.
func Functions(dir string) ([]Function, error) {
	files, err := lesson.Glob(dir, "*.go")
	if err != nil {
		return nil, err
	}
	var all []Function
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				all = append(all, function(fset, f, fn))
			}
		}
	}
	return all, nil
}

func function(fset *token.FileSet, f *ast.File, fn *ast.FuncDecl) Function {
	at := fset.PositionFor(fn.Name.Pos(), false) // a //line directive does not count
	var b strings.Builder
	source := &printer.CommentedNode{Node: fn, Comments: f.Comments} // those of its lines
	if err := format.Node(&b, fset, source); err != nil {
		b.WriteString(err.Error())
	}
	return Function{Name: fullName(fn), File: filepath.Base(at.Filename), Line: at.Line, Source: b.String() + "\n"}
}

// fullName returns a function's name, behind that of its type where it is a method.
func fullName(fn *ast.FuncDecl) string {
	if fn.Recv != nil && len(fn.Recv.List) == 1 {
		return receiver(fn.Recv.List[0].Type) + "." + fn.Name.Name
	}
	return fn.Name.Name
}

// receiver returns the name of a method's type.
func receiver(e ast.Expr) string {
	switch t := e.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr: // of a generic type
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return "?"
}

// A Pair is a function and its counterpart in another program; one of the two is
// nil where there is none.
type Pair struct {
	Mine, Theirs *Function
}

// alike is how much two functions of different names must have in common to be
// taken for the same one.
const alike = 0.6

// Match pairs the functions of two programs: first those of one name, wherever
// they stand, then those of other names that are most alike. The pairs come in
// the order of theirs, with what only mine has behind them.
func Match(mine, theirs []Function) []Pair {
	pairs := make([]Pair, len(theirs))
	taken := map[int]bool{}
	for i := range theirs {
		pairs[i].Theirs = &theirs[i]
		named := func(f Function) bool { return f.Name == theirs[i].Name }
		if j := slices.IndexFunc(mine, named); j >= 0 {
			pairs[i].Mine, taken[j] = &mine[j], true
		}
	}
	for _, m := range likenesses(mine, pairs, taken) {
		if pairs[m.theirs].Mine == nil && !taken[m.mine] {
			pairs[m.theirs].Mine, taken[m.mine] = &mine[m.mine], true
		}
	}
	for j := range mine {
		if !taken[j] {
			pairs = append(pairs, Pair{Mine: &mine[j]})
		}
	}
	return pairs
}

type likeness struct {
	mine, theirs int
	share        float64
}

// likenesses returns how alike the functions are that have no counterpart of
// their name, the most alike first.
func likenesses(mine []Function, pairs []Pair, taken map[int]bool) []likeness {
	var all []likeness
	for i, p := range pairs {
		for j := range mine {
			if p.Mine != nil || taken[j] {
				continue
			}
			if share := Alike(mine[j].Source, p.Theirs.Source); share >= alike {
				all = append(all, likeness{j, i, share})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b likeness) int { return cmp.Compare(b.share, a.share) })
	return all
}

// Alike returns which part of two pieces of Go source is the same, from 0 to 1:
// of the pairs of tokens that follow each other, twice those in both by those in
// each (Dice's coefficient). Comments and layout do not count.
func Alike(a, b string) float64 {
	counts := map[[2]string]int{}
	first, second := bigrams(a), bigrams(b)
	for _, g := range first {
		counts[g]++
	}
	common := 0
	for _, g := range second {
		if counts[g] > 0 {
			counts[g]--
			common++
		}
	}
	if len(first)+len(second) == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(first)+len(second))
}

func bigrams(source string) [][2]string {
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", fset.Base(), len(source)), []byte(source), nil, 0) // what is no Go has fewer tokens
	var all [][2]string
	last := ""
	for {
		_, t, text := s.Scan()
		if t == token.EOF {
			return all
		}
		if text == "" {
			text = t.String()
		}
		all = append(all, [2]string{last, text})
		last = text
	}
}
