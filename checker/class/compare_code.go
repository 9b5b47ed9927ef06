package class

import (
	"fmt"
	"os"
	"path/filepath"

	"socketworkshop/checker/lesson"
)

// Folder returns the folder of the lesson's program in a student's folder, or in a
// folder of work.
func Folder(l lesson.Lesson, dir string) (string, error) {
	real, err := filepath.EvalSymlinks(dir) // whoever calls chose this one
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(real); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", dir)
	}
	in := programOf(l, real)
	if in == "" {
		return "", fmt.Errorf("%s holds no Go files of %s", dir, l.Name)
	}
	rel, err := filepath.Rel(real, in)
	return filepath.Join(dir, rel), err
}

// functions compares the source by function. What the lesson gives is left out.
// The error is that of the lesson's own files.
func (c *Comparison) functions(l lesson.Lesson) error {
	b, err := readBase(l)
	if err != nil {
		return err
	}
	s, err := b.read(c.Dir)
	if err != nil {
		c.Unread = err.Error()
		return nil
	}
	trees := map[*Function]written{}
	mine, theirs := shown(s.functions, trees), shown(b.program.functions, trees)
	for _, p := range Match(mine, theirs) {
		c.Functions = append(c.Functions, compared(p, trees))
	}
	return nil
}

// shown returns functions as they are shown, and notes what each was.
func shown(all []written, trees map[*Function]written) []Function {
	list := make([]Function, len(all))
	for i, w := range all {
		list[i] = *w.function()
		trees[&list[i]] = w
	}
	return list
}

func compared(p Pair, trees map[*Function]written) ComparedFunction {
	f := ComparedFunction{Student: p.Mine, Reference: p.Theirs}
	switch {
	case p.Mine == nil:
		f.Change = Missing
		return f
	case p.Theirs == nil:
		f.Change = Extra
		return f
	}
	mine, theirs := trees[p.Mine], trees[p.Theirs]
	f.Share, f.Change = mine.form.alike(theirs.form), Changed
	switch {
	case p.Mine.Source == p.Theirs.Source:
		f.Change = Same
	case mine.tree.hash == theirs.tree.hash:
		f.Change = Reworded
	}
	return f
}
