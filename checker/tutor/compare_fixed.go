package tutor

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// fixed reports whether an expression is nil or made of constants alone, as what a
// self-test compares with is: that is no answer of a caller's.
func (t *tracing) fixed(e ast.Expr) bool { return t.fixedBut(e, nil) }

// fixedBut does not ask again about the variables that it comes from.
func (t *tracing) fixedBut(e ast.Expr, asked []types.Object) bool {
	e = ast.Unparen(e)
	if v := t.info.Types[e]; v.IsNil() || v.Value != nil {
		return true
	}
	fixed := func(e ast.Expr) bool { return t.fixedBut(e, asked) }
	switch e := e.(type) {
	case *ast.CompositeLit:
		return len(e.Elts) > 0 && !slices.ContainsFunc(e.Elts, func(e ast.Expr) bool { return !fixed(e) })
	case *ast.KeyValueExpr:
		return fixed(e.Value)
	case *ast.SliceExpr:
		return fixed(e.X)
	case *ast.IndexExpr:
		return fixed(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.AND && fixed(e.X)
	case *ast.SelectorExpr:
		return t.info.Selections[e] != nil && fixed(e.X)
	case *ast.CallExpr:
		return t.fromText(e) && !slices.ContainsFunc(e.Args, func(e ast.Expr) bool { return !fixed(e) })
	case *ast.Ident:
		o := t.object(e)
		given := t.given()[o]
		asked = append(slices.Clip(asked), o)
		return len(given) > 0 && !slices.Contains(asked[:len(asked)-1], o) && !slices.ContainsFunc(given, func(e ast.Expr) bool { return !fixed(e) })
	}
	return false
}

// fromText reports whether a call makes what it returns of a text that it is given:
// a conversion, or a function that belongs to no value.
func (t *tracing) fromText(call *ast.CallExpr) bool {
	if t.info.Types[call.Fun].IsBuiltin() || !slices.ContainsFunc(call.Args, t.isText) {
		return false
	}
	s, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return !ok || t.info.Selections[s] == nil
}

// given returns what each variable is given, be it in an assignment or in a call.
func (t *tracing) given() map[types.Object][]ast.Expr {
	if t.sources != nil {
		return t.sources
	}
	t.sources = map[types.Object][]ast.Expr{}
	note := func(left ast.Expr, right ast.Expr) {
		if o := t.object(left); o != nil {
			t.sources[o] = append(t.sources[o], right)
		}
	}
	own := t.own()
	t.each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				note(left, n.Rhs[min(i, len(n.Rhs)-1)])
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if len(n.Values) > 0 {
					note(name, n.Values[min(i, len(n.Values)-1)])
				}
			}
		case *ast.RangeStmt:
			if n.Value != nil {
				note(n.Value, n.X)
			}
		case *ast.CallExpr:
			for _, f := range own {
				for i := range min(len(n.Args), len(f.params)) {
					if o := t.callee(n); o == f.object {
						t.sources[f.params[i]] = append(t.sources[f.params[i]], n.Args[i])
					}
				}
			}
		}
	})
	return t.sources
}
