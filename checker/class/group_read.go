package class

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/lesson"
)

const (
	maxFile = 128 << 10 // bytes of a Go file that are read
	maxText = 256 << 10 // bytes of all that a student has written
)

// members finds the students' folders below root, and in each the lesson's: it
// is called as the lesson is, stands in a folder work, or is the student's folder.
func members(l lesson.Lesson, root string) ([]Member, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	var all []Member
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || e.Type().IsRegular() {
			continue
		}
		m := Member{Name: e.Name(), Dir: filepath.Join(root, e.Name())}
		if !e.IsDir() {
			m.Problem = "it is not a folder, and links are not followed"
		} else if m.Dir = programOf(l, m.Dir); m.Dir == "" {
			m.Problem = "it has no Go files of " + l.Name
		}
		all = append(all, m)
	}
	return all, nil
}

// programOf returns the folder of the lesson's program in a student's folder, or "".
// Links in it are not followed.
func programOf(l lesson.Lesson, dir string) string {
	works := []string{dir}
	if work := filepath.Join(dir, "work"); isFolder(work) {
		works = append(works, work)
	}
	for _, work := range works {
		for _, name := range []string{l.Name, l.Short()} {
			if in := filepath.Join(work, name); isFolder(in) && hasGo(in) {
				return in
			}
		}
	}
	if hasGo(dir) {
		return dir
	}
	return ""
}

func isFolder(name string) bool {
	info, err := os.Lstat(name)
	return err == nil && info.IsDir()
}

// hasGo reports whether a folder holds Go files.
func hasGo(dir string) bool {
	entries, _ := os.ReadDir(dir) // none where it cannot be read
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.HasSuffix(e.Name(), ".go") })
}

// A source is what is read of a program: what its student writes.
type source struct {
	functions []written
	passages  []passage // the tokens of what it declares
	prints    map[uint64]spot
}

// A written is a function that a student has written.
type written struct {
	name string
	file *parsed
	decl *ast.FuncDecl
	tree *tree
	form profile
}

// A parsed is a Go file.
type parsed struct {
	name string
	text []byte
	fset *token.FileSet
	ast  *ast.File
}

// function returns the function as it is shown.
func (w written) function() *Function {
	f := function(w.file.fset, w.file.ast, w.decl)
	return &f
}

// parseFiles parses the Go files of a folder, tests and the files that skip names
// left out. What is no regular file, too large or no Go is an error.
func parseFiles(dir string, skip map[string]string) (all []*parsed, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := readWhole(filepath.Join(dir, name), e.Type())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if skip[name] == string(text) {
			continue
		}
		if size += len(text); size > maxText {
			return nil, fmt.Errorf("its Go files have more than %d bytes; no more are read", maxText)
		}
		p := &parsed{name: name, text: text, fset: token.NewFileSet()}
		if p.ast, err = parser.ParseFile(p.fset, name, text, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return nil, fmt.Errorf("it is no Go: %w", err) // names the file
		}
		all = append(all, p)
	}
	return all, nil
}

// readWhole reads a file that must be a regular one of a sensible size.
func readWhole(file string, kind fs.FileMode) ([]byte, error) {
	if !kind.IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	info, err := os.Lstat(file)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("it has %d bytes; at most %d are read", info.Size(), maxFile)
	}
	return os.ReadFile(file)
}
