package class

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"socketworkshop/checker/lesson"
)

// A submission is what one student has handed in.
type submission struct {
	name  string
	paths []string // of folders or archives; more than one is a problem
}

// submissions returns what lies in the folder dir, sorted by name. Hidden files
// are none, nor is the folder of results.
func submissions(dir, results string) ([]submission, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	own, _ := os.Stat(results) // it may not be there yet
	var all []submission
	for _, e := range entries {
		at := filepath.Join(dir, e.Name())
		info, err := os.Stat(at)
		if strings.HasPrefix(e.Name(), ".") || err == nil && own != nil && os.SameFile(info, own) {
			continue
		}
		name := e.Name()
		if !e.IsDir() {
			name = studentOf(name)
		}
		same := slices.IndexFunc(all, func(s submission) bool { return strings.EqualFold(s.name, name) })
		if same >= 0 {
			all[same].paths = append(all[same].paths, at)
			continue
		}
		all = append(all, submission{name, []string{at}})
	}
	slices.SortFunc(all, func(a, b submission) int { return cmp.Compare(a.name, b.name) })
	return all, nil
}

// archives are the endings of what a student may have packed.
var archives = [...]string{".zip", ".tar.gz", ".tgz", ".tar"}

// studentOf returns the name of who handed in what has this name.
func studentOf(name string) string {
	for _, ending := range archives {
		if n := len(name) - len(ending); n > 0 && strings.EqualFold(name[n:], ending) {
			return name[:n]
		}
	}
	return name
}

// open returns the files of the submission, or words for why there are none.
func (s submission) open() (files fs.FS, end io.Closer, problem string) {
	if len(s.paths) > 1 {
		return nil, nil, fmt.Sprintf("there is more than one of this name: %s", strings.Join(s.paths, ", "))
	}
	files, end, err := Open(s.paths[0])
	if err != nil {
		return nil, nil, err.Error()
	}
	return files, end, ""
}

const maxWrapped = 3 // folders that hold nothing but the next one

// home returns the folder that holds folders of lessons: the top, or work in it,
// or the same of the one folder that everything lies in.
func home(files fs.FS, lessons []lesson.Lesson) (string, bool) {
	top := "."
	for range maxWrapped {
		for _, dir := range []string{top, path.Join(top, "work")} {
			if slices.ContainsFunc(lessons, func(l lesson.Lesson) bool { return folderOf(files, dir, l) != "" }) {
				return dir, true
			}
		}
		inside := folders(files, top)
		if len(inside) != 1 {
			break
		}
		top = path.Join(top, inside[0])
	}
	return "", false
}

// folders returns the names of the folders in dir that a person made.
func folders(files fs.FS, dir string) (names []string) {
	entries, _ := fs.ReadDir(files, dir) // unreadable: none
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "__MACOSX" {
			names = append(names, e.Name())
		}
	}
	return names
}

// folderOf returns the lesson's folder in dir, or "".
func folderOf(files fs.FS, dir string, l lesson.Lesson) string {
	for _, name := range []string{l.Name, l.Short()} {
		at := path.Join(dir, name)
		if info, err := lstat(files, at); err == nil && info.IsDir() {
			return at
		}
	}
	return ""
}

// lstat tells of a file, and of a link itself.
func lstat(files fs.FS, name string) (fs.FileInfo, error) {
	if linked, ok := files.(fs.ReadLinkFS); ok {
		return linked.Lstat(name)
	}
	return fs.Stat(files, name)
}
