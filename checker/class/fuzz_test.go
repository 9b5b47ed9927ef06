package class

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"socketworkshop/checker/check"
	"socketworkshop/checker/lesson"
)

// packed returns a zip and a tar archive with these files.
func packed(f *testing.F, names ...string) (zipped, tarred []byte) {
	var z, t bytes.Buffer
	zw, tw := zip.NewWriter(&z), tar.NewWriter(&t)
	for _, name := range names {
		text := []byte("package main\n")
		w, err := zw.Create(name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err == nil {
			err = tw.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))})
		}
		if err == nil {
			_, err = tw.Write(text)
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := errors.Join(zw.Close(), tw.Close()); err != nil {
		f.Fatal(err)
	}
	return z.Bytes(), t.Bytes()
}

// handIn takes bytes for an archive of this name. It is refused, or gives a
// program that lies where it should, and is no larger than it may be.
func handIn(t *testing.T, name string, text []byte) {
	dir := t.TempDir()
	file, into := filepath.Join(dir, name), filepath.Join(dir, "in", "to")
	if err := errors.Join(os.WriteFile(file, text, 0o666), os.MkdirAll(into, 0o777)); err != nil {
		t.Fatal(err)
	}
	files, end, err := Open(file)
	var refused *RefusedError
	if errors.As(err, &refused) {
		return
	}
	if err != nil {
		t.Fatalf("not refused, and not opened: %v", err)
	}
	defer end.Close() // only read
	for _, from := range append(folders(files, "."), ".") {
		if _, err := CopyProgram(files, from, into); err != nil {
			t.Fatalf("%s: neither taken nor refused: %v", from, err)
		}
	}
	stays(t, dir, file)
}

// stays wants nothing in dir but the archive and small files in its in/to.
func stays(t *testing.T, dir, archive string) {
	total := int64(0)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path == archive {
			return err
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || filepath.Dir(path) != filepath.Join(dir, "in", "to") || filepath.Ext(path) != ".go" {
			t.Fatalf("%s is there: %v", path, err)
		}
		total += info.Size()
		return nil
	})
	if err != nil || total > mostBytes {
		t.Fatalf("%d bytes were taken, %v", total, err)
	}
}

func FuzzZip(f *testing.F) {
	for _, names := range [][]string{{"main.go"}, {"work/lesson01-phone-call/server.go", "a.txt"}, {"../main.go"}, {"a//b.go", "./c.go"}} {
		zipped, _ := packed(f, names...)
		f.Add(zipped)
	}
	f.Fuzz(func(t *testing.T, text []byte) { handIn(t, "ann.zip", text) })
}

func FuzzTar(f *testing.F) {
	for _, names := range [][]string{{"main.go"}, {"work/lesson01-phone-call/server.go", "a.txt"}, {"../main.go"}, {"a//b.go", "./c.go"}} {
		_, tarred := packed(f, names...)
		f.Add(tarred)
	}
	f.Fuzz(func(t *testing.T, text []byte) { handIn(t, "ann.tar", text) })
}

// FuzzKept reads any text as a result that was kept. What is taken can be kept
// again, and has points.
func FuzzKept(f *testing.F) {
	for _, seed := range []string{
		`{"key":"k","result":{"lesson":"lesson01-phone-call","verdict":"pass","checks":[{"name":"1-x","verdict":"pass"}]}}`,
		`{"key":"k","result":{"verdict":"fail","checks":[{"verdict":"fail","failure":{"differs":{"want":"YQ=="},"wire":[{"bytes":"!"}]}}]}}`,
		`{"key":"k","result":{"checks":[{"verdict":"fail"}]}}`, `{"key":"k"}`, `{"key":"k","result":null}`, `null`, `{`, `{"key":"k","result":{"checks":null}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := check.KeptIn(text, "k")
		if r == nil {
			return
		}
		for _, c := range r.Checks {
			if c.Verdict == check.Fail && c.Failure == nil {
				t.Fatalf("%q is taken: it fails, and nothing says why", text)
			}
		}
		if got := (Points{}).Got(r); got < 0 || got > len(r.Checks) {
			t.Fatalf("%d points for %d checks", got, len(r.Checks))
		}
		saved, err := json.Marshal(check.Kept{Key: "k", Result: r})
		if err != nil {
			t.Fatalf("%q is taken, and cannot be kept: %v", text, err)
		}
		if again := check.KeptIn(saved, "k"); again == nil || again.Verdict != r.Verdict || len(again.Checks) != len(r.Checks) {
			t.Fatalf("%q: got %+v, and kept %+v", text, r, again)
		}
	})
}

// FuzzPoints reads any text as what checks are worth. What is taken is worth
// something that can be added up.
func FuzzPoints(f *testing.F) {
	w, err := lesson.Find(".")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		`{"lesson01":{"2-every-byte-counts":3}}`, `{"1":{}, "lesson01":{"2-every-byte-counts":1}}`, `{"7":null}`, `null`, `[]`, `{"lesson01":{"no":1}}`,
		`{"lesson01":{"2-every-byte-counts":9223372036854775807}}`, `{"lesson01":{"2-every-byte-counts":-1}}`, `{"":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := filepath.Join(t.TempDir(), "points.json")
		if err := os.WriteFile(file, text, 0o666); err != nil {
			t.Fatal(err)
		}
		p, err := ReadPoints(w, file)
		if err != nil {
			return
		}
		for name := range p {
			l, err := w.Lesson(name)
			if err != nil {
				t.Fatalf("%q: points for %q: %v", text, name, err)
			}
			most, err := p.Max(l)
			got := p.Got(&check.Result{Lesson: l.Name, Checks: []check.Check{{Name: "2-every-byte-counts", Verdict: check.Pass}}})
			if err != nil || got < 0 || most < 0 || got > most && l.Number == 1 {
				t.Fatalf("%q: %d of %d points for %s, %v", text, got, most, name, err)
			}
		}
	})
}
