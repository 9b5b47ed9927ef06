package tutor

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"socketworkshop/checker/program"
)

// accepted returns the statement that takes what Accept returns, or nil.
func (r *listing) accepted(n ast.Node) *ast.AssignStmt {
	a, ok := n.(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 2 || len(a.Rhs) != 1 {
		return nil
	}
	if _, ok := r.calls(a.Rhs[0], "net", "Accept", "AcceptTCP"); !ok {
		return nil
	}
	return a
}

// callsAccept reports whether connections are accepted somewhere.
func callsAccept(r *listing) bool {
	return r.find(func(n ast.Node) bool { return r.accepted(n) != nil })
}

// ignoresAcceptError reports whether the error of Accept is thrown away.
func ignoresAcceptError(r *listing) bool {
	return r.find(func(n ast.Node) bool {
		a := r.accepted(n)
		if a == nil {
			return false
		}
		id, ok := a.Lhs[1].(*ast.Ident)
		return ok && id.Name == "_"
	})
}

// sharesLoopVariable reports whether a loop puts each connection that it accepts
// into one variable, which goroutines use.
func sharesLoopVariable(r *listing) bool {
	return r.find(func(n ast.Node) bool {
		loop, ok := n.(*ast.ForStmt)
		return ok && holds(loop.Body, func(n ast.Node) bool {
			a := r.accepted(n)
			if a == nil || a.Tok != token.ASSIGN {
				return false
			}
			conn := r.named(a.Lhs[0])
			return conn != nil && (conn.Pos() < loop.Pos() || conn.Pos() > loop.End()) && r.usedLater(loop.Body, conn)
		})
	})
}

// leavesGoroutine reports whether serve begins a goroutine, or several, and
// neither loops nor waits for anything but a call.
func leavesGoroutine(r *listing) bool {
	begins := func(n ast.Node) bool { _, ok := n.(*ast.GoStmt); return ok }
	waits := func(n ast.Node) bool {
		receives, ok := n.(*ast.UnaryExpr)
		_, o := r.called(n)
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SelectStmt:
			return true
		}
		return ok && receives.Op == token.ARROW || o != nil && (o.Name() == "Wait" || o.Name() == "Lock")
	}
	return r.find(func(n ast.Node) bool {
		f, ok := n.(*ast.FuncDecl)
		return ok && f.Name.Name == "serve" && f.Body != nil && holds(f.Body, begins) && !holds(f.Body, waits)
	})
}

// usedLater reports whether a function that is begun in a goroutine (go, or a
// method Go) uses a variable from outside of itself. What is handed to it as an
// argument is not used later.
func (r *listing) usedLater(in ast.Node, o types.Object) bool {
	return holds(in, func(n ast.Node) bool {
		var begun ast.Expr
		switch n := n.(type) {
		case *ast.GoStmt:
			begun = n.Call.Fun
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Go" && len(n.Args) == 1 {
				begun = n.Args[0]
			}
		}
		f, ok := begun.(*ast.FuncLit)
		return ok && holds(f.Body, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			return ok && r.info.Uses[id] == o
		})
	})
}

// waitsForContext reports whether many goroutines stand where the end of a
// context is awaited.
func (e *Evidence) waitsForContext(r *listing) bool {
	return r.find(func(n ast.Node) bool {
		call, done := r.calls(n, "context", "Done")
		return done && slices.ContainsFunc(e.Places, func(p program.Place) bool {
			at := r.place(call, "")
			return p.Also >= e.Auth.Many/6 && p.File == at.File && p.Line == at.Line
		})
	})
}

// hasDeadline returns whether a function, or one to which it leads, sets a
// deadline for what it reads.
func hasDeadline(name string) func(r *listing) bool {
	return func(r *listing) bool {
		return slices.ContainsFunc(r.reached(name), func(f *ast.FuncDecl) bool {
			return holds(f.Body, func(n ast.Node) bool {
				_, o := r.called(n)
				return o != nil && (o.Name() == "SetReadDeadline" || o.Name() == "SetDeadline")
			})
		})
	}
}

// reached returns the functions of the program that one leads to, and itself.
func (r *listing) reached(name string) []*ast.FuncDecl {
	declared := map[types.Object]*ast.FuncDecl{}
	var all []*ast.FuncDecl
	for _, f := range r.files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				declared[r.info.Defs[fn.Name]] = fn
				if fn.Name.Name == name && fn.Recv == nil {
					all = append(all, fn)
				}
			}
		}
	}
	for i := 0; i < len(all); i++ {
		ast.Inspect(all[i].Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && declared[r.info.Uses[id]] != nil {
				all = append(all, declared[r.info.Uses[id]])
				delete(declared, r.info.Uses[id])
			}
			return true
		})
	}
	return all
}

// waitsNowhere reports whether call leads to nothing that can wait for a time.
func waitsNowhere(r *listing) bool {
	waits := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			p, ok := r.info.Uses[n].(*types.PkgName)
			return ok && slices.Contains([]string{"time", "context", "syscall", "os/exec"}, p.Imported().Path())
		case *ast.SelectorExpr:
			return strings.HasSuffix(n.Sel.Name, "Deadline")
		}
		return false
	}
	call := r.reached("call")
	return len(call) > 0 && !slices.ContainsFunc(call, func(f *ast.FuncDecl) bool { return holds(f.Body, waits) })
}

// readerPerLine reports whether call, or what it leads to, makes a reader in a loop
// or in a function of its own, and not for a connection.
func readerPerLine(r *listing) bool {
	makes := func(n ast.Node) bool {
		c, ok := r.calls(n, "bufio", "NewReader", "NewReaderSize", "NewScanner")
		if !ok || len(c.Args) == 0 {
			return false
		}
		t := r.info.TypeOf(c.Args[0])
		return t == nil || !strings.Contains(t.String(), "net.")
	}
	return slices.ContainsFunc(r.reached("call"), func(f *ast.FuncDecl) bool {
		return holds(f.Body, func(n ast.Node) bool { return (isLoop(n) || f.Name.Name != "call" && n == f.Body) && holds(n, makes) })
	})
}
