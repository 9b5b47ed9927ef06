package mutant

import (
	"go/ast"
	"go/token"
	"strings"
)

// swapped are the operators that are easily taken for one another.
func swapped(op token.Token) (token.Token, bool) {
	other, ok := map[token.Token]token.Token{
		token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.LEQ, token.LEQ: token.LSS,
		token.GTR: token.GEQ, token.GEQ: token.GTR, token.LAND: token.LOR, token.LOR: token.LAND,
	}[op]
	return other, ok
}

// compare swaps == and !=, < and <=, > and >=, && and ||.
func compare(w *walk, n ast.Node) {
	b, ok := n.(*ast.BinaryExpr)
	if !ok {
		return
	}
	if other, ok := swapped(b.Op); ok {
		at := int(b.OpPos) - w.start
		w.add(b.Op.String()+" becomes "+other.String()+" in "+w.brief(b), edit{at, at + len(b.Op.String()), other.String()})
	}
}

// condition negates a condition, and makes one that is never true: a learner
// who forgets a case.
func condition(w *walk, n ast.Node) {
	var cond ast.Expr
	switch s := n.(type) {
	case *ast.IfStmt:
		cond = s.Cond
		w.addf(cond, "false && ("+w.source(cond)+")", "never %s", w.brief(cond))
	case *ast.ForStmt:
		cond = s.Cond
	}
	if b, ok := cond.(*ast.BinaryExpr); cond == nil || ok && (b.Op == token.EQL || b.Op == token.NEQ) {
		return // compare has swapped it
	}
	w.addf(cond, "!("+w.source(cond)+")", "not %s", w.brief(cond))
}

// branch swaps break and continue.
func branch(w *walk, n ast.Node) {
	s, ok := n.(*ast.BranchStmt)
	if !ok {
		return
	}
	other := map[token.Token]string{token.BREAK: "continue", token.CONTINUE: "break"}[s.Tok]
	if other != "" {
		label := strings.TrimPrefix(w.source(s), s.Tok.String())
		w.addf(s, other+label, "%s becomes %s", s.Tok, other)
	}
}

// otherwise drops an else.
func otherwise(w *walk, n ast.Node) {
	if s, ok := n.(*ast.IfStmt); ok && s.Else != nil {
		w.add("drop the else of "+w.brief(s.Cond), edit{int(s.Body.End()) - w.start, int(s.Else.End()) - w.start, ""})
	}
}

// alternative drops a case of a switch or a select.
func alternative(w *walk, n ast.Node) {
	var colon token.Pos
	switch c := n.(type) {
	case *ast.CaseClause:
		colon = c.Colon
	case *ast.CommClause:
		colon = c.Colon
	default:
		return
	}
	head := w.text[int(n.Pos())-w.start : int(colon)-w.start]
	w.addf(n, "", "drop %s", strings.Join(strings.Fields(head), " "))
}

// oneRound ends a loop after its first round.
func oneRound(w *walk, n ast.Node) {
	var body *ast.BlockStmt
	head := n
	switch s := n.(type) {
	case *ast.ForStmt:
		body = s.Body
	case *ast.RangeStmt:
		body = s.Body
	}
	if body == nil || len(body.List) == 0 {
		return
	}
	switch body.List[len(body.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return // it would not be reached
	}
	edits := []edit{w.insert(body, "\nbreak\n")}
	typ, outer := w.function()
	if outer != nil && outer.List[len(outer.List)-1] == n && typ.Results != nil {
		edits = append(edits, w.insert(outer, "\nreturn "+zeros(w, typ.Results)+"\n"))
	}
	line, _, _ := strings.Cut(w.source(head), "{\n")
	w.add("one round of "+strings.TrimSpace(line), edits...)
}

// zeros returns the zero values of the results of a function. Results with
// names need none.
func zeros(w *walk, results *ast.FieldList) string {
	var all []string
	for _, r := range results.List {
		if len(r.Names) > 0 {
			return ""
		}
		all = append(all, "*new("+w.source(r.Type)+")")
	}
	return strings.Join(all, ", ")
}

// giveBack returns nil in place of an error.
func giveBack(w *walk, n ast.Node) {
	s, ok := n.(*ast.ReturnStmt)
	typ, _ := w.function()
	if !ok || typ.Results == nil || len(s.Results) != typ.Results.NumFields() {
		return
	}
	kinds := typ.Results.List
	last := s.Results[len(s.Results)-1]
	if w.source(kinds[len(kinds)-1].Type) == "error" && w.source(last) != "nil" {
		w.addf(last, "nil", "nil for %s", w.brief(last))
	}
}
