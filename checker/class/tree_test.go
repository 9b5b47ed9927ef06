package class

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// formOf returns the tree of the function f in a program whose other functions are
// given behind it.
func formOf(t *testing.T, source string) *tree {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "f.go", "package main\n"+source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v in\n%s", err, source)
	}
	n := newNaming(nil)
	n.kept["given"] = true
	n.declare(f)
	n.file(f)
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "f" {
			return n.functionTree(fn)
		}
	}
	t.Fatalf("there is no f in\n%s", source)
	return nil
}

func TestTrees(t *testing.T) {
	for _, c := range []struct {
		why  string
		a, b string
		same bool
	}{
		{"names", "func f(a int) int { b := a; return b }", "func f(x int) int { y := x; return y }", true},
		{"which parameter", "func f(a, b int) int { return a }", "func f(a, b int) int { return b }", false},
		{"parameters in one list", "func f(a, b int) {}", "func f(a int, b int) {}", true},
		{"types", "func f(a int) {}", "func f(a string) {}", false},
		{"comments and brackets", "func f() int { return 1 + (2 * 3) } // one", "func f() int {\n\treturn 1 + 2*3\n}", true},
		{"brackets that count", "func f() int { return (1 + 2) * 3 }", "func f() int { return 1 + 2*3 }", false},
		{"kinds of literals", "func f() int { return 1 }", "func f() int { return 'a' }", false},
		{"values of literals", "func f() string { return `a` }", "func f() string { return \"b\" }", true},
		{"the order of two declarations", "func f() { a := 1; b := \"\"; println(a, b) }", "func f() { b := \"\"; a := 1; println(a, b) }", true},
		{"a var and a definition", "func f() { var a = 1; println(a) }", "func f() { a := 1; println(a) }", true},
		{"a var block", "func f() { var (a = 1; b []int); println(a, b) }", "func f() { var b []int; a := 1; println(a, b) }", true},
		{"declarations that need each other", "func f() { a := 1; b := -a; a = b }", "func f() { b := -1; a := b; a = b }", false},
		{"the order of two calls", "func f() { a := g(); b := h(1) }; func g() int; func h(int) int", "func f() { b := h(1); a := g() }; func g() int; func h(int) int", false},
		{"the order of two statements", "func f(a []int) { a[0] = 1; print(a) }", "func f(a []int) { print(a); a[0] = 1 }", false},
		{"== turned round", "func f(a int) bool { return a == 1 }", "func f(a int) bool { return 1 == a }", true},
		{"> and <", "func f(a, b int) bool { return a > b }", "func f(a, b int) bool { return b < a }", true},
		{"- turned round", "func f(a, b int) int { return a - b }", "func f(a, b int) int { return b - a }", false},
		{"texts joined", "func f(a, b string) string { return a + b }", "func f(a, b string) string { return b + a }", false},
		{"|| of plain sides", "func f(a, b bool) bool { return a || b }", "func f(a, b bool) bool { return b || a }", true},
		{"|| of calls", "func f(a *int) bool { return a == nil || *a == 1 }", "func f(a *int) bool { return *a == 1 || a == nil }", false},
		{"++ and += 1", "func f(a int) { a++ }", "func f(a int) { a += 1 }", true},
		{"++ and --", "func f(a int) { a++ }", "func f(a int) { a-- }", false},
		{"a package under another name", "import \"io\"; func f(r io.Reader) { io.ReadAll(r) }", "import in \"io\"; func f(r in.Reader) { in.ReadAll(r) }", true},
		{"other calls", "import \"io\"; func f(r io.Reader) { io.ReadAll(r) }", "import \"io\"; func f(r io.Reader) { io.ReadFull(r) }", false},
		{"functions of its own", "func f() { g() }; func g() {}", "func f() { h() }; func h() {}", true},
		{"functions that the lesson gives", "func f() { given() }; func given() {}", "func f() { h() }; func h() {}", false},
		{"fields of its own", "type t struct{a int}; func f(x t) int { return x.a }", "type u struct{b int}; func f(x u) int { return x.b }", true},
		{"fields in a literal", "type t struct{a int; b string}; func f() t { return t{a: 1, b: \"\"} }", "type t struct{a int; b string}; func f() t { return t{b: \"\", a: 1} }", true},
		{"elements of a list", "func f() []any { return []any{1, \"\"} }", "func f() []any { return []any{\"\", 1} }", false},
		{"the cases of a switch", "func f(a int) { switch a { case 1: print(1); case 2: print(\"\") } }", "func f(a int) { switch a { case 2: print(\"\"); case 1: print(1) } }", true},
		{"cases that fall through", "func f(a int) { switch a { case 1: fallthrough; case 2: print(\"\") } }", "func f(a int) { switch a { case 2: print(\"\"); case 1: print(\"\") } }", false},
		{"the cases of a select", "func f(a, b chan int) { select { case <-a: case b <- 1: } }", "func f(a, b chan int) { select { case b <- 1: case <-a: } }", true},
		{"an error that is looked at", "func f() error { if err := g(); err != nil { return err }; return nil }; func g() error", "func f() error { g(); return nil }; func g() error", false},
		{"a loop with and without end", "func f(a bool) { for a {} }", "func f(a bool) { for {} }", false},
		{"which part of a slice", "func f(a []int) []int { return a[:1] }", "func f(a []int) []int { return a[1:] }", false},
		{"break and continue", "func f() { for { break } }", "func f() { for { continue } }", false},
		{"go and defer", "func f() { go print() }", "func f() { defer print() }", false},
		{"empty statements", "func f() { ; print(); ; }", "func f() { print() }", true},
	} {
		if got := formOf(t, c.a).hash == formOf(t, c.b).hash; got != c.same {
			t.Errorf("%s: the same: %t, want %t\n%s\n%s", c.why, got, c.same, c.a, c.b)
		}
	}
}

func TestProfiles(t *testing.T) {
	long := func(middle string) profile {
		return formOf(t, "func f(a []int) (n int) { for _, x := range a { if x > 3 { n += x }; "+middle+" }; return n }").profile()
	}
	one, near, far := long("print(n)"), long("print(n, x)"), formOf(t, "func f(a []int) (n int) { return len(a) }").profile()
	if got := one.alike(one); got != 1 {
		t.Errorf("a function is like itself to %.2f, want 1", got)
	}
	if a, b := one.alike(near), one.alike(far); a < 0.8 || a >= 1 || b > 0.5 {
		t.Errorf("a small change leaves %.2f and another function %.2f, want 0.8 to 1 and at most 0.5", a, b)
	}
	if a, b := one.alike(far), far.alike(one); a != b {
		t.Errorf("likeness is %.2f one way and %.2f the other", a, b)
	}
}

// TestTreesOfDeepSources makes sure that no source is too deep, and that a long
// expression is not looked at again at each of its parts.
func TestTreesOfDeepSources(t *testing.T) {
	const n = 10_000
	long := "a" + strings.Repeat("||a", n)
	for _, body := range []string{
		"return " + long,
		"return " + strings.Repeat("!", n) + "a",
		strings.Repeat("{", n) + strings.Repeat("}", n) + "; return a",
		strings.Repeat("x := 1;", n) + "return a",
	} {
		if size := len(formOf(t, "func f(a bool) bool { "+body+"}").profile()); size < n {
			t.Errorf("%d nodes are left of %.20s…, want at least %d", size, body, n)
		}
	}
	for source, want := range map[string]bool{long: false, "a||a||a": true} {
		e, err := parser.ParseExpr(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := plain(e); got != want {
			t.Errorf("plain(%.20s) is %t, want %t", source, got, want)
		}
	}
}
