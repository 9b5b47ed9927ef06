package mutant

import (
	"fmt"
	"go/ast"
	"strings"
)

// A walk goes through a file and notes what can be changed.
type walk struct {
	text  string
	start int        // the file's first position
	above []ast.Node // what the present node lies in, the file first
	found []change
}

// visit lets every operator look at a node. It is called with nil behind the
// last node within another.
func (w *walk) visit(n ast.Node) bool {
	if n == nil {
		w.above = w.above[:len(w.above)-1]
		return true
	}
	for _, op := range []func(*walk, ast.Node){
		compare, condition, branch, otherwise, alternative, oneRound, giveBack, // flow.go
		dropCall, dropAssigned, dropJoined, dropGo, dropLocks, dropLimit, // drop.go
		number, size, bound, order, letter, newline, // value.go
	} {
		op(w, n)
	}
	w.above = append(w.above, n)
	return true
}

// add notes a change of the present function.
func (w *walk) add(what string, edits ...edit) {
	w.found = append(w.found, change{w.place() + ": " + what, edits})
}

// addf is add for one edit that puts text in the place of n.
func (w *walk) addf(n ast.Node, text, what string, args ...any) {
	w.add(fmt.Sprintf(what, args...), w.replace(n, text))
}

// replace is the edit that puts text in the place of n.
func (w *walk) replace(n ast.Node, text string) edit {
	return edit{int(n.Pos()) - w.start, int(n.End()) - w.start, text}
}

// insert is the edit that puts text before n's last byte.
func (w *walk) insert(n ast.Node, text string) edit {
	return edit{int(n.End()) - w.start - 1, int(n.End()) - w.start - 1, text}
}

// source returns the text of n.
func (w *walk) source(n ast.Node) string {
	return w.text[int(n.Pos())-w.start : int(n.End())-w.start]
}

const nameLimit = 60 // bytes of a name that are taken from the source

// brief returns the text of n on one line, as it stands in names.
func (w *walk) brief(n ast.Node) string {
	text := strings.Join(strings.Fields(w.source(n)), " ")
	if len(text) > nameLimit {
		return strings.ToValidUTF8(text[:nameLimit], "") + "..."
	}
	return text
}

// place returns the name of what the present node lies in: a function, or what
// a declaration outside of functions declares first.
func (w *walk) place() string {
	if len(w.above) < 2 {
		return "file"
	}
	switch d := w.above[1].(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		return strings.TrimPrefix(w.source(d.Recv.List[0].Type), "*") + "." + d.Name.Name
	case *ast.GenDecl:
		for _, n := range w.above[2:] {
			switch s := n.(type) {
			case *ast.ValueSpec:
				return s.Names[0].Name
			case *ast.TypeSpec:
				return s.Name.Name
			}
		}
	}
	return "file"
}

// parent returns what the present node is a part of.
func (w *walk) parent() ast.Node {
	if len(w.above) == 0 {
		return nil
	}
	return w.above[len(w.above)-1]
}

// function returns the type and the body of the innermost function around the
// present node, or nil.
func (w *walk) function() (*ast.FuncType, *ast.BlockStmt) {
	for i := len(w.above) - 1; i >= 0; i-- {
		switch f := w.above[i].(type) {
		case *ast.FuncDecl:
			return f.Type, f.Body
		case *ast.FuncLit:
			return f.Type, f.Body
		}
	}
	return nil, nil
}

// telling reports whether the present node is a part of what is said to people:
// a log line or the text of an error. The words of these are free.
func (w *walk) telling() bool {
	for _, n := range w.above {
		if call, ok := n.(*ast.CallExpr); ok && w.tells(call) {
			return true
		}
	}
	return false
}

// tells reports whether a call writes a log line or makes an error.
func (w *walk) tells(call *ast.CallExpr) bool {
	name := w.source(call.Fun)
	switch pkg, method, _ := strings.Cut(name, "."); {
	case pkg == "log" || pkg == "slog" || name == "errors.New" || name == "fmt.Errorf":
		return true
	case strings.HasPrefix(method, "Fprint") && len(call.Args) > 0:
		return strings.HasSuffix(w.source(call.Args[0]), "tderr")
	}
	return false
}

// required are the words that lessons.md asks for where people are told
// something.
var required = []string{"refused", "timed out", "no such file", "no reply", "rejected", "connected", "format requires"}

// requiredIn returns where in text the first of the required words begins, or -1.
func requiredIn(text string) int {
	for _, word := range required {
		if i := strings.Index(text, word); i >= 0 {
			return i
		}
	}
	return -1
}
