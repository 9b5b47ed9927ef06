package class

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func gramsOf(t *testing.T, source string) []uint64 {
	t.Helper()
	p := &parsed{name: "f.go", text: []byte("package main\n" + source), fset: token.NewFileSet()}
	var err error
	if p.ast, err = parser.ParseFile(p.fset, p.name, p.text, parser.SkipObjectResolution); err != nil {
		t.Fatal(err)
	}
	piece := p.passage(p.ast.Decls[0])
	if n := len(piece.lines); n != len(piece.grams)+gramSize-1 {
		t.Errorf("%d tokens have %d grams, want %d", n, len(piece.grams), n-gramSize+1)
	}
	return piece.grams
}

func TestGrams(t *testing.T) {
	one := gramsOf(t, "func f(a []int) {\n\tfor i := range a {\n\t\tprintln(i, \"one\",\n\t\t\t1)\n\t}\n}")
	for _, c := range []struct {
		source string
		same   bool
	}{
		{"func g(b []int) { for x := range b { print(x, `two`, 22,) } } // three", true},
		{"func g(b []int) { for x := range b { print(x, `two`, 'c') } }", false},
		{"func g(b []byte) { for x := range b { print(x, `two`, 22) } }", false},
		{"func g(b []int) { for x := range b { len(x, `two`, 22) } }", false},
	} {
		if got := slices.Equal(one, gramsOf(t, c.source)); got != c.same {
			t.Errorf("%s: the same: %t, want %t", c.source, got, c.same)
		}
	}
}

// TestWinnowing tries the promise of the paper: each passage of window grams that
// follow each other holds one that is chosen, and equal passages the same one.
func TestWinnowing(t *testing.T) {
	var grams []uint64
	for i := range uint64(500) {
		grams = append(grams, mix(i*i, i)%97) // some are equal
	}
	chosen := winnowed(grams)
	for i := 0; i+window <= len(grams); i++ {
		if !slices.ContainsFunc(chosen, func(at int) bool { return at >= i && at < i+window }) {
			t.Fatalf("none of the grams %d to %d is chosen", i, i+window-1)
		}
	}
	if len(chosen) > len(grams)/3 {
		t.Errorf("%d of %d are chosen, want about two of each window", len(chosen), len(grams))
	}
	for _, n := range []int{0, 1, window - 1} {
		if got := winnowed(grams[:n]); len(got) != min(n, 1) {
			t.Errorf("%d of %d are chosen, want one", len(got), n)
		}
	}
	head := append(slices.Repeat([]uint64{1000}, 40), grams[100:100+window]...)
	least := slices.Min(grams[100 : 100+window])
	if all := winnowed(head); head[all[len(all)-1]] != least {
		t.Errorf("the last that is chosen is %d, want %d", head[all[len(all)-1]], least)
	}
}

func TestCommonsAreLeftOut(t *testing.T) {
	of := func(text string) *source {
		return &source{passages: []passage{{grams: gramsOf(t, text)}}}
	}
	const idiom = "func f(a []int) { for i, x := range a { if x > 3 { println(i, x) } } }"
	var class []*source
	for range commonLeast + 1 {
		class = append(class, of(idiom))
	}
	class = append(class, of("func f() { print("+strings.Repeat("1, ", 20)+") }"), nil)
	leave := map[uint64]bool{}
	if n := commons(class, leave); n == 0 || n != len(leave) {
		t.Errorf("%d grams are common and %d left out, want all of the idiom", n, len(leave))
	}
	class[0].fingerprint(leave)
	class[commonLeast+1].fingerprint(leave)
	if n, m := len(class[0].prints), len(class[commonLeast+1].prints); n != 0 || m == 0 {
		t.Errorf("%d and %d fingerprints are left, want none and some", n, m)
	}
	if n := commons(class[1:], map[uint64]bool{}); n != 0 {
		t.Errorf("%d grams are common where only %d hold them, want none", n, commonLeast)
	}
}
