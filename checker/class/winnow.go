package class

import (
	"go/ast"
	"go/scanner"
	"go/token"
)

// The measures of winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local
// algorithms for document fingerprinting", SIGMOD 2003): of each window of
// fingerprints of gramSize tokens the least is kept. So a passage of window +
// gramSize - 1 tokens that two programs share is found for certain, and nothing
// below gramSize is.
const (
	gramSize = 12
	window   = 13
)

// A passage is the tokens of one declaration. Passages stand alone, so that the
// order of declarations does not count.
type passage struct {
	file  *parsed
	lines []int32  // of each token
	grams []uint64 // of each gramSize tokens that follow each other
}

// size returns how many fingerprints the passage has.
func (p *passage) size() int { return len(p.grams) }

// each calls f with the place and the hash of every gram.
func (p *passage) each(f func(at int, hash uint64)) {
	for at, hash := range p.grams {
		f(at, hash)
	}
}

// passage returns the tokens of a declaration; imports have none.
func (f *parsed) passage(d ast.Decl) passage {
	p := passage{file: f}
	if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
		return p
	}
	file := f.fset.File(d.Pos())
	from := file.Offset(d.Pos())
	kinds := tokens(f.text[from:file.Offset(d.End())], func(offset int) {
		p.lines = append(p.lines, int32(f.fset.PositionFor(file.Pos(from+offset), false).Line))
	})
	for i := 0; i+gramSize <= len(kinds); i++ {
		var h uint64
		for _, kind := range kinds[i : i+gramSize] {
			h = mix(h, kind)
		}
		p.grams = append(p.grams, h)
	}
	return p
}

// tokens returns a number for each token of some source, and tells where it
// stands. Names are all the same, but for those behind a dot that others may use
// (conn.Read) and those of the language; a literal is told by its kind alone.
// Comments are no tokens, nor is a comma or a semicolon before a bracket that
// closes: they come and go with the layout.
func tokens(text []byte, where func(offset int)) (all []uint64) {
	var s scanner.Scanner
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	s.Init(file, text, nil, 0) // it was parsed without errors
	last := token.ILLEGAL
	for {
		pos, kind, name := s.Scan()
		if kind == token.EOF {
			return all
		}
		closing := kind == token.RPAREN || kind == token.RBRACE || kind == token.RBRACK
		if closing && (last == token.COMMA || last == token.SEMICOLON) {
			all[len(all)-1] = tokenHash(kind, name, last)
			last = kind
			continue
		}
		all = append(all, tokenHash(kind, name, last))
		where(file.Offset(pos))
		last = kind
	}
}

// tokenHash returns a number for a token behind another one.
func tokenHash(kind token.Token, name string, last token.Token) uint64 {
	if kind == token.IDENT && (last == token.PERIOD && token.IsExported(name) || predeclared(name)) {
		return textHash(name)
	}
	return uint64(kind)
}

// predeclared reports whether a name is the language's: those that say most
// about what a program does.
func predeclared(name string) bool {
	switch name {
	case "append", "cap", "clear", "close", "copy", "delete", "len", "make", "max", "min", "new", "panic",
		"true", "false", "nil", "byte", "error", "int", "int32", "int64", "string", "uint32", "uint64":
		return true
	}
	return false
}

// A spot is where a fingerprint stands in a program: the first of its places.
type spot struct{ passage, at int }

// fingerprint keeps the fingerprints of the program that winnowing chooses, but
// for those that leave says to leave out.
func (s *source) fingerprint(leave map[uint64]bool) {
	s.prints = map[uint64]spot{}
	for i := range s.passages {
		for _, at := range winnowed(s.passages[i].grams) {
			hash := s.passages[i].grams[at]
			if _, known := s.prints[hash]; !known && !leave[hash] {
				s.prints[hash] = spot{i, at}
			}
		}
	}
}

// winnowed returns the places that winnowing chooses: the least of every window,
// the last where there are several. A passage shorter than a window is one.
func winnowed(grams []uint64) (all []int) {
	chosen := -1
	for end := min(window, len(grams)); end > 0 && end <= len(grams); end++ {
		begin := max(0, end-window)
		if chosen >= begin && grams[end-1] > grams[chosen] {
			continue
		}
		least := begin
		for i := begin; i < end; i++ {
			if grams[i] <= grams[least] {
				least = i
			}
		}
		if least != chosen {
			chosen = least
			all = append(all, chosen)
		}
	}
	return all
}
