package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
	"socketworkshop/checker/program"
	"socketworkshop/checker/report"
)

// cacheVariable is the environment variable that names the folder of what has
// passed. Without it that is in the user's folder for caches; "off" is none.
const cacheVariable = "CHECKER_CACHE"

// A cached is what is kept of a lesson in a learner's folder: that it passed, so
// that it need not be checked again while nothing has changed.
type cached struct {
	file string // "" where nothing is kept
	key  func() (string, error)
}

// cached returns what is kept of a lesson. Nothing is where more was asked for
// than a verdict, or with a seed: whoever gives one wants to see a run.
//
// It is kept beside the go command's cache, and not in the learner's folder,
// which others may hand in.
func (a *app) cached(l lesson.Lesson, o check.Options) cached {
	more := a.only != "" || a.verbose || a.html != "" || len(a.reports) > 0 || a.seeded
	if more || a.race || len(o.Program) > 0 || o.Cage != nil {
		return cached{}
	}
	top := os.Getenv(cacheVariable)
	if top == "" {
		users, err := os.UserCacheDir()
		if err != nil {
			return cached{}
		}
		top = filepath.Join(users, "socketworkshop")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil || top == "off" {
		return cached{}
	}
	return cached{filepath.Join(top, check.Digest(dir)+".json"), func() (string, error) { return keyOf(l, dir) }}
}

// keyOf returns one word for all that the verdict on a program depends on.
func keyOf(l lesson.Lesson, dir string) (string, error) {
	self, err := os.Executable()
	tool, err2 := exec.LookPath("go")
	if err := cmp.Or(err, err2); err != nil {
		return "", err
	}
	checker, err := mark(self)
	toolchain, err2 := mark(tool)
	checks, err3 := check.DigestFiles(check.Data(l)...)
	source, err4 := program.ReadSource(dir)
	if err := cmp.Or(err, err2, err3, err4); err != nil {
		return "", err
	}
	texts := []string{checker, toolchain, l.Name, checks}
	for _, name := range slices.Sorted(maps.Keys(source)) {
		texts = append(texts, name, source[name])
	}
	return check.Digest(texts...), nil
}

// mark returns a text that is another one when the file is. To read a checker or
// a go command takes longer than all else, and each run would wait for it.
func mark(file string) (string, error) {
	file, err := filepath.EvalSymlinks(file)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	return fmt.Sprintln(file, info.Size(), info.ModTime().UnixNano()), nil
}

// run returns the result that is kept, or else that of a run, which is kept if it
// passes. That it cannot be kept makes the next run slower, no more.
func (c cached) run(run func() (*check.Result, error)) (*check.Result, error) {
	if c.file == "" {
		return run()
	}
	key, keyed := c.key()
	if keyed == nil {
		if r := check.ReadKept(c.file, key); r != nil && r.Verdict == check.Pass {
			r.Cached = true
			return r, nil
		}
	}
	r, err := run()
	if err != nil || keyed != nil || r.Verdict != check.Pass {
		return r, err
	}
	if now, err := c.key(); err == nil && now == key { // the program that was built
		_ = c.keep(check.Kept{Key: key, Result: r})
	}
	return r, nil
}

func (c cached) keep(k check.Kept) error {
	if err := os.MkdirAll(filepath.Dir(c.file), 0o777); err != nil {
		return err
	}
	return report.WriteFile(c.file, func(w io.Writer) error { return json.NewEncoder(w).Encode(k) })
}
