package mutant

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestOf holds the mutants of a small file against those that are written down.
func TestOf(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	source, want := archive.Files[0], archive.Files[1]
	all, err := Of(source.Name, string(source.Data))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, m := range all {
		got.WriteString(m.Name + "\n" + m.Diff)
	}
	if d := diff.Diff("want", want.Data, "got", []byte(got.String())); len(d) > 0 {
		t.Errorf("the mutants differ:\n%s", d)
	}
	names, texts := map[string]bool{}, map[string]bool{string(source.Data): true}
	for _, m := range all {
		if _, err := parser.ParseFile(token.NewFileSet(), m.File, m.Text, 0); err != nil {
			t.Errorf("%s is no Go: %v", m.Name, err)
		}
		if names[m.Name] || texts[m.Text] {
			t.Errorf("%s is there twice, or changes nothing", m.Name)
		}
		names[m.Name], texts[m.Text] = true, true
	}
}

func TestOfBroken(t *testing.T) {
	if all, err := Of("x.go", "package"); err == nil {
		t.Errorf("Of a file that is no Go = %v, want an error", all)
	}
}
