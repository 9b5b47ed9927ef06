package language

import (
	"fmt"
	"strconv"
	"strings"
)

// An Entry is a text in English and what stands for it in another language.
type Entry struct {
	ID   string // the English text, or a format of package fmt
	Text string // the same in the other language
}

// Parse reads entries as GNU gettext writes them in PO files (the manual of
// gettext, "The Format of PO Files"), as far as the workshop uses that: comments,
// msgid and msgstr in a line each. What else may stand in a PO file, such as
// contexts and plurals, is an error, and so is a text that stands there twice.
func Parse(text string) ([]Entry, error) {
	var all []Entry
	seen := map[string]bool{}
	open := false // a msgid waits for its msgstr
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		word, value, _ := strings.Cut(line, " ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case word != "msgid" && word != "msgstr" || open != (word == "msgstr"):
			return nil, fmt.Errorf("line %d: got %q, want msgid and then msgstr", n, line)
		}
		value, err := unquote(value)
		if err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", n, word, err)
		}
		if open = !open; open {
			if seen[value] {
				return nil, fmt.Errorf("line %d: %q stands here a second time", n, value)
			}
			seen[value] = true
			all = append(all, Entry{ID: value})
			continue
		}
		all[len(all)-1].Text = value
	}
	if open {
		return nil, fmt.Errorf("line %d: the last msgid has no msgstr", n)
	}
	return all, nil
}

// unquote reads a text in quotes with the escapes \" \\ \n.
func unquote(quoted string) (string, error) {
	rest := quoted
	for { // strconv knows more escapes than these
		_, after, found := strings.Cut(rest, `\`)
		if !found {
			break
		}
		if after == "" || !strings.ContainsRune(`"\n`, rune(after[0])) {
			return "", fmt.Errorf(`%s: of escapes only \" \\ \n are known`, quoted)
		}
		rest = after[1:]
	}
	text, err := strconv.Unquote(quoted)
	switch {
	case err != nil || !strings.HasPrefix(quoted, `"`):
		return "", fmt.Errorf("got %s, want a text in quotes", quoted)
	case text == "":
		return "", fmt.Errorf("the text is empty")
	}
	return text, nil
}
