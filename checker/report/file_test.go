package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "page.html")
	say := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, failed := io.WriteString(w, text)
			return errors.Join(err, failed)
		}
	}
	if err := WriteFile(name, say("one", nil)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := WriteFile(name, say("half", broken)); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	if text, err := os.ReadFile(name); string(text) != "one" {
		t.Errorf("the file holds %q, %v; want what was there before", text, err)
	}
	if err := WriteFile(dir, say("one", nil)); err == nil || !strings.Contains(err.Error(), "no ordinary file") {
		t.Errorf("a folder was replaced: %v", err)
	}
	if all, err := os.ReadDir(dir); len(all) != 1 {
		t.Errorf("the folder holds %v, %v; want the page alone", all, err)
	}
}
