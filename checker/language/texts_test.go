package language

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A text is what some code says: a constant, or the format of what it makes,
// without the blanks around it.
type text struct {
	id    string
	place token.Position
	call  string // the function that it is given to, or ""
	arg   int    // as which argument
	key   string // the field or the variable that it is put into, or ""
	named bool   // it stands there by the name of a constant
}

// texts finds the texts in the Go files of a package.
type texts struct {
	files  *token.FileSet
	consts map[string]ast.Expr // the package's
	found  []text
}

// textsOf returns every text in the files of a folder that are no tests.
func textsOf(t *testing.T, dir string) []text {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	x := &texts{files: token.NewFileSet(), consts: map[string]ast.Expr{}}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(x.files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
		for _, d := range f.Decls {
			x.constant(d)
		}
	}
	for _, f := range parsed {
		for _, d := range f.Decls {
			in := text{}
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				in.key = "const"
			}
			x.visit(d, in)
		}
	}
	return x.found
}

// constant notes what the package's constants stand for.
func (x *texts) constant(d ast.Decl) {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.CONST {
		return
	}
	for _, s := range g.Specs {
		v := s.(*ast.ValueSpec)
		for i, name := range v.Names {
			if i < len(v.Values) {
				x.consts[name.Name] = v.Values[i]
			}
		}
	}
}

// id returns the format of what an expression makes. What is not known before is
// %s in it.
func (x *texts) id(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return s
		}
	case *ast.ParenExpr:
		return x.id(e.X)
	case *ast.Ident:
		if value, ok := x.consts[e.Name]; ok {
			return x.id(value)
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return x.id(e.X) + x.id(e.Y)
		}
	case *ast.CallExpr:
		if isFormat(called(e)) {
			return x.id(e.Args[0])
		}
	}
	return "%s"
}

// called returns the name of the function that is called: "fmt.Sprintf" where it
// is that of package fmt, and otherwise the last part.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if pkg, ok := f.X.(*ast.Ident); ok && (pkg.Name == "fmt" || pkg.Name == "errors") {
			return pkg.Name + "." + f.Sel.Name
		}
		return f.Sel.Name
	}
	return ""
}

func isFormat(name string) bool { return name == "fmt.Sprintf" || name == "fmt.Errorf" }

// visit notes the texts below a node, which stands where in says.
func (x *texts) visit(root ast.Node, in text) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			x.call(n, in)
			return false
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok {
				x.visit(n.Value, text{key: key.Name})
				return false
			}
		case *ast.AssignStmt:
			for i, value := range n.Rhs {
				key := ""
				if name, ok := n.Lhs[min(i, len(n.Lhs)-1)].(*ast.SelectorExpr); ok {
					key = name.Sel.Name
				}
				x.visit(value, text{key: key})
			}
			return false
		case *ast.BinaryExpr:
			if n.Op == token.ADD && n.Pos() != n.End() {
				x.note(n, in)
				x.parts(n)
				return false
			}
		case *ast.BasicLit:
			x.note(n, in)
		case *ast.Ident:
			if _, ok := x.consts[n.Name]; ok && in.call != "" {
				named := in
				named.named = true
				x.note(n, named)
			}
		}
		return true
	})
}

// call notes the texts that a function is given.
func (x *texts) call(c *ast.CallExpr, in text) {
	x.visit(c.Fun, text{})
	name := called(c)
	if isFormat(name) {
		if in.call == "" {
			in.call = name
		}
		x.note(c, in)
	}
	for i, a := range c.Args {
		if i > 0 || !isFormat(name) {
			x.visit(a, text{call: name, arg: i, key: in.key})
		}
	}
}

// parts visits what is put together but the constants.
func (x *texts) parts(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		x.parts(e.X)
		x.parts(e.Y)
	case *ast.BasicLit, *ast.Ident:
	default:
		x.visit(e, text{call: "+"})
	}
}

func (x *texts) note(e ast.Expr, in text) {
	if in.id = strings.TrimSpace(x.id(e)); in.id != "" && in.id != "%s" {
		in.place = x.files.Position(e.Pos())
		x.found = append(x.found, in)
	}
}
