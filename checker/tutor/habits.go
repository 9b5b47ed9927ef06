package tutor

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// What follows looks for the cause of a failure in the source. It names a
// mistake that a check has seen, and never fails a program.

// listed returns the source with its names resolved. That is done once, for
// several rules ask.
func (e *Evidence) listed() *listing {
	if e.listing == nil {
		e.listing = list(e.Source)
	}
	return e.listing
}

// habit returns a condition on the source of a program in Go.
func habit(found func(r *listing) bool) func(*Evidence) bool {
	return func(e *Evidence) bool { return len(e.Source) > 0 && found(e.listed()) }
}

// find reports whether some node of the source is such a one.
func (r *listing) find(is func(ast.Node) bool) bool {
	return slices.ContainsFunc(r.files, func(f *ast.File) bool { return holds(f, is) })
}

// holds reports whether some node in another is such a one.
func holds(in ast.Node, is func(ast.Node) bool) bool {
	found := false
	ast.Inspect(in, func(n ast.Node) bool {
		found = found || n != nil && is(n)
		return !found
	})
	return found
}

// called returns the function or method that a node calls, or nil.
func (r *listing) called(n ast.Node) (*ast.CallExpr, types.Object) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil, nil
	}
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return call, r.info.Uses[f]
	case *ast.SelectorExpr:
		return call, r.info.Uses[f.Sel]
	}
	return call, nil
}

// calls reports whether a node calls a function or method of a package.
func (r *listing) calls(n ast.Node, pkg string, names ...string) (*ast.CallExpr, bool) {
	call, o := r.called(n)
	return call, from(o) == pkg && slices.Contains(names, o.Name())
}

// packsInt reports whether encoding/binary is handed a value without a fixed
// size, which it takes for an error.
func packsInt(r *listing) bool {
	return r.find(func(n ast.Node) bool {
		call, ok := r.calls(n, "encoding/binary", "Read", "Write", "Append", "Encode", "Decode")
		return ok && len(call.Args) == 3 && unsized(r.info.TypeOf(call.Args[2]))
	})
}

// unsized reports whether a type is int or uint, or has such a part.
func unsized(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.Int || u.Kind() == types.Uint
	case *types.Pointer:
		return unsized(u.Elem())
	case *types.Slice:
		return unsized(u.Elem())
	case *types.Array:
		return unsized(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if unsized(f.Type()) {
				return true
			}
		}
	}
	return false
}

// readsByValue reports whether binary.Read is handed something that it cannot
// fill.
func readsByValue(r *listing) bool {
	return r.find(func(n ast.Node) bool {
		call, ok := r.calls(n, "encoding/binary", "Read")
		if !ok || len(call.Args) != 3 {
			return false
		}
		t := r.info.TypeOf(call.Args[2])
		if t == nil {
			return false
		}
		switch u := t.Underlying().(type) {
		case *types.Basic:
			return u.Kind() != types.Invalid
		case *types.Struct, *types.Array:
			return true
		}
		return false
	})
}

// stopsAtShortRead reports whether a loop reads until a Read brings less than
// its buffer holds.
func stopsAtShortRead(r *listing) bool {
	return r.find(func(n ast.Node) bool {
		loop, ok := n.(*ast.ForStmt)
		return ok && holds(loop.Body, func(n ast.Node) bool {
			read, ok := n.(*ast.AssignStmt)
			return ok && r.isRead(read) && leavesWhenShort(r, loop, read.Lhs[0])
		})
	})
}

// isRead reports whether n, err are those of a Read.
func (r *listing) isRead(n *ast.AssignStmt) bool {
	if len(n.Rhs) != 1 || len(n.Lhs) != 2 {
		return false
	}
	call, ok := n.Rhs[0].(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && f.Sel.Name == "Read" && r.info.Selections[f] != nil
}

// leavesWhenShort reports whether a loop ends where n is less than the size of
// a buffer.
func leavesWhenShort(r *listing, loop *ast.ForStmt, n ast.Expr) bool {
	if loop.Cond != nil && r.comparesSize(loop.Cond, n, token.EQL, token.GEQ) {
		return true
	}
	return holds(loop.Body, func(at ast.Node) bool {
		branch, ok := at.(*ast.IfStmt)
		return ok && r.comparesSize(branch.Cond, n, token.LSS, token.NEQ) && holds(branch.Body, leavesLoop)
	})
}

// leavesLoop reports whether a node ends a loop.
func leavesLoop(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return n.Tok == token.BREAK || n.Tok == token.GOTO
	}
	return false
}

// comparesSize reports whether n is compared with the size of a buffer in one
// of these ways: len, cap, or a number of more than one.
func (r *listing) comparesSize(in ast.Expr, n ast.Expr, ways ...token.Token) bool {
	mirror := map[token.Token]token.Token{token.GTR: token.LSS, token.LEQ: token.GEQ, token.NEQ: token.NEQ, token.EQL: token.EQL}
	return holds(in, func(at ast.Node) bool {
		b, ok := at.(*ast.BinaryExpr)
		if !ok {
			return false
		}
		return r.same(b.X, n) && r.isSize(b.Y) && slices.Contains(ways, b.Op) ||
			r.same(b.Y, n) && r.isSize(b.X) && slices.Contains(ways, mirror[b.Op])
	})
}

func (r *listing) same(a, b ast.Expr) bool {
	o := r.named(a)
	return o != nil && o == r.named(b)
}

// named returns the variable that an expression is, or nil.
func (r *listing) named(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	if o := r.info.Defs[id]; o != nil {
		return o
	}
	return r.info.Uses[id]
}

func (r *listing) isSize(e ast.Expr) bool {
	if v := r.info.Types[e].Value; v != nil {
		n, exact := constant.Int64Val(constant.ToInt(v))
		return exact && n > 1
	}
	call, o := r.called(ast.Unparen(e))
	return call != nil && (o == types.Universe.Lookup("len") || o == types.Universe.Lookup("cap"))
}
