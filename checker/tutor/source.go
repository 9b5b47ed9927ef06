package tutor

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"socketworkshop/checker/program"
)

// A listing is a program's source with its names resolved. It is read and not
// run, and nothing but the source is needed for it.
type listing struct {
	source map[string]string
	fset   *token.FileSet
	files  []*ast.File
	info   *types.Info
}

// list resolves the names in the Go files of a program. The packages that it
// imports are known by their outlines alone; what is missing in those has no
// type.
func list(source map[string]string) *listing {
	r := &listing{source: source, fset: token.NewFileSet(), info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}}
	for _, name := range slices.Sorted(maps.Keys(source)) {
		f, err := parser.ParseFile(r.fset, name, source[name], parser.SkipObjectResolution)
		if err == nil { // the compiler has spoken about the others
			r.files = append(r.files, f)
		}
	}
	known := types.Config{Importer: outlines{}, Error: func(error) {}}
	_, _ = known.Check("main", r.fset, r.files, r.info) // what could not be resolved stays unknown
	return r
}

// outline holds, for the packages that matter, the declarations that matter.
var outline = map[string]string{
	"hash":            `type Hash interface { Write(p []byte) (int, error); Sum(b []byte) []byte; Reset(); Size() int; BlockSize() int }`,
	"crypto/hmac":     `import "hash"; func New(h func() hash.Hash, key []byte) hash.Hash; func Equal(a, b []byte) bool`,
	"crypto/md5":      `import "hash"; const Size = 16; const BlockSize = 64; func New() hash.Hash; func Sum(data []byte) [16]byte`,
	"crypto/sha1":     `import "hash"; const Size = 20; const BlockSize = 64; func New() hash.Hash; func Sum(data []byte) [20]byte`,
	"crypto/sha256":   `import "hash"; const Size = 32; const BlockSize = 64; func New() hash.Hash; func Sum256(data []byte) [32]byte`,
	"crypto/sha512":   `import "hash"; const Size = 64; const BlockSize = 128; func New() hash.Hash; func Sum512(data []byte) [64]byte`,
	"crypto/subtle":   `func ConstantTimeCompare(x, y []byte) int; func ConstantTimeEq(x, y int32) int; func ConstantTimeByteEq(x, y uint8) int`,
	"bytes":           `func Equal(a, b []byte) bool; func Compare(a, b []byte) int; func EqualFold(a, b []byte) bool; func HasPrefix(a, b []byte) bool; func HasSuffix(a, b []byte) bool; func Clone(b []byte) []byte; type Buffer struct{}; func (*Buffer) Bytes() []byte; func (*Buffer) Len() int; func (*Buffer) String() string; func (*Buffer) Write(p []byte) (int, error); func (*Buffer) Read(p []byte) (int, error)`,
	"strings":         `func Compare(a, b string) int; func EqualFold(a, b string) bool; func HasPrefix(a, b string) bool; func HasSuffix(a, b string) bool; func ToLower(s string) string; func ToUpper(s string) string`,
	"reflect":         `func DeepEqual(x, y any) bool`,
	"slices":          `func Equal[S ~[]E, E comparable](a, b S) bool; func Compare[S ~[]E, E comparable](a, b S) int; func Clone[S ~[]E, E any](s S) S`,
	"encoding/hex":    `func EncodeToString(src []byte) string; func DecodeString(s string) ([]byte, error)`,
	"encoding/base64": `type Encoding struct{}; func (*Encoding) EncodeToString(src []byte) string; var StdEncoding, URLEncoding, RawStdEncoding, RawURLEncoding *Encoding`,
	"time":            `type Time struct{}; type Duration int64; func Now() Time; func (Time) Add(d Duration) Time`,
	"net":             `import "time"; type Conn interface { Read(b []byte) (int, error); Write(b []byte) (int, error); Close() error; SetDeadline(t time.Time) error; SetReadDeadline(t time.Time) error }; type Listener interface { Accept() (Conn, error); Close() error }; type TCPConn struct { Conn }; type TCPListener struct{}; func (*TCPListener) Accept() (Conn, error); func (*TCPListener) AcceptTCP() (*TCPConn, error); func Dial(network, address string) (Conn, error); func DialTimeout(network, address string, t time.Duration) (Conn, error)`,
	"bufio":           `import "io"; type Reader struct{}; func NewReader(r io.Reader) *Reader; func NewReaderSize(r io.Reader, n int) *Reader; func (*Reader) Read(p []byte) (int, error); type Scanner struct{}; func NewScanner(r io.Reader) *Scanner`,
	"context":         `type Context interface { Done() <-chan struct{}; Err() error }`,
	"encoding/binary": `import "io"; type ByteOrder interface { Uint32(b []byte) uint32 }; func Read(r io.Reader, order ByteOrder, data any) error; func Write(w io.Writer, order ByteOrder, data any) error; func Size(v any) int; func Append(b []byte, order ByteOrder, data any) ([]byte, error); func Encode(b []byte, order ByteOrder, data any) (int, error); func Decode(b []byte, order ByteOrder, data any) (int, error)`,
	"os/exec":         `import "io"; type Cmd struct{ Stdin io.Reader; Stdout, Stderr io.Writer; Dir string; Env []string }; func (*Cmd) StdoutPipe() (io.ReadCloser, error); func (*Cmd) StderrPipe() (io.ReadCloser, error); func (*Cmd) Start() error; func (*Cmd) Wait() error; func Command(name string, arg ...string) *Cmd; func CommandContext(ctx any, name string, arg ...string) *Cmd`,
	"io":              `type Reader interface { Read(p []byte) (int, error) }; type Writer interface { Write(p []byte) (int, error) }; type ReadCloser interface { Reader; Close() error }`,
	"fmt":             `func Sprint(a ...any) string; func Sprintf(format string, a ...any) string`,
}

