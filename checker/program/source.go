package program

import (
	"errors"
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxSource = 1 << 20 // bytes of one Go file

// ReadSource returns the text of the Go files of dir by name. Tests and
// everything that is not a regular file are left out, and files for other
// systems.
func ReadSource(dir string) (map[string]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	source := map[string]string{}
	main := false
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if !meant(dir, name) {
			continue
		}
		text, err := readFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		source[name] = text
		main = main || isMain(text)
	}
	if len(source) == 0 {
		return nil, &BuildError{fmt.Sprintf("no Go files in %s", dir)}
	}
	if !main {
		return nil, &BuildError{"none of the files says \"package main\": a program that can be run is package main"}
	}
	return source, nil
}

// meant reports whether a file is for this system, by its name and its build
// constraints. The compiler speaks about one that cannot be read.
func meant(dir, name string) bool {
	here := build.Default
	here.CgoEnabled = true // that there is no C here is for the compiler to say
	ok, err := here.MatchFile(dir, name)
	return ok || err != nil
}

func readFile(name string) (string, error) {
	base := filepath.Base(name)
	if strings.ContainsFunc(base, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", &BuildError{fmt.Sprintf("%+q: a file's name holds characters that cannot be shown", base)}
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if info.Size() > maxSource {
		return "", &BuildError{fmt.Sprintf("%s: %d bytes; a source file may have %d", base, info.Size(), maxSource)}
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

// isMain reports whether text begins as a file of package main. A file that
// does not parse counts: the compiler explains it better.
func isMain(text string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.PackageClauseOnly)
	return err != nil || f.Name.Name == "main"
}

func writeSource(dir string, source map[string]string) error {
	err := os.Mkdir(dir, 0o777)
	for name, text := range source {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	return err
}

// Split splits a command line into words at blanks. Single or double quotes
// keep blanks together; there are no escapes and no expansion.
func Split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	var quote rune
	open := false // a word has begun
	for at, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && unicode.IsSpace(r):
			if open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			_, size := utf8.DecodeRuneInString(line[at:])
			word.WriteString(line[at : at+size]) // a file's name may be no UTF-8
			open = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("%s: a quote %c without its end", line, quote)
	}
	if open {
		words = append(words, word.String())
	}
	return words, nil
}
