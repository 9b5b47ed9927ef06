package check

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLag(t *testing.T) {
	const text = "# A\n\n## 1. One\n\n```go\nx := 1\n```\n\n```mermaid\nA --> B: call\n```\n"
	for _, c := range []struct{ name, translated, want string }{
		{"other words", "# 甲\n\n## 1. 一\n\n```go\nx := 1\n```\n\n```mermaid\nA --> B: 调用\n```\n", ""},
		{"another step", "# 甲\n\n## 2. 一\n\n```go\nx := 1\n```\n\n```mermaid\n```\n", "want a heading ## 1. …; got a heading ## 2. …"},
		{"another block", "# 甲\n\n## 1. 一\n\n```go\nx := 2\n```\n\n```mermaid\n```\n", "want the block\n```go\nx := 1\n; got the block\n```go\nx := 2\n"},
		{"too short", "# 甲\n\n## 1. 一\n", "it ends where this comes: the block\n```go\nx := 1\n"},
		{"too long", text + "# B\n", "it goes on where the text ends, with a heading # …"},
	} {
		if got := Lag(text, c.translated); got != c.want {
			t.Errorf("%s: Lag is %q, want %q", c.name, got, c.want)
		}
	}
}

// TestWorkshopEditions compares WORKSHOP.md with its Chinese edition. The tables
// of words and of evidence, which are in English alone, are in no outline.
func TestWorkshopEditions(t *testing.T) {
	w, _ := workshop(t)
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(w.Root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if difference := Lag(read("WORKSHOP.md"), read("WORKSHOP.zh-CN.md")); difference != "" {
		t.Errorf("WORKSHOP.zh-CN.md: %s", difference)
	}
}
