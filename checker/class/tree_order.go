package class

import (
	"go/ast"
	"go/token"
	"slices"
)

// statements returns the trees of statements. Where neighbours declare names and
// neither call anything nor need one another, their order does not count.
func (n *naming) statements(list []ast.Stmt) (all []*tree) {
	var run []*tree
	made, used := map[string]bool{}, map[string]bool{} // by the statements of the run
	flush := func() {
		all = append(all, sorted(run)...)
		run = nil
		clear(made)
		clear(used)
	}
	for _, s := range flat(list) {
		makes, uses, ok := declaration(s)
		bound := slices.ContainsFunc(makes, func(x string) bool { return made[x] || used[x] }) ||
			slices.ContainsFunc(uses, func(x string) bool { return made[x] })
		if !ok || bound {
			flush()
		}
		t := n.statement(s)
		if !ok {
			if t != nil {
				all = append(all, t)
			}
			continue
		}
		run = append(run, t)
		put(made, makes)
		put(used, uses)
	}
	flush()
	return all
}

func put(set map[string]bool, names []string) {
	for _, name := range names {
		set[name] = true
	}
}

// flat divides declarations of several names: var ( a = 1; b = 2 ).
func flat(list []ast.Stmt) (all []ast.Stmt) {
	for _, s := range list {
		d, ok := s.(*ast.DeclStmt)
		if !ok {
			all = append(all, s)
			continue
		}
		g := d.Decl.(*ast.GenDecl) // no other stands in a function
		for _, spec := range g.Specs {
			all = append(all, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: g.Tok, Specs: []ast.Spec{spec}}})
		}
	}
	return all
}

// value returns what a declaration var or const holds, or nil.
func value(s ast.Stmt) *ast.ValueSpec {
	d, ok := s.(*ast.DeclStmt)
	if !ok {
		return nil
	}
	v, _ := d.Decl.(*ast.GenDecl).Specs[0].(*ast.ValueSpec)
	return v
}

// statement returns the tree of a statement; var a = 1 is a := 1.
func (n *naming) statement(s ast.Stmt) *tree {
	if v := value(s); v != nil && v.Type == nil && len(v.Values) > 0 {
		d := &ast.AssignStmt{Tok: token.DEFINE, Rhs: v.Values}
		for _, name := range v.Names {
			d.Lhs = append(d.Lhs, name)
		}
		return n.tree(d)
	}
	return n.tree(s)
}

// declaration returns the names that a statement declares and those it needs; ok
// is false where it does anything else.
func declaration(s ast.Stmt) (makes, uses []string, ok bool) {
	var left, right []ast.Expr
	if v := value(s); v != nil {
		for _, name := range v.Names {
			left = append(left, name)
		}
		right = v.Values
	} else if a, is := s.(*ast.AssignStmt); is && a.Tok == token.DEFINE {
		left, right = a.Lhs, a.Rhs
	}
	if len(left) == 0 || slices.ContainsFunc(right, func(e ast.Expr) bool { return !plain(e) }) {
		return nil, nil, false
	}
	return identifiers(left), identifiers(right), true
}

func identifiers(list []ast.Expr) (all []string) {
	for _, e := range list {
		ast.Inspect(e, func(node ast.Node) bool {
			if id, ok := node.(*ast.Ident); ok {
				all = append(all, id.Name)
			}
			return true
		})
	}
	return all
}

// plainSize is how many nodes a plain expression has at most: what is longer is
// taken as it stands, so that no source takes longer to read than it is long.
const plainSize = 64

// plain reports whether an expression only holds names, numbers, texts and
// operators that cannot fail, and new memory: nothing depends on when it is looked at.
func plain(e ast.Expr) bool {
	ok, size := true, 0
	ast.Inspect(e, func(node ast.Node) bool {
		size++
		ok = ok && size <= plainSize*2 // it is called at the end of each node, too
		switch x := node.(type) {
		case *ast.CallExpr:
			name, is := x.Fun.(*ast.Ident)
			ok = ok && is && (name.Name == "make" || name.Name == "new")
		case *ast.UnaryExpr:
			ok = ok && x.Op != token.ARROW && x.Op != token.AND
		case *ast.BinaryExpr:
			ok = ok && x.Op != token.QUO && x.Op != token.REM
		case *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr, *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr, *ast.FuncLit:
			ok = false
		}
		return ok
	})
	return ok
}

// anySwitch sorts the cases of a switch where each has its own constant values.
func (n *naming) anySwitch(x *ast.SwitchStmt) *tree {
	cases := n.all(x.Body.List)
	if x.Tag != nil && !slices.ContainsFunc(x.Body.List, bound) {
		cases = sorted(cases)
	}
	head := []*tree{newTree("switch" + given(x.Init, x.Tag))}
	if x.Init != nil {
		head = append(head, n.tree(x.Init))
	}
	if x.Tag != nil {
		head = append(head, n.tree(x.Tag))
	}
	return newTree("switch", append(head, cases...)...)
}

// bound reports whether a case must stand where it stands.
func bound(s ast.Stmt) bool {
	c, ok := s.(*ast.CaseClause)
	if !ok {
		return true
	}
	if len(c.Body) > 0 {
		b, ok := c.Body[len(c.Body)-1].(*ast.BranchStmt)
		if ok && b.Tok == token.FALLTHROUGH {
			return true
		}
	}
	return slices.ContainsFunc(c.List, func(e ast.Expr) bool { _, literal := e.(*ast.BasicLit); return !literal })
}

// comm returns the tree of a case of a select.
func (n *naming) comm(x *ast.CommClause) *tree {
	what := newTree("default")
	if x.Comm != nil {
		what = newTree("when", n.tree(x.Comm))
	}
	return newTree("case", what, newTree("block", n.statements(x.Body)...))
}

// fields tells the fields of a list one by one: a, b int is a int, b int. The
// names of them are in no tree, but for those of a struct.
func (n *naming) fields(what string, list *ast.FieldList) *tree {
	var kids []*tree
	for _, f := range list.List {
		for range max(1, len(f.Names)) {
			kids = append(kids, n.tree(f.Type))
		}
	}
	return newTree(what, kids...)
}

// signature returns the tree of a function's type.
func (n *naming) signature(x *ast.FuncType) *tree {
	var kids []*tree
	for _, part := range []struct {
		what string
		list *ast.FieldList
	}{{"type parameters", x.TypeParams}, {"parameters", x.Params}, {"results", x.Results}} {
		if part.list != nil {
			kids = append(kids, n.fields(part.what, part.list))
		}
	}
	return newTree("signature", kids...)
}
