package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"socketworkshop/checker/lesson"
)

// enrols DIR makes the class of testdata/class in a folder.
func enrols(ts *testscript.TestScript, _ bool, args []string) {
	w, err := lesson.Find(".")
	ts.Check(err)
	ts.Check(enrol(w, ts.MkAbs(args[0])))
}

// enrol makes the class of testdata/class in the folder dir.
func enrol(w lesson.Workshop, dir string) error {
	all, err := filepath.Glob(filepath.Join(w.Root, "testdata", "class", "*.txtar"))
	if err != nil || len(all) == 0 {
		return errors.Join(err, fmt.Errorf("%d students in testdata/class", len(all)))
	}
	for _, file := range all {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			return err
		}
		p := pupil{w: w, dir: filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), ".txtar"))}
		if err := p.handIn(archive.Files); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// A pupil hands something in.
type pupil struct {
	w   lesson.Workshop
	dir string // of the submission
	in  string // a folder in it
}

// handIn does what the first file says, and lays the others on top.
func (p *pupil) handIn(files []txtar.File) error {
	if err := os.MkdirAll(p.dir, 0o777); err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(files[0].Data)), "\n")
	for _, line := range lines {
		if words := strings.Fields(line); len(words) > 1 {
			if err := p.do(words); err != nil {
				return err
			}
		}
	}
	for _, f := range files[1:] {
		at := filepath.Join(p.dir, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o777), os.WriteFile(at, f.Data, 0o666)); err != nil {
			return err
		}
	}
	if slices.Contains(lines, "zip") {
		return p.zip()
	}
	return nil
}

// do follows a line: "in FOLDER", "solution LESSON", "skeleton LESSON" or
// "wrong LESSON NAME".
func (p *pupil) do(words []string) error {
	if words[0] == "in" {
		p.in = words[1]
		return nil
	}
	l, err := p.w.Lesson(words[1])
	if err != nil {
		return err
	}
	to := filepath.Join(p.dir, p.in, l.Name)
	switch words[0] {
	case "solution":
		return copyTree(l.Solution(), to)
	case "skeleton":
		return copyTree(l.Skeleton(), to)
	}
	wrong, err := l.Wrong()
	if err != nil {
		return err
	}
	for _, k := range wrong {
		if k.Name == words[2] {
			return errors.Join(os.MkdirAll(to, 0o777), k.Write(to))
		}
	}
	return fmt.Errorf("%q says nothing", strings.Join(words, " "))
}

// zip packs the folder, and removes it.
func (p *pupil) zip() error {
	f, err := os.Create(p.dir + ".zip")
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	return errors.Join(z.AddFS(os.DirFS(p.dir)), z.Close(), f.Close(), os.RemoveAll(p.dir))
}
