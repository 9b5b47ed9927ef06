package class

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"strconv"
)

// The roles that stand for names in a tree.
const (
	roleLocal  = "a local name"
	roleOwn    = "a name of the program's"
	roleMember = "a field or method of the program's"
)

// A naming says what the names in a program stand for.
type naming struct {
	kept    map[string]bool   // names that the lesson gives: they stay
	own     map[string]bool   // declared by the program at package level
	members map[string]bool   // fields and methods that the program declares
	imports map[string]string // of the file: the path behind a name
	locals  map[string]string // of the function: the role of a name
}

// declare takes in what a file declares at package level.
func (n *naming) declare(f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil {
				n.members[d.Name.Name] = true
			} else {
				n.own[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				n.spec(s)
			}
		}
	}
}

func (n *naming) spec(s ast.Spec) {
	switch s := s.(type) {
	case *ast.ValueSpec:
		for _, name := range s.Names {
			n.own[name.Name] = true
		}
	case *ast.TypeSpec:
		n.own[s.Name.Name] = true
		ast.Inspect(s.Type, func(node ast.Node) bool {
			if f, ok := node.(*ast.Field); ok {
				for _, name := range f.Names {
					n.members[name.Name] = true
				}
			}
			return true
		})
	}
}

// file takes in what a file imports.
func (n *naming) file(f *ast.File) {
	n.imports = map[string]string{}
	for _, i := range f.Imports {
		where, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue // the parser has let it pass, the compiler will not
		}
		name := path.Base(where)
		if i.Name != nil {
			name = i.Name.Name
		}
		n.imports[name] = where
	}
}

// function takes in the names that a function declares. Its parameters are told
// apart by their places, and all others are alike. A name that is declared twice
// counts as what it was first.
func (n *naming) function(fn *ast.FuncDecl) {
	n.locals = map[string]string{}
	n.listed("receiver", fn.Recv)
	n.listed("type parameter", fn.Type.TypeParams)
	n.listed("parameter", fn.Type.Params)
	n.listed("result", fn.Type.Results)
	if fn.Body != nil {
		ast.Inspect(fn.Body, n.declared)
	}
}

// listed takes in the names of a list, by their places.
func (n *naming) listed(kind string, list *ast.FieldList) {
	if list == nil {
		return
	}
	place := 0
	for _, f := range list.List {
		for _, name := range f.Names {
			place++
			n.local(name, kind+" "+strconv.Itoa(place))
		}
	}
}

// declared takes in the names that a node in a function's body declares.
func (n *naming) declared(node ast.Node) bool {
	var list []ast.Expr
	switch s := node.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			list = s.Lhs
		}
	case *ast.RangeStmt:
		if s.Tok == token.DEFINE {
			list = []ast.Expr{s.Key, s.Value}
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			list = append(list, name)
		}
	case *ast.Field:
		for _, name := range s.Names {
			list = append(list, name)
		}
	case *ast.TypeSpec:
		list = []ast.Expr{s.Name}
	case *ast.LabeledStmt:
		list = []ast.Expr{s.Label}
	}
	for _, e := range list {
		n.local(e, roleLocal)
	}
	return true
}

func (n *naming) local(e ast.Expr, role string) {
	name, ok := e.(*ast.Ident)
	if !ok || name.Name == "_" {
		return
	}
	if _, known := n.locals[name.Name]; !known {
		n.locals[name.Name] = role
	}
}

// role returns what stands for a name.
func (n *naming) role(name string) string {
	switch {
	case n.locals[name] != "":
		return n.locals[name]
	case n.kept[name]:
		return name
	case n.own[name]:
		return roleOwn
	}
	return name // the language's
}

// member returns what stands for the name behind a dot, or of a field.
func (n *naming) member(name string) string {
	if n.members[name] && !n.kept[name] {
		return roleMember
	}
	return name
}

// newNaming returns the names of a program that is made of a skeleton, which may
// be nil.
func newNaming(skeleton *naming) *naming {
	n := &naming{kept: map[string]bool{}, own: map[string]bool{}, members: map[string]bool{}}
	if skeleton != nil {
		maps.Copy(n.kept, skeleton.own)
		maps.Copy(n.kept, skeleton.members)
	}
	return n
}
