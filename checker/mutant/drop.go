package mutant

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// dropCall drops a statement that is a call, also one that is put off until the
// function ends, and one whose error is looked at there and then. Log lines
// stay, but for those that lessons.md asks for.
func dropCall(w *walk, n ast.Node) {
	var call ast.Expr
	switch s := n.(type) {
	case *ast.ExprStmt:
		call = s.X
	case *ast.DeferStmt:
		call = s.Call
	case *ast.IfStmt:
		if a, ok := s.Init.(*ast.AssignStmt); ok && s.Else == nil && nilError(w, s.Cond) && len(a.Rhs) == 1 {
			call = a.Rhs[0]
		}
	}
	c, ok := call.(*ast.CallExpr)
	if !ok || lock.MatchString(w.source(c.Fun)) {
		return
	}
	text := w.source(c)
	if w.tells(c) && requiredIn(text) < 0 && !strings.Contains(text, "Addr()") {
		return
	}
	w.addf(n, "", "drop %s", w.brief(c))
}

// nilError reports whether a condition is that there is an error.
func nilError(w *walk, cond ast.Expr) bool {
	b, ok := cond.(*ast.BinaryExpr)
	return ok && b.Op == token.NEQ && w.source(b.Y) == "nil" && strings.HasPrefix(w.source(b.X), "err")
}

// dropAssigned drops a call whose only result that counts is an error: there is
// none then.
func dropAssigned(w *walk, n ast.Node) {
	a, ok := n.(*ast.AssignStmt)
	if !ok || len(a.Rhs) != 1 {
		return
	}
	call, ok := a.Rhs[0].(*ast.CallExpr)
	if _, inIf := w.parent().(*ast.IfStmt); !ok || inIf || w.tells(call) {
		return
	}
	text := ""
	for _, left := range a.Lhs {
		switch name := w.source(left); {
		case name == "_":
		case !strings.HasPrefix(name, "err"):
			return
		case a.Tok == token.DEFINE:
			text = "var " + name + " error"
		default:
			text = name + " = nil"
		}
	}
	w.addf(a, text, "drop %s", w.brief(call))
}

// dropJoined drops one of several errors that are joined.
func dropJoined(w *walk, n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok || w.source(call.Fun) != "errors.Join" || len(call.Args) < 2 {
		return
	}
	for _, arg := range call.Args {
		w.addf(arg, "nil", "nil for %s", w.brief(arg))
	}
}

// dropGo does now what would be done beside the rest.
func dropGo(w *walk, n ast.Node) {
	switch s := n.(type) {
	case *ast.GoStmt:
		w.addf(s, w.source(s.Call), "drop go of %s", w.brief(s.Call))
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Go" {
			w.addf(s, w.source(call.Args[0])+"()", "drop go of %s", w.brief(call))
		}
	}
}

var lock = regexp.MustCompile(`\.R?(?:Lock|Unlock)$`)

// dropLocks drops what a function does with one lock: all of it, for half of
// that would only hang.
func dropLocks(w *walk, n ast.Node) {
	f, ok := n.(*ast.FuncDecl)
	if !ok || f.Body == nil {
		return
	}
	var names []string
	edits := map[string][]edit{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		var call ast.Expr
		switch s := n.(type) {
		case *ast.ExprStmt:
			call = s.X
		case *ast.DeferStmt:
			call = s.Call
		}
		if c, ok := call.(*ast.CallExpr); ok && lock.MatchString(w.source(c.Fun)) {
			name := w.source(c.Fun.(*ast.SelectorExpr).X)
			if edits[name] == nil {
				names = append(names, name)
			}
			edits[name] = append(edits[name], w.replace(n, ""))
		}
		return true
	})
	w.above = append(w.above, n) // the changes lie in this function
	for _, name := range names {
		w.add("drop the locking of "+name, edits[name]...)
	}
	w.above = w.above[:len(w.above)-1]
}

var limit = regexp.MustCompile(`(?i)timeout|deadline`)

// dropLimit drops a limit on time that is given to a call or a composite.
// Deadlines that are set by a call of their own are dropped with it.
func dropLimit(w *walk, n ast.Node) {
	switch x := n.(type) {
	case *ast.KeyValueExpr:
		if limit.MatchString(w.source(x.Key)) {
			e := w.replace(x, "")
			if strings.HasPrefix(w.text[e.to:], ",") {
				e.to++
			}
			w.add("drop "+w.brief(x), e)
		}
	case *ast.CallExpr:
		with := map[string]string{
			"net.DialTimeout": "net.Dial", "context.WithTimeout": "context.WithCancel", "context.WithDeadline": "context.WithCancel",
		}[w.source(x.Fun)]
		if with != "" {
			last := x.Args[len(x.Args)-1]
			before := x.Args[len(x.Args)-2]
			w.add("drop the limit of "+w.brief(x), w.replace(x.Fun, with),
				edit{int(before.End()) - w.start, int(last.End()) - w.start, ""})
		}
	}
}
