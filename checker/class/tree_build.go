package class

import (
	"cmp"
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strconv"
)

// functionTree returns the tree of a function.
func (n *naming) functionTree(fn *ast.FuncDecl) *tree {
	n.function(fn)
	kids := []*tree{n.tree(fn.Type)}
	if fn.Recv != nil {
		kids = append(kids, n.fields("receiver", fn.Recv))
	}
	if fn.Body != nil {
		kids = append(kids, n.tree(fn.Body))
	}
	return newTree("func", kids...)
}

// tree returns the tree of a node, or nil where there is nothing that counts.
func (n *naming) tree(node ast.Node) *tree {
	switch x := node.(type) {
	case *ast.CommentGroup, *ast.EmptyStmt:
		return nil
	case *ast.ParenExpr:
		return n.tree(x.X)
	case *ast.Ident:
		return newTree(n.role(x.Name))
	case *ast.BasicLit:
		return newTree(x.Kind.String())
	case *ast.SelectorExpr:
		return n.selector(x)
	case *ast.BinaryExpr:
		return n.binary(x)
	case *ast.IncDecStmt:
		return newTree(map[token.Token]string{token.INC: "+=", token.DEC: "-="}[x.Tok], n.tree(x.X), newTree("INT"))
	case *ast.CompositeLit:
		return n.literal(x)
	case *ast.BlockStmt:
		return newTree("block", n.statements(x.List)...)
	case *ast.CaseClause:
		return newTree("case", newTree("values", n.each(x.List)...), newTree("block", n.statements(x.Body)...))
	case *ast.CommClause:
		return n.comm(x)
	case *ast.SwitchStmt:
		return n.anySwitch(x)
	case *ast.SelectStmt:
		return newTree("select", sorted(n.all(x.Body.List))...)
	case *ast.FieldList:
		return n.fields("fields", x)
	case *ast.FuncType:
		return n.signature(x)
	}
	return newTree(label(node), n.children(node)...)
}

func (n *naming) children(node ast.Node) (kids []*tree) {
	ast.Inspect(node, func(c ast.Node) bool {
		if c == node {
			return true
		}
		if c != nil {
			kids = append(kids, n.tree(c))
		}
		return false
	})
	return kids
}

func (n *naming) all(list []ast.Stmt) (kids []*tree) {
	for _, s := range list {
		kids = append(kids, n.tree(s))
	}
	return kids
}

func (n *naming) each(list []ast.Expr) (kids []*tree) {
	for _, e := range list {
		kids = append(kids, n.tree(e))
	}
	return kids
}

// label returns what a node is, and what the nodes below it do not show.
func label(node ast.Node) string {
	text := reflect.TypeOf(node).Elem().Name()
	switch x := node.(type) {
	case *ast.AssignStmt:
		return x.Tok.String()
	case *ast.UnaryExpr:
		return x.Op.String()
	case *ast.BranchStmt:
		return x.Tok.String()
	case *ast.RangeStmt:
		return text + x.Tok.String()
	case *ast.GenDecl:
		return x.Tok.String()
	case *ast.ForStmt:
		return text + given(x.Init, x.Cond, x.Post)
	case *ast.SliceExpr:
		return text + given(x.Low, x.High, x.Max)
	case *ast.CallExpr:
		return text + strconv.FormatBool(x.Ellipsis.IsValid())
	case *ast.ChanType:
		return text + strconv.Itoa(int(x.Dir))
	}
	return text
}

// given says which of some nodes there are.
func given(nodes ...ast.Node) (text string) {
	for _, n := range nodes {
		if n == nil {
			text += " -"
		} else {
			text += " +"
		}
	}
	return text
}

// selector keeps what a package has, under its path.
func (n *naming) selector(x *ast.SelectorExpr) *tree {
	if id, ok := x.X.(*ast.Ident); ok && n.locals[id.Name] == "" && n.imports[id.Name] != "" {
		return newTree(n.imports[id.Name] + "." + x.Sel.Name)
	}
	return newTree("."+n.member(x.Sel.Name), n.tree(x.X))
}

// binary turns > and >= round, and sorts the two sides where their order does
// not count.
func (n *naming) binary(x *ast.BinaryExpr) *tree {
	op, sides := x.Op, []*tree{n.tree(x.X), n.tree(x.Y)}
	switch op {
	case token.GTR, token.GEQ:
		op = map[token.Token]token.Token{token.GTR: token.LSS, token.GEQ: token.LEQ}[op]
		slices.Reverse(sides)
	case token.EQL, token.NEQ, token.MUL, token.AND, token.OR, token.XOR:
		sides = sorted(sides)
	case token.ADD: // texts are joined with it, too
		if isNumber(x.X) || isNumber(x.Y) {
			sides = sorted(sides)
		}
	case token.LAND, token.LOR:
		if plain(x.X) && plain(x.Y) {
			sides = sorted(sides)
		}
	}
	return newTree(op.String(), sides...)
}

func isNumber(e ast.Expr) bool {
	l, ok := e.(*ast.BasicLit)
	return ok && (l.Kind == token.INT || l.Kind == token.FLOAT)
}

// sorted returns trees in an order that depends on nothing but themselves.
func sorted(all []*tree) []*tree {
	slices.SortStableFunc(all, func(a, b *tree) int { return cmp.Compare(a.hash, b.hash) })
	return all
}

// literal sorts the fields of a literal that names them.
func (n *naming) literal(x *ast.CompositeLit) *tree {
	var kids []*tree
	_, isMap := x.Type.(*ast.MapType)
	_, isArray := x.Type.(*ast.ArrayType)
	keyed := len(x.Elts) > 0
	for _, e := range x.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		keyed = keyed && ok && plain(pair.Value)
		if !ok {
			kids = append(kids, n.tree(e))
			continue
		}
		key := n.tree(pair.Key)
		if id, ok := pair.Key.(*ast.Ident); ok && !isMap && !isArray { // a field
			key = newTree(n.member(id.Name))
		}
		kids = append(kids, newTree("pair", key, n.tree(pair.Value)))
	}
	if keyed {
		kids = sorted(kids)
	}
	if x.Type != nil {
		kids = append([]*tree{n.tree(x.Type)}, kids...)
	}
	return newTree("literal", kids...)
}
