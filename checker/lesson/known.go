package lesson

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// A Known is a program in testdata whose verdict is known beforehand: one
// that shows a mistake and must be caught, or one that differs from the
// solution, is right all the same, and must pass.
type Known struct {
	Name  string
	Story string   // what its author believed
	Run   string   // the command that runs it, or "" where it is Go
	Want  []Want   // how it is caught; none for a right program
	Words []string // what the explanation must say

	files []txtar.File
	base  string // the folder it is an overlay on
}

// A Want is a check that must fail and the mistake it must name, or "" where
// the evidence does not decide and none may be named.
type Want struct{ Check, Mistake string }

// Fails returns the names of the checks that a wrong program fails, and nil for
// a right one.
func (k Known) Fails() []string {
	var all []string
	for _, w := range k.Want {
		all = append(all, w.Check)
	}
	return all
}

// Wrong returns the programs of the lesson that are known to be wrong.
func (l Lesson) Wrong() ([]Known, error) { return l.known("wrong") }

// Right returns the programs of the lesson that are known to be right.
func (l Lesson) Right() ([]Known, error) { return l.known("right") }

func (l Lesson) known(kind string) ([]Known, error) {
	files, err := Glob(filepath.Join(l.workshop.Root, "testdata", kind, l.Name), "*.txtar")
	if err != nil {
		return nil, err
	}
	var all []Known
	for _, file := range files {
		k, err := readKnown(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if (kind == "wrong") != (len(k.Want) > 0) {
			return nil, fmt.Errorf("%s: a wrong program says which check it fails in -- want --, a right one has none", file)
		}
		k.base = l.Solution()
		all = append(all, k)
	}
	return all, nil
}

func readKnown(file string) (Known, error) {
	archive, err := readArchive(file)
	if err != nil {
		return Known{}, err
	}
	k := Known{
		Name:  strings.TrimSuffix(filepath.Base(file), ".txtar"),
		Story: strings.TrimSpace(string(archive.Comment)),
	}
	for _, f := range archive.Files {
		switch f.Name {
		case "want":
			err = errors.Join(err, k.readWant(string(f.Data)))
		case "run":
			k.Run = strings.TrimSpace(string(f.Data))
		default:
			k.files = append(k.files, f)
		}
	}
	return k, err
}

// readWant reads lines "fail: CHECK MISTAKE" and "say: WORDS". The mistake
// "unsure" stands for none.
func (k *Known) readWant(text string) error {
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		fields := strings.Fields(value)
		switch {
		case key == "fail" && len(fields) == 2:
			mistake := fields[1]
			if mistake == "unsure" {
				mistake = ""
			}
			k.Want = append(k.Want, Want{fields[0], mistake})
		case key == "say" && value != "":
			k.Words = append(k.Words, value)
		default:
			return fmt.Errorf(`-- want --: %q is neither "fail: CHECK MISTAKE" nor "say: WORDS"`, line)
		}
	}
	return nil
}

// ChangesOnly reports whether these files are all that the program has of its
// own.
func (k Known) ChangesOnly(names ...string) bool {
	return !slices.ContainsFunc(k.files, func(f txtar.File) bool { return !slices.Contains(names, f.Name) })
}

// Write lays the program's files into dir, on top of a copy of the solution
// where it is Go.
func (k Known) Write(dir string) error {
	if k.Run == "" {
		if err := os.CopyFS(dir, os.DirFS(k.base)); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	for _, f := range k.files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// Survivors returns the mutants of the solution that no check can fail, by
// name, and why. They stand in testdata/mutants, one a line: the mutant's name,
// " : " and the reason.
func (l Lesson) Survivors() (map[string]string, error) {
	file := filepath.Join(l.workshop.Root, "testdata", "mutants", l.Name+".txt")
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	all := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		i := strings.LastIndex(line, " : ") // a mutant's name may hold one
		if i < 0 {
			return nil, fmt.Errorf("%s: %q: want the name of a mutant, \" : \" and why no check can fail it", file, line)
		}
		all[line[:i]] = line[i+len(" : "):]
	}
	return all, nil
}
