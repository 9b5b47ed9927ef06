package tutor

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A function is one of the program's own, with a name.
type function struct {
	object types.Object
	params []types.Object
	body   *ast.BlockStmt
}

// own returns the program's functions, those too that a variable holds.
func (t *tracing) own() []function {
	var all []function
	add := func(o types.Object, kind *ast.FuncType, body *ast.BlockStmt) {
		f := function{object: o, body: body}
		for _, field := range kind.Params.List {
			for _, name := range field.Names {
				f.params = append(f.params, t.info.Defs[name])
			}
		}
		if o != nil && body != nil {
			all = append(all, f)
		}
	}
	t.each(func(n ast.Node) {
		if d, ok := n.(*ast.FuncDecl); ok {
			add(t.info.Defs[d.Name], d.Type, d.Body)
		}
	})
	for o, e := range t.alias {
		if lit, ok := e.(*ast.FuncLit); ok {
			add(o, lit.Type, lit.Body)
		}
	}
	return all
}

// functions notes what the program's functions return: a sum, or what they are
// given.
func (t *tracing) functions() {
	for _, f := range t.own() {
		ast.Inspect(f.body, func(n ast.Node) bool {
			r, ok := n.(*ast.ReturnStmt)
			if !ok {
				return true
			}
			t.gives[f.object] = t.gives[f.object] || slices.ContainsFunc(r.Results, t.isSum)
			for _, p := range f.params {
				with := &tracing{listing: t.listing, sums: map[types.Object]bool{p: true}, alias: t.alias}
				t.hands[f.object] = t.hands[f.object] || slices.ContainsFunc(r.Results, with.isSum)
			}
			return true
		})
	}
}

// pass lets sums into the parameters of the program's functions.
func (t *tracing) pass(n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	o := t.callee(call)
	for _, f := range t.own() {
		for i, arg := range call.Args {
			if f.object == o && i < len(f.params) && t.isSum(arg) {
				t.sums[f.params[i]] = true
			}
		}
	}
}

// stopping are the functions that compare and stop at the first difference.
var stopping = map[string][]string{
	"bytes":   {"Equal", "Compare", "EqualFold", "HasPrefix", "HasSuffix"},
	"strings": {"Compare", "EqualFold", "HasPrefix", "HasSuffix"},
	"slices":  {"Equal", "Compare"},
	"reflect": {"DeepEqual"},
}

// compared returns the first ordinary comparison of a sum with something that
// is none, or nil.
func (t *tracing) compared(f *ast.File) ast.Node {
	var found ast.Node
	var ifs []*ast.IfStmt // those around the node
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			if _, ok := stack[len(stack)-1].(*ast.IfStmt); ok {
				ifs = ifs[:len(ifs)-1]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if i, ok := n.(*ast.IfStmt); ok {
			ifs = append(ifs, i)
		}
		var a, b ast.Expr
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				a, b = n.X, n.Y
			}
		case *ast.CallExpr:
			if o := t.callee(n); o != nil && len(n.Args) == 2 && slices.Contains(stopping[from(o)], o.Name()) {
				a, b = n.Args[0], n.Args[1]
			}
		}
		if found == nil && a != nil && t.isSum(a) != t.isSum(b) && !t.fixed(a) && !t.fixed(b) && (t.isText(a) || t.isText(b) || leaves(ifs)) {
			found = n
		}
		return true
	})
	return found
}

// leaves reports whether the innermost condition leaves a loop or a function.
// A comparison byte for byte that does not goes through all bytes.
func leaves(ifs []*ast.IfStmt) bool {
	if len(ifs) == 0 {
		return false
	}
	found := false
	ast.Inspect(ifs[len(ifs)-1].Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok != token.CONTINUE
		}
		return true
	})
	return found
}
