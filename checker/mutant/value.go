package mutant

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

const worthHalving = 16 // the least number that may be a size

// number changes a whole number by one, and halves one that may be a size. How
// long a time is exactly is never a promise, and nobody looks at what is returned
// beside an error.
func number(w *walk, n ast.Node) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.INT || w.telling() || w.ofTime(lit) || w.besideError() {
		return
	}
	value, err := strconv.ParseInt(lit.Value, 0, 63)
	if err != nil {
		return // too large for what is meant here
	}
	verb := "%d"
	switch {
	case strings.HasPrefix(lit.Value, "0x"):
		verb = "%#x"
	case strings.HasPrefix(lit.Value, "0o"):
		verb = "%O"
	}
	others := []int64{value + 1}
	if value > 0 {
		others = append(others, value-1)
	}
	if value >= worthHalving && verb == "%d" {
		others = append(others, value/2)
	}
	for _, other := range others {
		text := fmt.Sprintf(verb, other)
		w.addf(lit, text, "%s becomes %s in %s", lit.Value, text, w.brief(w.around(lit)))
	}
}

// besideError reports whether the present literal is returned together with an
// error.
func (w *walk) besideError() bool {
	s, ok := w.parent().(*ast.ReturnStmt)
	if !ok || len(s.Results) < 2 {
		return false
	}
	typ, _ := w.function()
	kinds := typ.Results.List
	return w.source(kinds[len(kinds)-1].Type) == "error" && w.source(s.Results[len(s.Results)-1]) != "nil"
}

// ofTime reports whether the present literal counts a unit of time.
func (w *walk) ofTime(lit ast.Node) bool {
	b, ok := w.parent().(*ast.BinaryExpr)
	return ok && b.Op == token.MUL && strings.HasPrefix(w.source(b.Y), "time.")
}

// around returns the innermost expression around the present literal that says
// what it is for, or the literal.
func (w *walk) around(n ast.Node) ast.Node {
	switch p := w.parent().(type) {
	case *ast.BinaryExpr, *ast.CallExpr, *ast.SliceExpr, *ast.IndexExpr, *ast.ArrayType, *ast.KeyValueExpr, *ast.AssignStmt, *ast.ReturnStmt:
		return p
	case *ast.ValueSpec:
		return p.Names[0]
	}
	return n
}

// size shortens what make makes.
func size(w *walk, n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok || w.source(call.Fun) != "make" || len(call.Args) < 2 || !strings.HasPrefix(w.source(call.Args[0]), "[]") {
		return
	}
	if _, lit := call.Args[1].(*ast.BasicLit); lit {
		return // number has changed it
	}
	text := w.source(call.Args[1])
	w.addf(call.Args[1], "("+text+")/2", "half of %s", w.brief(call))
	w.addf(call.Args[1], text+"-1", "one less than %s", w.brief(call))
}

// bound changes a bound of a slice by one.
func bound(w *walk, n ast.Node) {
	s, ok := n.(*ast.SliceExpr)
	if !ok {
		return
	}
	for _, b := range []ast.Expr{s.Low, s.High} {
		if _, lit := b.(*ast.BasicLit); b == nil || lit {
			continue // number has changed it
		}
		for _, by := range []string{"+1", "-1"} {
			w.addf(b, w.source(b)+by, "%s%s in %s", w.brief(b), by, w.brief(s))
		}
	}
}

// order swaps the byte orders.
func order(w *walk, n ast.Node) {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return
	}
	if other := map[string]string{"BigEndian": "LittleEndian", "LittleEndian": "BigEndian"}[s.Sel.Name]; other != "" {
		w.addf(s.Sel, other, "%s becomes %s", s.Sel.Name, other)
	}
}

// letter changes the first letter of a string, or where people are told
// something, that of a word which lessons.md asks for.
func letter(w *walk, n ast.Node) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	if _, in := w.parent().(*ast.ImportSpec); in {
		return
	}
	at := firstLetter(lit.Value)
	if w.telling() {
		at = requiredIn(lit.Value)
	}
	if at < 0 {
		return
	}
	text := lit.Value[:at] + next(lit.Value[at]) + lit.Value[at+1:]
	w.addf(lit, text, "%s becomes %s", w.brief(lit), strings.Join(strings.Fields(text), " "))
}

var (
	rawVerb = regexp.MustCompile(`%[-+# 0-9.*]*[a-zA-Z]`)
	verb    = regexp.MustCompile(rawVerb.String() + `|\\x..|\\.`)
)

// firstLetter returns where in the text of a string constant the first letter
// stands that is itself and part of no verb or escape, or -1.
func firstLetter(text string) int {
	taken := verb
	if strings.HasPrefix(text, "`") { // where a backslash is itself
		taken = rawVerb
	}
	masked := taken.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("%", len(s)) })
	return strings.IndexFunc(masked, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) })
}

// next returns the letter behind c in the alphabet; behind z comes a.
func next(c byte) string {
	if c == 'z' || c == 'Z' {
		return string(rune(c) - 25)
	}
	return string(rune(c) + 1)
}

// newline drops the newline that a string ends with.
func newline(w *walk, n ast.Node) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING || w.telling() {
		return
	}
	if text, ok := strings.CutSuffix(lit.Value, `\n"`); ok {
		w.addf(lit, text+`"`, `drop the newline of %s`, w.brief(lit))
	}
}
