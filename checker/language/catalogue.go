package language

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed zh-CN
var files embed.FS

// A Catalogue holds the texts of one language. The zero value is English: it
// returns what it is given.
type Catalogue struct {
	whole   map[string]string
	formats []*format // the one with the longest fixed parts first
	tag     string
}

// Open returns the catalogue of a language with the checker's own texts.
func Open(name string) (Catalogue, error) {
	tag := Tag(name)
	if tag == "" {
		return Catalogue{}, nil
	}
	names, err := fs.Glob(files, tag+"/*.po")
	var all []Entry
	for _, name := range names {
		text, failed := files.ReadFile(name)
		entries, wrong := Parse(string(text))
		if failed := errors.Join(failed, wrong); failed != nil {
			return Catalogue{}, fmt.Errorf("%s: %w", path.Base(name), failed)
		}
		all = append(all, entries...)
	}
	return Catalogue{tag: tag}.With(all), err
}

// fewestLetters is how many letters a format must have around its verbs: one with
// fewer makes a text that others make as well.
const fewestLetters = 4

// With returns a catalogue that has these entries as well. What it has already
// stays.
func (c Catalogue) With(entries []Entry) Catalogue {
	more := Catalogue{whole: maps.Clone(c.whole), formats: slices.Clone(c.formats), tag: c.tag}
	if more.whole == nil {
		more.whole = map[string]string{}
	}
	for _, e := range entries {
		if _, known := more.whole[e.ID]; known {
			continue
		}
		more.whole[e.ID] = e.Text
		if !strings.Contains(e.ID, "%") {
			continue
		}
		if f := newFormat(e); len(f.verbs) > 0 && f.weight >= fewestLetters {
			more.formats = append(more.formats, f)
		}
	}
	slices.SortStableFunc(more.formats, func(a, b *format) int { return cmp.Compare(b.weight, a.weight) })
	return more
}

// Tag returns the tag that files in the catalogue's language have in their
// names, or "".
func (c Catalogue) Tag() string { return c.tag }

// In returns a finished English text in the catalogue's language: as the text of
// an entry; as what a format makes, its arguments taken in the same way; or as
// several texts behind one another. A text of several lines that is none of
// these is taken line by line. What is not found stays as it is, and so do blanks
// around a text.
func (c Catalogue) In(text string) string {
	said, _ := c.find(text)
	return said
}

// Sentence returns a text that has no full stop yet as a sentence.
func (c Catalogue) Sentence(text string) string {
	said, ok := c.find(text)
	if !ok {
		return said + "."
	}
	return said + "。"
}

// Sprintf formats as fmt.Sprintf does, with the format that stands for this one
// in the catalogue's language. The arguments stay as they are.
func (c Catalogue) Sprintf(english string, args ...any) string {
	id := strings.TrimSpace(english)
	before, after, _ := strings.Cut(english, id)
	if text, ok := c.whole[id]; ok {
		return fmt.Sprintf(before+text+after, args...)
	}
	return fmt.Sprintf(english, args...)
}

// find returns the text in the catalogue's language, and whether it knows it.
func (c Catalogue) find(text string) (said string, ok bool) {
	id := strings.TrimSpace(text)
	if id == "" || len(c.whole) == 0 {
		return text, false
	}
	before, after, _ := strings.Cut(text, id)
	for _, look := range []func(string) (string, bool){c.asWhole, c.asFormat, c.asSeveral, c.asLines} {
		if said, ok := look(id); ok {
			return before + said + after, true
		}
	}
	return text, false
}

func (c Catalogue) asWhole(text string) (string, bool) {
	said, ok := c.whole[text]
	return said, ok
}

func (c Catalogue) asFormat(text string) (string, bool) {
	for _, f := range c.formats {
		if args, ok := f.match(text); ok {
			return f.say(args, c.In), true
		}
	}
	return "", false
}

// asSeveral looks for the longest sentence that the text begins with, or for what
// stands before a colon where all is known: "your call: the program did not end".
func (c Catalogue) asSeveral(text string) (string, bool) {
	for at := len(text) - 1; at > 0; at-- {
		if text[at] != ' ' {
			continue
		}
		first, rest := text[:at], text[at+1:]
		said, ok := c.whole[first]
		if ok && strings.ContainsAny(first[at-1:], ".?:") {
			return Join(said, c.In(rest)), true
		}
		said, ok = c.whole[strings.TrimSuffix(first, ":")]
		if !ok || !strings.HasSuffix(first, ":") {
			continue
		}
		if more, ok := c.find(rest); ok {
			return said + "：" + more, true
		}
	}
	return "", false
}

func (c Catalogue) asLines(text string) (string, bool) {
	lines := strings.Split(text, "\n")
	if len(lines) == 1 {
		return "", false
	}
	known := false
	for i, line := range lines {
		said, ok := c.find(line)
		lines[i], known = said, known || ok
	}
	return strings.Join(lines, "\n"), known
}