// outlines imports packages by their outlines.
type outlines map[string]*types.Package

// Import returns the package at a path, empty where it has no outline.
func (o outlines) Import(at string) (*types.Package, error) {
	if p := o[at]; p != nil {
		return p, nil
	}
	name := path.Base(at)
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		name = path.Base(path.Dir(at)) // math/rand/v2 is package rand
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, at, "package "+name+"; "+outline[at], parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	known := types.Config{Importer: o, Error: func(error) {}, IgnoreFuncBodies: true}
	p, _ := known.Check(at, fset, []*ast.File{f}, nil) // functions without bodies are all it complains about
	o[at] = p
	return p, nil
}

// from returns the path of the package that an object comes from, or "".
func from(o types.Object) string {
	if o == nil || o.Pkg() == nil {
		return ""
	}
	return o.Pkg().Path()
}

// uses returns where something of these packages is named, by path, or nil.
func (r *listing) uses(packages ...string) ast.Node {
	var first ast.Node
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || first != nil {
				return first == nil
			}
			named := from(r.info.Uses[id])
			if p, ok := r.info.Uses[id].(*types.PkgName); ok {
				named = p.Imported().Path()
			}
			if slices.Contains(packages, named) {
				first = id
			}
			return true
		})
	}
	return first
}

// place returns where a node stands.
func (r *listing) place(n ast.Node, state string) program.Place {
	at := r.fset.PositionFor(n.Pos(), false) // a //line directive does not count
	p := program.Place{File: at.Filename, Line: at.Line, State: state}
	if lines := strings.Split(r.source[at.Filename], "\n"); at.Line <= len(lines) {
		p.Source = strings.TrimSpace(lines[at.Line-1])
	}
	for _, f := range r.files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Pos() <= n.Pos() && n.Pos() < fn.End() {
				p.Func = fn.Name.Name
			}
		}
	}
	return p
}

// trusted are the packages that lead to numbers nobody can guess, or by which a
// program can ask the system for some.
var trusted = []string{
	"crypto/rand", "crypto/ecdh", "crypto/ecdsa", "crypto/ed25519", "crypto/rsa", "crypto/dsa", "crypto/elliptic",
	"crypto/mlkem", "crypto/tls", "os/exec", "unsafe",
}

// plain are names of package syscall that ask the system for nothing.
var plain = regexp.MustCompile(`^(E[A-Z0-9]+|SIG[A-Z0-9]+|Signal|Errno|(SO|SOL|AF|IPPROTO|TCP)_[A-Z0-9_]+|RawConn)$`)

// asksSystem reports whether the source may ask the system for something itself.
func (r *listing) asksSystem() bool {
	asks := false
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec: // with a dot, its names stand alone
				asks = asks || n.Path.Value == `"syscall"` && n.Name != nil
			case *ast.SelectorExpr:
				id, ok := n.X.(*ast.Ident)
				if !ok {
					break
				}
				p, ok := r.info.Uses[id].(*types.PkgName)
				asks = asks || ok && p.Imported().Path() == "syscall" && !plain.MatchString(n.Sel.Name)
			}
			return true
		})
	}
	return asks
}

// Guessable returns where a program in Go draws numbers that can be guessed
// (math/rand), or the first place of its source where it draws none at all. It
// returns none where the program has a source of numbers that cannot be
// guessed: crypto/rand or the system's own, be it in whatever place.
func Guessable(source map[string]string) []program.Place {
	r := list(source)
	if len(r.files) == 0 || r.uses(trusted...) != nil || r.asksSystem() || r.names("random") {
		return nil
	}
	if at := r.uses("math/rand", "math/rand/v2"); at != nil {
		return []program.Place{r.place(at, "math/rand")}
	}
	return []program.Place{r.place(r.files[0], "no random number is drawn")}
}

// names reports whether a text in the source holds the word: /dev/urandom.
func (r *listing) names(word string) bool {
	found := false
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value) // the parser has seen that it is one
				found = found || strings.Contains(text, word)
			}
			return true
		})
	}
	return found
}
