package tutor

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"socketworkshop/checker/program"
)

// OrdinaryCompare returns where a program in Go compares the sum of a hash with
// something else by means that stop at the first difference. It returns none
// where any comparison in constant time is found, in whatever place, where both sides
// are sums, for who hashes both once more (double HMAC) does right, and where the other
// side is made of constants.
func OrdinaryCompare(source map[string]string) []program.Place {
	r := list(source)
	if r.uses("crypto/subtle") != nil || r.equals() {
		return nil
	}
	t := &tracing{listing: r, sums: map[types.Object]bool{}, gives: map[types.Object]bool{}, hands: map[types.Object]bool{}, alias: map[types.Object]ast.Expr{}}
	t.trace()
	for _, f := range r.files {
		if n := t.compared(f); n != nil {
			return []program.Place{r.place(n, "an ordinary comparison")}
		}
	}
	return nil
}

// equals reports whether hmac.Equal is named.
func (r *listing) equals() bool {
	for _, o := range r.info.Uses {
		if from(o) == "crypto/hmac" && o.Name() == "Equal" {
			return true
		}
	}
	return false
}

// A tracing follows the sums of hashes through a program.
type tracing struct {
	*listing
	sums  map[types.Object]bool     // variables and fields that hold a sum
	gives map[types.Object]bool     // functions that return a sum
	hands map[types.Object]bool     // functions that return what they are given
	alias map[types.Object]ast.Expr // variables that stand for a function

	sources map[types.Object][]ast.Expr // what variables are given, once that was asked
}

// rounds is how far a sum is followed from function to function.
const rounds = 3

// trace first finds what functions return of themselves, and only then lets
// sums into parameters: a function that is given a sum in one place is given
// something else in another.
func (t *tracing) trace() {
	for range rounds {
		t.each(func(n ast.Node) { t.assign(n) })
		t.functions()
	}
	for range rounds {
		t.each(func(n ast.Node) {
			t.assign(n)
			t.pass(n)
		})
	}
}

func (t *tracing) each(do func(ast.Node)) {
	for _, f := range t.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if n != nil {
				do(n)
			}
			return true
		})
	}
}

// assign follows a sum into what it is assigned to.
func (t *tracing) assign(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			right := n.Rhs[min(i, len(n.Rhs)-1)]
			t.note(left, right, i < len(n.Rhs) || t.isText(left))
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if len(n.Values) > 0 {
				t.note(name, n.Values[min(i, len(n.Values)-1)], i < len(n.Values) || t.isText(name))
			}
		}
	case *ast.RangeStmt:
		if n.Value != nil {
			t.note(n.Value, n.X, true)
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "copy" && len(n.Args) == 2 {
			t.note(n.Args[0], n.Args[1], true)
		}
	}
}

// note lets left hold what right is.
func (t *tracing) note(left, right ast.Expr, holds bool) {
	o := t.object(left)
	if o == nil || !holds {
		return
	}
	if t.isSum(right) {
		t.sums[o] = true
	}
	if _, function := t.info.TypeOf(right).(*types.Signature); function {
		t.alias[o] = right
	}
}

// isText reports whether an expression has the type of a text or of bytes; an
// error beside it holds no sum.
func (t *tracing) isText(e ast.Expr) bool {
	kind := t.info.TypeOf(e)
	if kind == nil {
		return false
	}
	switch u := kind.Underlying().(type) {
	case *types.Slice, *types.Array:
		return true
	case *types.Basic:
		return u.Info()&types.IsString != 0
	}
	return false
}

// object returns the variable or field that an expression names, or nil.
func (t *tracing) object(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if o := t.info.Defs[e]; o != nil {
			return o
		}
		return t.info.Uses[e]
	case *ast.SelectorExpr:
		return t.info.Uses[e.Sel]
	case *ast.SliceExpr:
		return t.object(e.X)
	case *ast.StarExpr:
		return t.object(e.X)
	}
	return nil
}

// isSum reports whether an expression is the sum of a hash, a part of it, or
// the same in another form.
func (t *tracing) isSum(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.SliceExpr:
		return t.isSum(e.X)
	case *ast.IndexExpr:
		return t.isSum(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.AND && t.isSum(e.X)
	case *ast.Ident, *ast.SelectorExpr, *ast.StarExpr:
		return t.sums[t.object(e)]
	case *ast.CallExpr:
		return t.makesSum(e)
	}
	return false
}

func (t *tracing) makesSum(call *ast.CallExpr) bool {
	given := slices.ContainsFunc(call.Args, t.isSum)
	if t.info.Types[call.Fun].IsType() || t.info.Types[call.Fun].IsBuiltin() {
		return given && t.isText(call) // a conversion, append; not len
	}
	o := t.callee(call)
	switch at := from(o); {
	case o == nil:
		return false
	case at == "hash" && o.Name() == "Sum", strings.HasPrefix(at, "crypto/") && strings.HasPrefix(o.Name(), "Sum"):
		return true
	case at == "main":
		return t.gives[o] || t.hands[o] && given
	}
	return given && t.isText(call)
}

// callee returns the function that is called, through one alias, or nil.
func (t *tracing) callee(call *ast.CallExpr) types.Object {
	o := t.object(call.Fun)
	if other, ok := t.alias[o]; ok {
		if _, literal := other.(*ast.FuncLit); !literal {
			return t.object(other)
		}
	}
	return o
}
